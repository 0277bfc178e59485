package io.kullback.app;

import io.kullback.testing.CsvEvents;
import io.kullback.testing.SharedBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Events that are of bank a or of bank b, and a monitor of their shares by the hour, with the first half of a day as reference. */
final class Banks {

    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private static final int IN_AN_HOUR = 300;

    private Banks() {}

    /**
     * Writes a configuration.
     *
     * @param topic of the events; Kullback's own topics and the application are called after it
     * @param bind where the page is
     * @param more other sections, as lines of YAML
     */
    static Path configuration(Path folder, String topic, String bind, String more) throws IOException {
        return Files.writeString(folder.resolve("kullback.yaml"), """
                kafka: {bootstrap.servers: "%s"}
                application-id: %s
                topics: {results: %s.results, alerts: %s.alerts, commands: %s.commands, references: %s.references}
                http: {bind: "%s"}
                %s
                monitors:
                  - name: banks
                    topic: %s
                    event-time: /t
                    window: {size: 1h, idle-timeout: 1s}
                    reference: {period: {from: 2026-01-01T00:00:00Z, to: 2026-01-01T12:00:00Z}}
                    features:
                      - {name: bank, type: category, categories: [a, b]}
                """.formatted(
                        SharedBroker.bootstrapServers(), topic, topic, topic, topic, topic, bind, more, topic));
    }

    /** Three hundred events in each hour, of which so many in a hundred are of bank a. */
    static List<CsvEvents.Event> hours(int from, int to, int percentOfA) {
        SplittableRandom random = new SplittableRandom(from);
        List<CsvEvents.Event> events = new ArrayList<>();
        for (int hour = from; hour < to; hour++) {
            for (int i = 0; i < IN_AN_HOUR; i++) {
                long time =
                        START.plus(Duration.ofHours(hour)).plusSeconds(i * 12L).toEpochMilli();
                String bank = random.nextInt(100) < percentOfA ? "a" : "b";
                events.add(new CsvEvents.Event(time, "{\"t\":" + time + ",\"bank\":\"" + bank + "\"}"));
            }
        }
        return events;
    }
}
