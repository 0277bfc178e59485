package io.kullback.alert;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells one Alertmanager which alerts fire, as its clients have to: all of them again each {@link AlertmanagerSettings#resend}, each with the time at which it would end
 * if nothing more were heard, and the end of an alert for a quarter of an hour. It keeps how things stand, not a queue: while Alertmanager is away, only the newest step of
 * each alert waits, and is told when it is back.
 *
 * @see <a href="https://prometheus.io/docs/alerting/latest/alerts_api/">The contract of Alertmanager's clients</a>
 */
public final class AlertmanagerPusher implements Sink {

    private static final Logger LOG = LoggerFactory.getLogger(AlertmanagerPusher.class);

    /** Of one request, as Prometheus has it. */
    private static final int BATCH = 256;

    private final AlertmanagerSettings settings;
    private final Post post;
    private final Clock clock;
    private final Map<String, PushedAlert> alerts = new LinkedHashMap<>();
    private final Backoff backoff = new Backoff();
    private final AtomicLong attempts = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private final AtomicLong untold = new AtomicLong();
    private long taken;
    private Instant due = Instant.MIN;

    public AlertmanagerPusher(AlertmanagerSettings settings, AddressGuard guard, Clock clock) {
        this.settings = settings;
        String prefix = settings.url().toString().replaceFirst("/+$", "");
        this.post = new Post(URI.create(prefix + "/api/v2/alerts"), settings.timeout(), guard);
        this.clock = clock;
    }

    @Override
    public boolean isFedFromWhereItWas() {
        return false;
    }

    @Override
    public void begin() {
        alerts.clear();
        untold.set(0);
        taken = 0;
        backoff.succeeded();
        due = Instant.MIN;
    }

    @Override
    public void take(Told step) {
        taken++;
        // Steps of one series come in their order, so the newest one says how its alert stands.
        PushedAlert before = alerts.remove(step.alert());
        if (!step.isFiring() && before == null) {
            return;
        }
        PushedAlert now = step.isFiring() ? PushedAlert.firing(step) : PushedAlert.over(step);
        if (!now.isHistory(clock.instant(), settings.keepFiring())) {
            alerts.put(step.alert(), now);
            untold.incrementAndGet();
            due = Instant.MIN;
        }
    }

    @Override
    public boolean isFull() {
        return false;
    }

    @Override
    public long settle() {
        Instant now = clock.instant();
        alerts.values().removeIf(alert -> alert.isHistory(now, settings.keepFiring()));
        if (!now.isBefore(due) && backoff.isDue(now) && !alerts.isEmpty()) {
            tell(now);
        }
        return taken;
    }

    private void tell(Instant now) {
        List<Map.Entry<String, PushedAlert>> all = new ArrayList<>(alerts.entrySet());
        for (int from = 0; from < all.size(); from += BATCH) {
            ArrayNode batch = JsonNodeFactory.instance.arrayNode();
            all.subList(from, Math.min(all.size(), from + BATCH))
                    .forEach(alert -> batch.add(alert.getValue().json(now.plus(settings.keepFiring()))));
            attempts.incrementAndGet();
            Reply reply = post.send(batch.toString(), headers());
            if (reply.kind() != Reply.Kind.DELIVERED) {
                failures.incrementAndGet();
                if (backoff.failures() == 0) {
                    LOG.atWarn()
                            .addKeyValue("alertmanager", settings.name())
                            .addKeyValue("url", Post.nameOf(settings.url()))
                            .addKeyValue("reason", reply.reason())
                            .log("Alertmanager does not take alerts; they are told when it does");
                }
                backoff.failed(clock.instant());
                return;
            }
        }
        backoff.succeeded();
        untold.set(0);
        due = now.plus(settings.resend());
        alerts.replaceAll((id, alert) -> alert.told(now));
    }

    private Map<String, String> headers() {
        return settings.token()
                .map(token -> Map.of("Authorization", "Bearer " + token))
                .orElse(Map.of());
    }

    @Override
    public Duration rest() {
        Instant now = clock.instant();
        if (alerts.isEmpty()) {
            return Duration.ofDays(1);
        }
        Duration untilDue = now.isBefore(due) ? Duration.between(now, due) : Duration.ZERO;
        Duration untilTry = backoff.rest(now);
        return untilDue.compareTo(untilTry) > 0 ? untilDue : untilTry;
    }

    @Override
    public SinkState state() {
        return new SinkState(settings.name(), attempts.get(), failures.get(), untold.get());
    }

    @Override
    public void close() {
        post.close();
    }
}
