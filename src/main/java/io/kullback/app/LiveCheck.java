package io.kullback.app;

import io.kullback.config.DurationText;
import io.kullback.config.Places;
import io.kullback.config.Problem;
import io.kullback.config.ProblemCode;
import io.kullback.config.Settings;
import io.kullback.stream.ClusterProbe;
import io.kullback.stream.FeatureSettings;
import io.kullback.stream.KafkaUnreachableException;
import io.kullback.stream.MonitorSettings;
import io.kullback.stream.ReferenceSource;
import io.kullback.stream.TopicSample;
import io.kullback.stream.TopicState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.apache.kafka.common.errors.AuthorizationException;

/** Finds what only the brokers and the events on them can tell of a configuration that is right in itself. */
final class LiveCheck {

    private static final String SERVERS = "kafka.bootstrap.servers";
    private static final int TRANSACTION_VERSION = 2;

    private final Settings settings;
    private final Places places;
    private final Instant now;
    private final List<Problem> problems = new ArrayList<>();
    private final List<LiveMonitor> monitors = new ArrayList<>();

    /** @param now what the age of records is reckoned from */
    LiveCheck(Settings settings, Instant now) {
        this.settings = settings;
        this.places = settings.places();
        this.now = now;
    }

    /** Asks the brokers. To be called once. */
    LiveCheck run() {
        try (ClusterProbe cluster = new ClusterProbe(settings.stream())) {
            requireTransactions(cluster.transactionVersion());
            for (int i = 0; i < settings.stream().monitors().size(); i++) {
                check(
                        cluster,
                        "monitors[" + i + "]",
                        settings.stream().monitors().get(i));
            }
        } catch (ClusterProbe.RefusedPropertiesException e) {
            note(
                    ProblemCode.REFUSED_PROPERTY,
                    "kafka",
                    "Kafka's client refuses its properties: " + e.getMessage(),
                    "Correct them; Kafka's documentation lists them under 'Admin Configs'.");
        } catch (KafkaUnreachableException e) {
            note(
                    ProblemCode.BROKER_UNREACHABLE,
                    SERVERS,
                    "no Kafka broker answered at " + settings.stream().kafka().get("bootstrap.servers") + " ("
                            + e.getCause().getClass().getSimpleName() + ")",
                    "Check the address and the security settings under 'kafka', and that the broker runs.");
        }
        return this;
    }

    /** What was found wrong. */
    List<Problem> problems() {
        return problems;
    }

    /** What was found of each monitor whose topic could be read. */
    List<LiveMonitor> monitors() {
        return monitors;
    }

    private void note(ProblemCode code, String path, String message, String remedy) {
        problems.add(places.problem(code, path, message, remedy));
    }

    private void requireTransactions(OptionalInt version) {
        if (version.orElse(0) < TRANSACTION_VERSION) {
            note(
                    ProblemCode.OLD_TRANSACTIONS,
                    SERVERS,
                    "the brokers' feature transaction.version is " + version.orElse(0)
                            + ", and below 2 a marker that comes late can tear a transaction, so that events may be lost or counted twice",
                    "Upgrade the brokers, then run 'kafka-features upgrade --feature transaction.version=2'.");
        }
    }

    private void check(ClusterProbe cluster, String path, MonitorSettings monitor) {
        present(cluster, path + ".topic", monitor.topic()).ifPresent(topic -> {
            try {
                TopicSample sample = cluster.sample(monitor, topic);
                monitors.add(new LiveMonitor(monitor, topic, sample));
                checkRetention(path, monitor, topic, sample);
                checkSample(path, monitor, sample);
            } catch (AuthorizationException e) {
                // Brokers need not tell beforehand what they allow.
                noteRefusal(path + ".topic", monitor.topic(), "read");
            }
        });
        if (monitor.reference() instanceof ReferenceSource.AlongsideTopic alongside) {
            present(cluster, path + ".reference.topic", alongside.topic());
        }
    }

    /** The topic, if it is there and may be read; what is wrong with it is noted. */
    private Optional<TopicState.Present> present(ClusterProbe cluster, String path, String topic) {
        TopicState state = cluster.topic(topic);
        if (state instanceof TopicState.Absent) {
            note(
                    ProblemCode.TOPIC_ABSENT,
                    path,
                    "there is no topic '" + topic + "'",
                    "Create it, or correct the name.");
        } else if (state instanceof TopicState.Refused refused) {
            noteRefusal(path, topic, refused.operation());
        }
        return state instanceof TopicState.Present present ? Optional.of(present) : Optional.empty();
    }

