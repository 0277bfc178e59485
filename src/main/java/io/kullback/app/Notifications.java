package io.kullback.app;

import io.kullback.alert.AlertmanagerPusher;
import io.kullback.alert.NotifySettings;
import io.kullback.alert.Sink;
import io.kullback.alert.Told;
import io.kullback.alert.Webhook;
import io.kullback.exposition.Delivery;
import io.kullback.exposition.Metrics;
import io.kullback.stream.AlertFeed;
import io.kullback.stream.AlertReader;
import io.kullback.stream.StreamSettings;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The destinations of alerts, each with a feed of its own, so that none waits for another. */
final class Notifications implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Notifications.class);

    private final List<Sink> sinks = new ArrayList<>();
    private final List<AlertFeed> feeds = new ArrayList<>();

    private Notifications() {}

    static Notifications start(NotifySettings notify, StreamSettings stream, Metrics metrics) {
        Notifications notifications = new Notifications();
        Clock clock = Clock.systemUTC();
        notify.webhooks().forEach(webhook -> notifications.sinks.add(new Webhook(webhook, notify.guard(), clock)));
        notify.alertmanagers()
                .forEach(one -> notifications.sinks.add(new AlertmanagerPusher(one, notify.guard(), clock)));
        metrics.show(notifications::deliveries);
        notifications.sinks.forEach(sink -> notifications.feeds.add(AlertFeed.start(stream, new Feeding(sink))));
        return notifications;
    }

    private List<Delivery> deliveries() {
        return sinks.stream()
                .map(Sink::state)
                .map(state -> new Delivery(state.destination(), state.attempts(), state.failures(), state.waiting()))
                .toList();
    }

    /** Joins a feed, which knows Kafka, and a sink, which knows its receiver. */
    private record Feeding(Sink sink) implements AlertReader {

        @Override
        public String name() {
            return sink.state().destination();
        }

        @Override
        public boolean isFedFromWhereItWas() {
            return sink.isFedFromWhereItWas();
        }

        @Override
        public void begin() {
            sink.begin();
        }

        @Override
        public void read(String json, Instant recorded) {
            try {
                sink.take(Told.parse(json, recorded));
            } catch (IllegalArgumentException | DateTimeException e) {
                LOG.atWarn()
                        .addKeyValue("recorded", recorded)
                        .addKeyValue("reason", e.getMessage())
                        .log("a record of the alerts topic is no step of an alert, and is left out");
                sink.take(Told.unreadable(recorded));
            }
        }

        @Override
        public boolean isFull() {
            return sink.isFull();
        }

        @Override
        public long settle() {
            return sink.settle();
        }

        @Override
        public Duration rest() {
            return sink.rest();
        }
    }

    /** Ends what is under way; what was not delivered is delivered by the next instance that runs. */
    @Override
    public void close() {
        sinks.forEach(Sink::close);
        feeds.forEach(AlertFeed::close);
    }
}
