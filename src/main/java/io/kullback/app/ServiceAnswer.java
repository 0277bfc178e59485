package io.kullback.app;

import com.fasterxml.jackson.databind.JsonNode;
import io.kullback.exposition.diagnosis.ServiceFacts;
import io.kullback.exposition.diagnosis.ServiceFacts.Counts;
import io.kullback.exposition.diagnosis.ServiceFacts.Partition;
import io.kullback.exposition.diagnosis.ServiceFacts.ReferenceFacts;
import io.kullback.exposition.diagnosis.ServiceFacts.SeriesFacts;
import io.kullback.exposition.diagnosis.ServiceFacts.Where;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** What {@code /api/v1/doctor} of a running service says of its monitors. */
final class ServiceAnswer {

    private ServiceAnswer() {}

    /** The part of one monitor; empty if the service does not have it configured. */
    static Optional<JsonNode> of(JsonNode answer, String monitor) {
        for (JsonNode one : answer.path("monitors")) {
            if (one.path("monitor").asText().equals(monitor)) {
                return Optional.of(one);
            }
        }
        return Optional.empty();
    }

    /** The facts in that part. */
    static ServiceFacts facts(JsonNode monitor) {
        List<Partition> partitions = new ArrayList<>();
        monitor.path("partitions")
                .forEach(one -> partitions.add(new Partition(
                        one.path("partition").asInt(),
                        time(one.path("watermark")),
                        one.path("idle").asBoolean())));
        List<SeriesFacts> series = new ArrayList<>();
        monitor.path("series").forEach(one -> series.add(series(one)));
        JsonNode reference = monitor.path("reference");
        return new ServiceFacts(
                Where.valueOf(monitor.path("where").asText().toUpperCase(Locale.ROOT)),
                monitor.has("source_partitions")
                        ? OptionalInt.of(monitor.path("source_partitions").asInt())
                        : OptionalInt.empty(),
                counts(monitor.path("counts")),
                partitions,
                new ReferenceFacts(
                        Optional.ofNullable(reference.get("id")).map(JsonNode::asText), time(reference.path("due"))),
                series);
    }

    private static Counts counts(JsonNode counts) {
        Map<String, Long> rejected = new HashMap<>();
        counts.path("rejected")
                .properties()
                .forEach(reason ->
                        rejected.put(reason.getKey(), reason.getValue().asLong()));
        return new Counts(
                counts.path("records").asLong(),
                counts.path("counted").asLong(),
                rejected,
                counts.path("late").asLong(),
                counts.path("future").asLong());
    }

    private static SeriesFacts series(JsonNode one) {
        return new SeriesFacts(
                one.path("segment").asText(),
                one.path("feature").asText(),
                one.path("alert").asText(),
                one.path("verdict").asText(),
                one.path("reason").asText(),
                one.path("words").asText(),
                one.path("seen").asLong(),
                one.path("needed").asLong());
    }

    private static Optional<Instant> time(JsonNode time) {
        return time.isMissingNode() ? Optional.empty() : Optional.of(Instant.parse(time.asText()));
    }
}