    private void noteRefusal(String path, String topic, String operation) {
        note(
                ProblemCode.NO_PERMISSION,
                path,
                "the brokers do not let this client " + operation + " the topic '" + topic + "'",
                "Grant it: kafka-acls --add --allow-principal User:… --operation Describe --operation Read --topic "
                        + topic + ".");
    }

    private void checkRetention(String path, MonitorSettings monitor, TopicState.Present topic, TopicSample sample) {
        topic.retention().ifPresent(age -> {
            Instant kept = now.minus(age);
            sample.earliest()
                    .filter(kept::isAfter)
                    .ifPresent(earliest -> note(
                            ProblemCode.RETENTION_TOO_SHORT,
                            path + ".topic",
                            "the topic keeps records for " + DurationText.of(age) + ", but has one of " + earliest
                                    + ", which the brokers may delete before it is counted",
                            retentionRemedy(monitor)));
            if (monitor.reference() instanceof ReferenceSource.Period period
                    && period.from().isBefore(kept)) {
                note(
                        ProblemCode.RETENTION_TOO_SHORT,
                        path + ".reference.period.from",
                        "the topic keeps records for " + DurationText.of(age)
                                + ", so that the beginning of the reference's period may be gone from it",
                        retentionRemedy(monitor));
            }
        });
    }

    private static String retentionRemedy(MonitorSettings monitor) {
        return "Set retention.ms of the topic '" + monitor.topic() + "' higher, or to -1.";
    }

    private void checkSample(String path, MonitorSettings monitor, TopicSample sample) {
        if (sample.records() == 0) {
            note(
                    ProblemCode.TOPIC_EMPTY,
                    path + ".topic",
                    "the topic '" + monitor.topic() + "' holds no record to look at",
                    "Check again once something has been written to it.");
            return;
        }
        if (!sample.rejected().isEmpty()) {
            note(
                    ProblemCode.RECORDS_REJECTED,
                    path + ".topic",
                    (sample.records() - sample.read()) + " of " + sample.records()
                            + " sampled records cannot be counted: " + reasons(sample),
                    "Check 'value.format' and 'event-time', and what writes to the topic.");
        }
        for (int i = 0; i < monitor.features().size(); i++) {
            FeatureSettings feature = monitor.features().get(i);
            checkFeature(
                    path + ".features[" + i + "]", feature, sample.features().get(i));
            checkWindows(
                    path + ".features[" + i + "]",
                    feature,
                    sample,
                    sample.features().get(i));
        }
    }

    /** Reasons with their counts, in the order of the reasons. */
    static String reasons(TopicSample sample) {
        return sample.rejected().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> entry.getValue() + " " + entry.getKey().label())
                .collect(Collectors.joining(", "));
    }

    private void checkFeature(String path, FeatureSettings feature, TopicSample.FeatureSample sample) {
        if (sample.records() > 0 && sample.usable() == 0) {
            note(
                    ProblemCode.FIELD_NOT_FOUND,
                    path + ".field",
                    sample.found() == 0
                            ? "none of " + sample.records() + " sampled records has " + feature.field()
                            : feature.field() + " is there in " + sample.found() + " of " + sample.records()
                                    + " sampled records, but never has a value that '" + feature.name() + "' can use",
                    "Correct 'field' or 'type'.");
        }
    }

    private void checkWindows(
            String path, FeatureSettings feature, TopicSample sample, TopicSample.FeatureSample ofFeature) {
        long needed = feature.decision().minEvents();
        sample.eventsInWindow().ifPresent(events -> {
            double share = (double) ofFeature.usable() / Math.max(1, ofFeature.records());
            double usable = events * share / Math.max(1, sample.segments());
            if (ofFeature.usable() > 0 && usable < needed) {
                note(
                        ProblemCode.WINDOWS_TOO_SMALL,
                        path + ".alert.min-events",
                        "a window has about " + Math.round(usable) + " usable values of '" + feature.name() + "'"
                                + (sample.segments() > 1 ? " in each segment" : "") + ", but is judged only if it has "
                                + needed,
                        "Take larger windows, or lower min-events.");
            }
        });
    }
}
