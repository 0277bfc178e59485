package io.kullback.alert;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts each step of each alert to one URL, in order, at least once. While the receiver is away the steps wait; one that it refuses for good, or that has become too
 * old, is given up, so that the next ones come through.
 *
 * <p>The body is {@code {"type": "kullback.alert.firing", "timestamp": …, "data": …}} with the step as it stands on the alerts topic; the headers {@code webhook-id},
 * {@code webhook-timestamp} and {@code webhook-signature} are those of Standard Webhooks.
 */
public final class Webhook implements Sink {

    private static final Logger LOG = LoggerFactory.getLogger(Webhook.class);
    private static final int MOST_WAITING = 1_000;

    private final WebhookSettings settings;
    private final Post post;
    private final Clock clock;
    private final Deque<Told> waiting = new ArrayDeque<>();
    private final Backoff backoff = new Backoff();
    private final AtomicLong attempts = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private final AtomicLong length = new AtomicLong();
    private long settled;

    public Webhook(WebhookSettings settings, AddressGuard guard, Clock clock) {
        this.settings = settings;
        this.post = new Post(settings.url(), settings.timeout(), guard);
        this.clock = clock;
    }

    @Override
    public boolean isFedFromWhereItWas() {
        return true;
    }

    @Override
    public void begin() {
        waiting.clear();
        length.set(0);
        settled = 0;
        backoff.succeeded();
    }

    @Override
    public void take(Told step) {
        waiting.add(step);
        length.set(waiting.size());
    }

    @Override
    public boolean isFull() {
        return waiting.size() >= MOST_WAITING;
    }

    @Override
    public long settle() {
        while (!waiting.isEmpty() && backoff.isDue(clock.instant()) && isSettled(waiting.peek())) {
            waiting.remove();
            length.set(waiting.size());
            settled++;
        }
        return settled;
    }

    private boolean isSettled(Told step) {
        if (!settings.kinds().contains(step.kind())) {
            return true;
        }
        Instant now = clock.instant();
        String body = "{\"type\":\"kullback.alert." + step.kind() + "\",\"timestamp\":\"" + step.recorded()
                + "\",\"data\":" + step.json() + '}';
        attempts.incrementAndGet();
        Reply reply = post.send(body, headers(step, now, body));
        if (reply.kind() == Reply.Kind.DELIVERED) {
            backoff.succeeded();
            return true;
        }
        failures.incrementAndGet();
        Instant answered = clock.instant();
        boolean isTooOld = Duration.between(step.recorded(), answered).compareTo(settings.giveUpAfter()) > 0;
        if (reply.kind() == Reply.Kind.REFUSED || isTooOld) {
            LOG.atError()
                    .addKeyValue("webhook", settings.name())
                    .addKeyValue("step", step.id())
                    .addKeyValue("reason", reply.reason())
                    .log("a step of an alert was not delivered, and is given up");
            backoff.succeeded();
            return true;
        }
        if (backoff.failures() == 0) {
            LOG.atWarn()
                    .addKeyValue("webhook", settings.name())
                    .addKeyValue("url", Post.nameOf(settings.url()))
                    .addKeyValue("reason", reply.reason())
                    .log("a webhook does not answer; steps of alerts wait for it");
        }
        backoff.failed(answered);
        return false;
    }

    private Map<String, String> headers(Told step, Instant now, String body) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("webhook-id", step.id());
        headers.put("webhook-timestamp", String.valueOf(now.getEpochSecond()));
        settings.secret().ifPresent(secret -> headers.put("webhook-signature", secret.signature(step.id(), now, body)));
        return headers;
    }

    @Override
    public Duration rest() {
        return waiting.isEmpty() ? Duration.ofDays(1) : backoff.rest(clock.instant());
    }

    @Override
    public SinkState state() {
        return new SinkState(settings.name(), attempts.get(), failures.get(), length.get());
    }

    @Override
    public void close() {
        post.close();
    }
}
