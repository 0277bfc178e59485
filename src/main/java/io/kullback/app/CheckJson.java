package io.kullback.app;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kullback.config.Problem;
import java.nio.file.Path;
import java.util.List;

/** What 'kullback check' found, for programs. */
final class CheckJson {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final ObjectNode root = MAPPER.createObjectNode();

    /** @param problems errors and warnings, in the order of the file */
    CheckJson(Path file, List<Problem> problems) {
        root.put("format", "kullback-check/1");
        root.put("file", file.toString());
        root.put("valid", problems.stream().noneMatch(Problem::isError));
        ArrayNode array = root.putArray("problems");
        problems.forEach(problem -> array.addObject()
                .put("code", problem.code().label())
                .put("severity", problem.code().severity().label())
                .put("file", problem.file())
                .put("line", problem.line())
                .put("column", problem.column())
                .put("path", problem.path())
                .put("reason", problem.message())
                .put("remedy", problem.remedy()));
    }

    /** Adds what changes with any byte of the file. */
    CheckJson withHash(String hash) {
        root.put("hash", hash);
        return this;
    }

    /** Adds what the brokers tell. */
    CheckJson withLive(List<LiveMonitor> monitors) {
        ArrayNode live = root.putArray("live");
        monitors.forEach(monitor -> {
            ObjectNode node = live.addObject();
            node.put("monitor", monitor.monitor().name());
            node.put("topic", monitor.monitor().topic());
            node.put("partitions", monitor.topic().partitions());
            monitor.topic().retention().ifPresent(age -> node.put("retention_seconds", age.toSeconds()));
            node.put("records_in_topic", monitor.sample().inTopic());
            node.put("records_sampled", monitor.sample().records());
            node.put("records_read", monitor.sample().read());
            ObjectNode rejected = node.putObject("rejected");
            monitor.sample().rejected().forEach((reason, count) -> rejected.put(reason.label(), count));
            ArrayNode features = node.putArray("features");
            monitor.sample()
                    .features()
                    .forEach(feature -> features.addObject()
                            .put("feature", feature.feature())
                            .put("found", feature.found())
                            .put("usable", feature.usable()));
            monitor.sample().eventsInWindow().ifPresent(events -> node.put("events_in_window", Math.round(events)));
            node.put("segments_seen", monitor.sample().segments());
            node.put("series", monitor.series());
        });
        return this;
    }

    @Override
    public String toString() {
        return root.toPrettyString();
    }
}
