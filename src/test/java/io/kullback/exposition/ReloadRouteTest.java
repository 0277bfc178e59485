package io.kullback.exposition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kullback.exposition.Reloading.Kind;
import io.kullback.exposition.Reloading.Outcome;
import io.kullback.testing.TestAuthority;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may have the configuration read anew over HTTP, over real sockets. */
class ReloadRouteTest {

    private static final String TOKEN = "0123456789abcdef0123456789abcdef";
    private static final HttpSettings CLOSED = new HttpSettings("127.0.0.1", 0);
    private static final HttpSettings OPEN = CLOSED.withReloads(true);
    private static final String PATH = "/-/reload";

    @TempDir
    private Path folder;

    private final Board board = new Board(List.of());
    private final BuildInfo build = new BuildInfo("1", "17", "cafe");
    private final Metrics metrics = new Metrics(board, build);
    private final AtomicInteger asked = new AtomicInteger();
    private Outcome outcome = new Outcome(Kind.TAKEN, List.of("monitors added: late"));
    private StatusServer server;

    @AfterEach
    void stop() {
        server.close();
        metrics.close();
    }

    private void start(HttpSettings settings) {
        Reloading reloading = () -> {
            asked.incrementAndGet();
            return outcome;
        };
        server = StatusServer.start(
                settings,
                board,
                build,
                metrics,
                new Health(() -> true, () -> true),
                new Surroundings(Whereabouts.NOT_KNOWN, Map::of, reloading));
    }

    private HttpResponse<String> post(String path, String... headers) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(server.url()).resolve(path)).POST(BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
    }

    @Test
    void whereTheConfigurationDoesNotAllowItAPostIsNoMethodThereIs() throws Exception {
        start(CLOSED);
        assertThat(post(PATH).statusCode()).isEqualTo(405);
        assertThat(asked).hasValue(0);
    }

    @Test
    void whereItDoesTheAnswerSaysWhatHasChanged() throws Exception {
        start(OPEN);
        HttpResponse<String> answer = post(PATH);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("monitors added: late\n");
        assertThat(post("/metrics").statusCode()).as("no other path").isEqualTo(405);
        HttpResponse<String> got = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(server.url()).resolve(PATH))
                                .build(),
                        BodyHandlers.ofString());
        assertThat(got.statusCode()).as("a GET changes nothing").isEqualTo(404);
        assertThat(asked).hasValue(1);
    }

    @Test
    void whatIsWrongComesBackWithAStatusOfItsOwn() throws Exception {
        start(OPEN);
        outcome = new Outcome(Kind.REFUSED, List.of("my.yaml:3:5 one", "my.yaml:4:5 two"));
        assertThat(post(PATH).statusCode()).isEqualTo(422);
        assertThat(post(PATH).body()).isEqualTo("my.yaml:3:5 one\nmy.yaml:4:5 two\n");
        outcome = new Outcome(Kind.FAILED, List.of("no broker"));
        assertThat(post(PATH).statusCode()).isEqualTo(500);
    }

    @Test
    void itStandsBehindTheSameGateAsAllElse() throws Exception {
        start(OPEN.withCredentials(Credentials.NONE.withToken(TOKEN)));
        assertThat(post(PATH).statusCode()).isEqualTo(401);
        assertThat(post(PATH, "Authorization", "Bearer " + "x".repeat(32)).statusCode())
                .isEqualTo(401);
        assertThat(asked).hasValue(0);
        assertThat(post(PATH, "Authorization", "Bearer " + TOKEN).statusCode()).isEqualTo(200);
    }

    @Test
    void aPageOfAnotherOriginCannotMakeABrowserAsk() throws Exception {
        start(OPEN);
        for (String origin : List.of("https://evil.example", "null", "http://127.0.0.1:1", "not a url")) {
            assertThat(post(PATH, "Origin", origin).statusCode()).as(origin).isEqualTo(403);
        }
        assertThat(asked).hasValue(0);
        assertThat(post(PATH, "Origin", "http://127.0.0.1:" + server.port()).statusCode())
                .isEqualTo(200);
    }

    @Test
    void otherUsersAndTheRightItselfAreInForceFromTheNextRequestOn() throws Exception {
        start(OPEN);
        server.reload(OPEN.withCredentials(Credentials.NONE.withToken(TOKEN)));
        assertThat(post(PATH).statusCode()).isEqualTo(401);
        server.reload(CLOSED);
        assertThat(post(PATH).statusCode()).isEqualTo(405);
        assertThatThrownBy(() -> server.reload(OPEN.withPort(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot become another");
    }

    @Test
    void anotherCertificateIsShownFromTheNextConnectionOn() throws Exception {
        TestAuthority authority = new TestAuthority(folder, "authority");
        TestAuthority.Issued first = authority.issue("first", "127.0.0.1");
        TestAuthority.Issued second = authority.issue("second", "127.0.0.1");
        start(CLOSED.withIdentity(identity(first)));
        assertThat(shown(authority)).contains("first");
        server.reload(CLOSED.withIdentity(identity(second)));
        assertThat(shown(authority)).contains("second");
    }

    private static ServerIdentity identity(TestAuthority.Issued issued) {
        return ServerIdentity.read(issued.certificate(), issued.key(), Optional.empty());
    }

    /** Whose certificate a new connection is shown. */
    private String shown(TestAuthority authority) throws Exception {
        try (Socket socket = authority.client().getSocketFactory().createSocket("127.0.0.1", server.port())) {
            return ((SSLSocket) socket).getSession().getPeerPrincipal().getName();
        }
    }

    @Test
    void theMetricSaysFromTheStartOnWhetherTheLastConfigurationWasTaken() throws Exception {
        start(CLOSED);
        assertThat(page()).contains("kullback_config_last_reload_successful 1");
        assertThat(page()).contains("kullback_config_last_reload_success_timestamp_seconds ");
        build.configuration().refused();
        assertThat(page()).contains("kullback_config_last_reload_successful 0");
        assertThat(build.configHash()).isEqualTo("cafe");
        build.configuration().taken("babe");
        assertThat(page()).contains("kullback_config_last_reload_successful 1");
        assertThat(build.configHash()).isEqualTo("babe");
    }

    private String page() throws Exception {
        try (InputStream in =
                URI.create(server.url()).resolve("/metrics").toURL().openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
