package io.kullback.alert;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kullback.testing.Receiver;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlertmanagerPusherTest {

    private static final AddressGuard LOCAL = new AddressGuard(List.of(Network.parse("127.0.0.1")));
    private static final Instant START = MovedClock.START;

    private final MovedClock clock = new MovedClock();
    private final Receiver receiver = Receiver.answering(200);
    private AlertmanagerPusher pusher;

    @BeforeEach
    void open() {
        pusher = new AlertmanagerPusher(
                new AlertmanagerSettings(
                        "main",
                        receiver.url("/prefix/"),
                        Optional.of("a-token"),
                        Duration.ofMinutes(1),
                        Duration.ofHours(1),
                        Duration.ofSeconds(10)),
                LOCAL,
                clock);
        pusher.begin();
    }

    @AfterEach
    void close() {
        pusher.close();
        receiver.close();
    }

    private List<JsonNode> told() throws Exception {
        List<Receiver.Posted> accepted = receiver.accepted();
        List<JsonNode> alerts = new ArrayList<>();
        new ObjectMapper().readTree(accepted.get(accepted.size() - 1).body()).forEach(alerts::add);
        return alerts;
    }

    @Test
    void tellsAFiringAlertAsAlertmanagerTakesIt() throws Exception {
        pusher.take(Steps.firing("a1", 1, START));
        assertThat(pusher.settle()).isEqualTo(1);
        Receiver.Posted posted = receiver.posted().get(0);
        assertThat(posted.path()).isEqualTo("/prefix/api/v2/alerts");
        assertThat(posted.headers()).containsEntry("authorization", "Bearer a-token");
        assertThat(told()).singleElement().satisfies(alert -> {
            assertThat(alert.get("labels"))
                    .isEqualTo(new ObjectMapper()
                            .readTree("{\"alertname\":\"KullbackDriftDetected\",\"severity\":\"warning\","
                                    + "\"monitor\":\"flights\",\"feature\":\"origin\"}"));
            assertThat(alert.get("annotations").get("description").asText())
                    .isEqualTo("origin of flights has drifted since 2001-03-05T00:00:00Z: JFK 1.0 % → 0.14 %.");
            assertThat(alert.get("startsAt").asText()).isEqualTo("2001-03-05T00:00:00Z");
            assertThat(alert.get("endsAt").asText()).isEqualTo("2026-03-05T13:00:00Z");
        });
    }

    @Test
    void tellsFiringAlertsAgainEachMinuteAndNotMoreOften() {
        pusher.take(Steps.firing("a1", 1, START));
        pusher.settle();
        assertThat(pusher.rest()).isEqualTo(Duration.ofMinutes(1));
        clock.move(Duration.ofSeconds(59));
        pusher.settle();
        assertThat(receiver.posted()).hasSize(1);
        clock.move(Duration.ofSeconds(1));
        pusher.settle();
        assertThat(receiver.posted()).hasSize(2);
    }

    @Test
    void tellsTheEndAtOnceAndForAQuarterOfAnHour() throws Exception {
        pusher.take(Steps.firing("a1", 1, START));
        pusher.settle();
        clock.move(Duration.ofSeconds(5));
        pusher.take(Steps.resolved("a1", 2, clock.instant()));
        pusher.settle();
        assertThat(told())
                .singleElement()
                .satisfies(alert -> assertThat(alert.get("endsAt").asText()).isEqualTo("2026-03-05T12:00:05Z"));
        clock.move(Duration.ofMinutes(15));
        pusher.settle();
        int soFar = receiver.posted().size();
        assertThat(soFar).isEqualTo(3);
        clock.move(Duration.ofMinutes(1));
        pusher.settle();
        assertThat(receiver.posted()).hasSize(soFar);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 503, 400, 404})
    void whileAlertmanagerIsUnwellTheNewestStepOfEachAlertWaitsAndIsToldWhenItIsBack(int status) throws Exception {
        receiver.answer(status);
        pusher.take(Steps.firing("a1", 1, START));
        pusher.settle();
        clock.move(Duration.ofMinutes(10));
        pusher.take(Steps.firing("b2", 1, clock.instant()));
        pusher.take(Steps.resolved("a1", 2, clock.instant()));
        pusher.settle();
        assertThat(pusher.state().waiting()).isEqualTo(3);
        receiver.answer(200);
        assertThat(pusher.rest()).isLessThanOrEqualTo(Duration.ofSeconds(30));
        clock.move(pusher.rest());
        pusher.settle();
        assertThat(told())
                .extracting(alert -> alert.get("endsAt").asText())
                .containsExactly("2026-03-05T13:10:02Z", "2026-03-05T12:10:00Z");
        assertThat(pusher.state().waiting()).isZero();
    }

    @Test
    void ofThePastItTellsOnlyWhatAlertmanagerMayStillTakeForFiring() throws Exception {
        Instant longAgo = START.minus(Duration.ofDays(3));
        pusher.take(Steps.firing("old", 1, longAgo));
        pusher.take(Steps.resolved("old", 2, START.minus(Duration.ofMinutes(61))));
        pusher.take(Steps.firing("recent", 1, longAgo));
        pusher.take(Steps.resolved("recent", 2, START.minus(Duration.ofMinutes(59))));
        pusher.take(Steps.firing("on", 1, longAgo));
        pusher.take(Steps.step("on", 2, "amended", "firing", longAgo));
        pusher.take(Steps.step("pending", 1, "pending", "pending", START));
        assertThat(pusher.settle()).isEqualTo(7);
        assertThat(told())
                .extracting(alert -> alert.get("endsAt").asText())
                .containsExactly("2026-03-05T11:01:00Z", "2026-03-05T13:00:00Z");
    }

    @Test
    void anAlertThatLateEventsWithdrewEnds() throws Exception {
        pusher.take(Steps.firing("a1", 1, START));
        pusher.settle();
        pusher.take(Steps.step("a1", 2, "withdrawn", "inactive", START));
        pusher.settle();
        assertThat(told())
                .singleElement()
                .satisfies(alert -> assertThat(alert.get("endsAt").asText()).isEqualTo("2026-03-05T12:00:00Z"));
    }

    @Test
    void tellsManyAlertsInPartsThatAlertmanagerTakes() {
        for (int i = 0; i < 600; i++) {
            pusher.take(Steps.firing("a" + i, 1, START));
        }
        pusher.settle();
        assertThat(receiver.accepted())
                .extracting(post -> new ObjectMapper().readTree(post.body()).size())
                .containsExactly(256, 256, 88);
    }
}
