package io.kullback.exposition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import at.favre.lib.crypto.bcrypt.BCrypt;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.kullback.histogram.Reference;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** What listeners to the server-sent events are told, over real sockets, by a clock that the test moves. */
@Timeout(60)
class EventsTest {

    private static final String TOKEN = "0123456789abcdef0123456789abcdef";
    private static final HttpSettings FREE_PORT = new HttpSettings("127.0.0.1", 0);
    private static final Duration TICK = Duration.ofMillis(500);
    private static final Duration SILENCE = Duration.ofSeconds(5);
    private static final String ALIVE = "alive {\"monitors\":[]}";

    private final List<Listener> listeners = new ArrayList<>();
    private final HandClock clock = new HandClock();
    private GivenBoard given = new GivenBoard(Duration.ofHours(1), false, "payments", "logins", "clicks");
    private StatusServer server = serve(FREE_PORT);

    private StatusServer serve(HttpSettings settings) {
        return StatusServer.start(
                settings,
                given.board,
                new BuildInfo("1", "17", "cafe"),
                given.metrics,
                new Health(() -> true, () -> true),
                Surroundings.NONE,
                10_000,
                clock);
    }

    private void serveAnew(HttpSettings settings, String... monitors) {
        stop();
        given = new GivenBoard(Duration.ofHours(1), false, monitors);
        server = serve(settings);
    }

    @AfterEach
    void stop() {
        listeners.forEach(Listener::close);
        listeners.clear();
        server.close();
        given.close();
    }

    private Listener listen(String... headers) throws IOException {
        Listener listener = Listener.to(server.port(), headers);
        listeners.add(listener);
        return listener;
    }

    private void change(String monitor) {
        given.board.sourceSeen(monitor, "events-of-" + monitor, 3);
    }

    private HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(server.url()).resolve(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
    }

    @Test
    void itIsSaidThatTheServiceIsThereAtOnceAndThenEveryFiveSecondsWhileNothingChanges() throws Exception {
        Listener listener = listen();
        assertThat(listener.head())
                .startsWith("HTTP/1.1 200")
                .containsIgnoringCase("Content-Type: text/event-stream")
                .containsIgnoringCase("Cache-Control: no-store");
        assertThat(listener.next()).isEqualTo(ALIVE);
        clock.pass(SILENCE.minus(TICK));
        change("payments");
        clock.pass(TICK);
        assertThat(listener.next()).as("not before five seconds have gone").startsWith("changed ");
        clock.pass(SILENCE);
        assertThat(listener.next()).isEqualTo(ALIVE);
    }

    @Test
    void whateverChangesOnTheBoardIsToldByTheNamesOfItsMonitorsOncePerTick() throws Exception {
        Listener one = listen();
        Listener other = listen();
        assertThat(List.of(one.next(), other.next())).containsOnly(ALIVE);
        given.close("payments", Reference.WHOLE, 1, 100, 800, 100);
        given.close("payments", "DE", 1, 100, 800, 100);
        given.board.released("clicks");
        clock.pass(TICK);
        for (Listener listener : listeners) {
            assertThat(listener.next()).isEqualTo("changed {\"monitors\":[\"clicks\",\"payments\"]}");
        }
        given.progress("logins");
        clock.pass(TICK);
        for (Listener listener : listeners) {
            assertThat(listener.next()).isEqualTo("changed {\"monitors\":[\"logins\"]}");
        }
    }

    @Test
    void aNameCannotEndTheEventThatItStandsIn() throws Exception {
        String hostile = "a\n\nevent: alive\r\ndata: {}\u2028\"";
        serveAnew(FREE_PORT, hostile);
        Listener listener = listen();
        assertThat(listener.next()).isEqualTo(ALIVE);
        change(hostile);
        clock.pass(TICK);
        assertThat(listener.monitors()).containsExactly(hostile);
    }

