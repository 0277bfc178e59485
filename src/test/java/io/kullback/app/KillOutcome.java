package io.kullback.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What one application left behind: committed records in their order, and its last metrics. */
record KillOutcome(List<Entry> results, List<Entry> alerts, Map<String, Long> totals) {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** Bytes of a record as text, a character each. */
    record Entry(String key, String value) {
        static Entry of(ConsumerRecord<byte[], byte[]> record) {
            return new Entry(
                    new String(record.key(), StandardCharsets.ISO_8859_1),
                    new String(record.value(), StandardCharsets.ISO_8859_1));
        }
    }

    /** The newest value of each key of the results topic. */
    Map<String, String> newest() {
        Map<String, String> newest = new TreeMap<>();
        results.forEach(entry -> newest.put(entry.key(), entry.value()));
        return newest;
    }

    /** Steps of alerts by series, in their order. */
    Map<String, List<String>> steps() {
        Map<String, List<String>> steps = new TreeMap<>();
        alerts.forEach(entry ->
                steps.computeIfAbsent(entry.key(), key -> new ArrayList<>()).add(entry.value()));
        return steps;
    }

    /** Keys and revisions that were issued more than once. */
    List<String> issuedTwice() {
        Set<String> issued = new HashSet<>();
        List<String> twice = new ArrayList<>();
        results.forEach(entry -> {
            String revision = entry.key() + json(entry.value()).path("revision");
            if (!issued.add(revision)) {
                twice.add(revision);
            }
        });
        return twice;
    }

    /** What was counted, laid out as {@link KillLoad#counts}. */
    Map<KillLoad.Series, List<Long>> counts() {
        Map<KillLoad.Series, List<Long>> counts = new TreeMap<>();
        newest().values().forEach(text -> {
            JsonNode result = json(text);
            if (!result.get("format").asText().equals("kullback-result/1")) {
                return;
            }
            String segment = result.get("segment").asText();
            String feature = result.get("feature").asText();
            Instant start = Instant.parse(result.at("/window/start").asText());
            counts.put(
                    new KillLoad.Series(segment, "", start),
                    List.of(result.get("records").asLong()));
            if (!feature.equals("score")) {
                List<Long> observed = new ArrayList<>();
                result.path("observed").forEach(count -> observed.add(count.asLong()));
                counts.put(new KillLoad.Series(segment, feature, start), observed);
            }
        });
        return counts;
    }

    long windows() {
        return newest().values().stream()
                .filter(value -> value.contains("kullback-result/1"))
                .count();
    }

    private static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
