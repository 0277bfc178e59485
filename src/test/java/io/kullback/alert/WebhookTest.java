package io.kullback.alert;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kullback.testing.Receiver;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookTest {

    private static final AddressGuard LOCAL = new AddressGuard(List.of(Network.parse("127.0.0.1")));
    private static final WebhookSecret SECRET = WebhookSecret.of("0123456789abcdef01234567");

    private final MovedClock clock = new MovedClock();
    private final Receiver receiver = Receiver.answering(200);
    private Webhook webhook;

    @BeforeEach
    void open() {
        webhook = webhook(Duration.ofSeconds(10));
    }

    @AfterEach
    void close() {
        webhook.close();
        receiver.close();
    }

    private Webhook webhook(Duration timeout) {
        Webhook opened = new Webhook(
                new WebhookSettings(
                        "pager",
                        receiver.url("/hook"),
                        Optional.of(SECRET),
                        Set.of("firing", "resolved"),
                        timeout,
                        Duration.ofHours(1)),
                LOCAL,
                clock);
        opened.begin();
        return opened;
    }

    private void take(Told... steps) {
        List.of(steps).forEach(webhook::take);
    }

    private List<String> accepted() {
        return receiver.accepted().stream()
                .map(post -> post.headers().get("webhook-id"))
                .toList();
    }

    @Test
    void postsTheStepWithItsEvidenceSignedAsTheStandardHasIt() throws Exception {
        Told step = Steps.firing("a1", 3, MovedClock.START);
        take(step);
        assertThat(webhook.settle()).isEqualTo(1);
        Receiver.Posted posted = receiver.posted().get(0);
        JsonNode body = new ObjectMapper().readTree(posted.body());
        assertThat(body.get("type").asText()).isEqualTo("kullback.alert.firing");
        assertThat(body.get("timestamp").asText()).isEqualTo("2026-03-05T12:00:00Z");
        assertThat(body.get("data")).isEqualTo(new ObjectMapper().readTree(step.json()));
        assertThat(posted.headers())
                .containsEntry("webhook-id", "a1.3")
                .containsEntry("webhook-timestamp", String.valueOf(MovedClock.START.getEpochSecond()))
                .containsEntry("webhook-signature", SECRET.signature("a1.3", MovedClock.START, posted.body()))
                .containsEntry("content-type", "application/json; charset=UTF-8");
    }

    @Test
    void postsInOrderAndLeavesOutTheKindsThatAreNotAskedFor() {
        take(
                Steps.step("a1", 1, "pending", "pending", MovedClock.START),
                Steps.firing("a1", 2, MovedClock.START),
                Told.unreadable(MovedClock.START),
                Steps.firing("b2", 1, MovedClock.START),
                Steps.resolved("a1", 3, MovedClock.START));
        assertThat(webhook.settle()).isEqualTo(5);
        assertThat(accepted()).containsExactly("a1.2", "b2.1", "a1.3");
        assertThat(webhook.state()).isEqualTo(new SinkState("pager", 3, 0, 0));
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 503, 429, 408})
    void whileTheReceiverIsUnwellStepsWaitAndTheirOrderIsKept(int status) {
        receiver.answer(status);
        take(Steps.firing("a1", 1, MovedClock.START), Steps.resolved("a1", 2, MovedClock.START));
        assertThat(webhook.settle()).isZero();
        assertThat(webhook.settle()).as("not before a pause").isZero();
        assertThat(receiver.posted()).hasSize(1);
        assertThat(webhook.rest()).isEqualTo(Duration.ofSeconds(1));
        clock.move(Duration.ofSeconds(1));
        webhook.settle();
        assertThat(webhook.rest()).isEqualTo(Duration.ofSeconds(2));
        assertThat(webhook.state()).isEqualTo(new SinkState("pager", 2, 2, 2));

        receiver.answer(204);
        clock.move(Duration.ofSeconds(2));
        assertThat(webhook.settle()).isEqualTo(2);
        assertThat(accepted()).containsExactly("a1.1", "a1.2");
        assertThat(webhook.state()).isEqualTo(new SinkState("pager", 4, 2, 0));
    }

    @Test
    void pausesAreNeverLongerThanHalfAMinute() {
        receiver.answer(500);
        take(Steps.firing("a1", 1, MovedClock.START));
        for (int i = 0; i < 12; i++) {
            webhook.settle();
            clock.move(webhook.rest());
        }
        webhook.settle();
        assertThat(webhook.rest()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void aReceiverThatDoesNotAnswerIsGivenUpForNow() {
        webhook.close();
        webhook = webhook(Duration.ofMillis(200));
        receiver.answer(Receiver.SILENCE);
        take(Steps.firing("a1", 1, MovedClock.START));
        assertThat(webhook.settle()).isZero();
        receiver.answer(200);
        clock.move(Duration.ofSeconds(1));
        assertThat(webhook.settle()).isEqualTo(1);
        assertThat(accepted()).containsExactly("a1.1");
    }

    @Test
    void aReceiverThatIsNotThereIsTriedAgain() {
        int port = receiver.port();
        receiver.close();
        take(Steps.firing("a1", 1, MovedClock.START));
        assertThat(webhook.settle()).isZero();
        assertThat(webhook.state().failures()).isEqualTo(1);
        clock.move(Duration.ofSeconds(1));
        try (Receiver again = Receiver.at(port, 200)) {
            assertThat(webhook.settle()).isEqualTo(1);
            assertThat(again.accepted()).hasSize(1);
        }
    }

    @Test
    void whatIsRefusedForGoodDoesNotHoldUpWhatComesAfterIt() {
        receiver.answer(400);
        take(Steps.firing("a1", 1, MovedClock.START));
        assertThat(webhook.settle()).isEqualTo(1);
        receiver.answer(200);
        take(Steps.firing("b2", 1, MovedClock.START));
        assertThat(webhook.settle()).isEqualTo(2);
        assertThat(accepted()).containsExactly("b2.1");
        assertThat(webhook.state()).isEqualTo(new SinkState("pager", 2, 1, 0));
    }

    @Test
    void whatHasBecomeTooOldIsGivenUp() {
        receiver.answer(500);
        Instant old = MovedClock.START.minus(Duration.ofHours(1)).minusSeconds(1);
        take(Steps.firing("a1", 1, old), Steps.firing("b2", 1, MovedClock.START));
        assertThat(webhook.settle()).isEqualTo(1);
        receiver.answer(200);
        clock.move(Duration.ofSeconds(1));
        assertThat(webhook.settle()).isEqualTo(2);
        assertThat(accepted()).containsExactly("b2.1");
    }

    @Test
    void takesAThousandStepsAtMostBeforeItIsServedAndForgetsThemWhenItBeginsAnew() {
        receiver.answer(500);
        for (int i = 0; i < 999; i++) {
            take(Steps.firing("a" + i, 1, MovedClock.START));
        }
        assertThat(webhook.isFull()).isFalse();
        take(Steps.firing("last", 1, MovedClock.START));
        assertThat(webhook.isFull()).isTrue();
        webhook.begin();
        assertThat(webhook.isFull()).isFalse();
        assertThat(webhook.settle()).isZero();
        assertThat(receiver.posted()).isEmpty();
    }
}