    @Test
    void theSeventeenthListenerIsToldWhatToDoInsteadAndFindsAPlaceWhenAnotherHasGone() throws Exception {
        for (int i = 0; i < Events.MOST_LISTENERS; i++) {
            assertThat(listen().next()).isEqualTo(ALIVE);
        }
        HttpResponse<String> refused = get(Events.PATH);
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("retry-after")).contains("10");
        assertThat(refused.headers().firstValue("content-type")).contains("application/problem+json");
        assertThat(refused.body()).contains("urn:kullback:too-many-listen", "/api/v1/monitors");
        assertThat(get("/api/v1/monitors").statusCode())
                .as("all else is answered")
                .isEqualTo(200);
        listeners.get(3).close();
        await().until(() -> {
            clock.pass(SILENCE);
            return listen().head().startsWith("HTTP/1.1 200");
        });
        assertThat(listen().head()).as("one place and no more").startsWith("HTTP/1.1 503");
    }

    @Test
    void aListenerHasToShowAPasswordOrATokenWhereTheyAreAskedFor() throws Exception {
        String hash = BCrypt.withDefaults().hashToString(10, "correct horse".toCharArray());
        serveAnew(FREE_PORT.withCredentials(Credentials.NONE.withToken(TOKEN).withUser("kim", hash)), "payments");
        for (String wrong : List.of("Bearer " + TOKEN + "0", basic("kim", "wrong"), basic("lee", "correct horse"))) {
            Listener refused = listen("Authorization: " + wrong);
            assertThat(refused.head()).startsWith("HTTP/1.1 401");
        }
        assertThat(listen().head()).startsWith("HTTP/1.1 401").doesNotContain("text/event-stream");
        assertThat(listen("Authorization: Bearer " + TOKEN).next()).isEqualTo(ALIVE);
        assertThat(listen("Authorization: " + basic("kim", "correct horse")).next())
                .isEqualTo(ALIVE);
    }

    private static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whoOnlyAsksForTheHeadersTakesNoPlace() throws Exception {
        HttpRequest head = HttpRequest.newBuilder(URI.create(server.url()).resolve(Events.PATH))
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .build();
        for (int i = 0; i <= Events.MOST_LISTENERS; i++) {
            HttpResponse<Void> answer = HttpClient.newHttpClient().send(head, BodyHandlers.discarding());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("content-type")).contains(Events.TYPE);
        }
        assertThat(listen().next()).isEqualTo(ALIVE);
    }

    /** That nobody was cut off is what tells an end at once from one after the server's patience. */
    @Test
    void theServerEndsOpenStreamsInsteadOfWaitingForThem() throws Exception {
        Logger logger = (Logger) LoggerFactory.getLogger(StatusServer.class);
        ListAppender<ILoggingEvent> said = new ListAppender<>();
        said.start();
        logger.addAppender(said);
        logger.setLevel(Level.DEBUG);
        try {
            List<CompletableFuture<String>> ends = new ArrayList<>();
            ExecutorService readers = Executors.newCachedThreadPool();
            for (int i = 0; i < Events.MOST_LISTENERS; i++) {
                Listener listener = listen();
                assertThat(listener.next()).isEqualTo(ALIVE);
                ends.add(CompletableFuture.supplyAsync(listener::rest, readers));
            }
            server.close();
            readers.shutdown();
            assertThat(ends).allSatisfy(end -> assertThat(end.join()).isEmpty());
            assertThat(said.list)
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .noneMatch(line -> line.contains("cut off"));
        } finally {
            logger.setLevel(null);
            logger.detachAppender(said);
        }
    }

    @Test
    void whoNeverReadsHoldsUpNeitherTheTellingNorOtherListenersAndIsToldAllInOneWhenReadingAgain() throws Exception {
        // Larger than all buffers on the way together, so that a write to who does not read cannot end.
        String[] monitors = IntStream.range(0, 24)
                .mapToObj(number -> number + "x".repeat(1 << 20))
                .toArray(String[]::new);
        serveAnew(FREE_PORT, monitors);
        Listener sleeper = listen();
        Listener reader = listen();
        assertThat(reader.next()).isEqualTo(ALIVE);
        for (String monitor : monitors) {
            change(monitor);
            // Ends only if no write is waited for.
            clock.pass(TICK);
            assertThat(reader.monitors()).containsExactly(monitor);
        }
        Set<String> told = new TreeSet<>();
        assertThat(sleeper.next()).isEqualTo(ALIVE);
        int events = 0;
        while (told.size() < monitors.length) {
            told.addAll(sleeper.monitors());
            events++;
        }
        assertThat(told).containsExactlyInAnyOrder(monitors);
        assertThat(events).isLessThan(monitors.length);
        change(monitors[0]);
        clock.pass(TICK);
        assertThat(sleeper.monitors()).as("is told like all others again").containsExactly(monitors[0]);
    }
}
