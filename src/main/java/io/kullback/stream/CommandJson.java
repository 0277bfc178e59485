package io.kullback.stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kullback.histogram.Reference;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commands as they stand on the commands topic: {@code {"command":"accept","segment":"AA","feature":"delay","by":"kim"}}, or
 * {@code {"command":"promote","id":"1f0c…","from":"2001-03-01T00:00:00Z","reference":"H4sI…","by":"kim"}}.
 */
final class CommandJson {

    private static final Logger LOG = LoggerFactory.getLogger(CommandJson.class);
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String ACCEPT = "accept";
    private static final String PROMOTE = "promote";

    private CommandJson() {}

    static byte[] write(Command command, String by) {
        Map<String, String> written = new LinkedHashMap<>();
        if (command instanceof Command.Accept accept) {
            written.put("command", ACCEPT);
            accept.segment().ifPresent(segment -> written.put("segment", segment));
            accept.feature().ifPresent(feature -> written.put("feature", feature));
        } else if (command instanceof Command.Promote promote) {
            written.put("command", PROMOTE);
            written.put("id", promote.reference().map(Reference::id).orElse(ReferenceVersions.CONFIGURED));
            written.put("from", promote.from().toString());
            promote.reference().ifPresent(reference -> written.put("reference", PackedReference.pack(reference)));
        }
        written.put("by", by);
        try {
            return MAPPER.writeValueAsBytes(written);
        } catch (IOException e) {
            throw new IllegalStateException("texts can always be written as JSON", e);
        }
    }

    /** The command; empty, with a line in the log, if it is none. */
    static Optional<Command> read(byte[] value) {
        try {
            JsonNode node = value == null ? MAPPER.nullNode() : MAPPER.readTree(value);
            String by = node.path("by").asText("somebody");
            switch (node.path("command").asText()) {
                case ACCEPT -> {
                    LOG.atInfo().addKeyValue("by", by).log("the new normal is accepted");
                    return Optional.of(new Command.Accept(text(node, "segment"), text(node, "feature")));
                }
                case PROMOTE -> {
                    Optional<String> packed = text(node, "reference");
                    Optional<Reference> reference =
                            packed.isPresent() ? Optional.of(PackedReference.unpack(packed.get())) : Optional.empty();
                    Instant from = Instant.parse(node.path("from").asText());
                    LOG.atInfo()
                            .addKeyValue("by", by)
                            .addKeyValue(
                                    "reference", reference.map(Reference::id).orElse(ReferenceVersions.CONFIGURED))
                            .addKeyValue("from", from)
                            .log("a reference is promoted");
                    return Optional.of(new Command.Promote(reference, from));
                }
                default -> {}
            }
        } catch (IOException | DateTimeException e) {
            LOG.atDebug().setCause(e).log("not a command");
        }
        LOG.atWarn().log("a record of the commands topic is no command and is passed over");
        return Optional.empty();
    }

    private static Optional<String> text(JsonNode node, String name) {
        return Optional.ofNullable(node.get(name)).map(JsonNode::asText);
    }
}
