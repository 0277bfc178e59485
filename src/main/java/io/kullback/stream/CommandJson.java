package io.kullback.stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What operators tell the running service, as it stands on the commands topic: {@code {"command":"accept","segment":"AA","feature":"delay","by":"kim"}}. */
final class CommandJson {

    private static final Logger LOG = LoggerFactory.getLogger(CommandJson.class);
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String ACCEPT = "accept";

    private CommandJson() {}

    /**
     * Accept the new normal.
     *
     * @param segment only there; in all where empty
     * @param feature only this one; all where empty
     */
    record Accept(Optional<String> segment, Optional<String> feature) {}

    static byte[] write(Accept accept, String by) {
        Map<String, String> command = new LinkedHashMap<>();
        command.put("command", ACCEPT);
        accept.segment().ifPresent(segment -> command.put("segment", segment));
        accept.feature().ifPresent(feature -> command.put("feature", feature));
        command.put("by", by);
        try {
            return MAPPER.writeValueAsBytes(command);
        } catch (IOException e) {
            throw new IllegalStateException("texts can always be written as JSON", e);
        }
    }

    /** The command; empty, with a line in the log, if it is none. */
    static Optional<Accept> read(byte[] value) {
        try {
            JsonNode node = value == null ? MAPPER.nullNode() : MAPPER.readTree(value);
            if (node.path("command").asText().equals(ACCEPT)) {
                LOG.atInfo()
                        .addKeyValue("by", node.path("by").asText("somebody"))
                        .log("the new normal is accepted");
                return Optional.of(new Accept(text(node, "segment"), text(node, "feature")));
            }
        } catch (IOException e) {
            LOG.atDebug().setCause(e).log("not JSON");
        }
        LOG.atWarn().log("a record of the commands topic is no command and is passed over");
        return Optional.empty();
    }

    private static Optional<String> text(JsonNode node, String name) {
        return Optional.ofNullable(node.get(name)).map(JsonNode::asText);
    }
}
