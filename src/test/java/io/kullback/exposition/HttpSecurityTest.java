package io.kullback.exposition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import at.favre.lib.crypto.bcrypt.BCrypt;
import io.kullback.testing.TestAuthority;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets an answer from the service's port, over real sockets. */
class HttpSecurityTest {

    private static final String TOKEN = "0123456789abcdef0123456789abcdef";
    private static final String PASSWORD = "correct horse";
    private static final String HASH = BCrypt.withDefaults().hashToString(10, PASSWORD.toCharArray());
    private static final int PROTOCOL_VERSION = 70;
    private static final HttpSettings FREE_PORT = new HttpSettings("127.0.0.1", 0);

    @TempDir
    private Path folder;

    private final Board board = new Board(List.of());
    private final BuildInfo build = new BuildInfo("1", "17", "cafe");
    private final Metrics metrics = new Metrics(board, build);
    private Optional<StatusServer> server = Optional.empty();

    @AfterEach
    void stop() {
        server.ifPresent(StatusServer::close);
        metrics.close();
    }

    private StatusServer start(HttpSettings settings) {
        return start(settings, 10_000);
    }

    private StatusServer start(HttpSettings settings, long slowMillis) {
        StatusServer started = StatusServer.start(
                settings, board, build, metrics, new Health(() -> true, () -> true), Surroundings.NONE, slowMillis);
        server = Optional.of(started);
        return started;
    }

    private HttpResponse<String> get(HttpClient client, String path, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(server.orElseThrow().url()).resolve(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private int status(String path, String... headers) throws IOException, InterruptedException {
        return get(HttpClient.newHttpClient(), path, headers).statusCode();
    }

    private static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    private ServerIdentity identity(TestAuthority authority, Optional<Path> clientAuthority) {
        TestAuthority.Issued issued = authority.issue("server", "127.0.0.1");
        return ServerIdentity.read(issued.certificate(), issued.key(), clientAuthority);
    }

    @Test
    void onlyTheRightPasswordOpensAndProbesNeedNone() throws Exception {
        start(FREE_PORT.withCredentials(Credentials.NONE.withUser("kim", HASH)));
        for (String path : List.of("/", "/metrics", "/api/v1/monitors", "/assets/page.js", "/nothing")) {
            assertThat(status(path)).as(path).isEqualTo(401);
            assertThat(status(path, "Authorization", basic("kim", "wrong")))
                    .as(path)
                    .isEqualTo(401);
        }
        assertThat(status("/metrics", "Authorization", basic("kim", PASSWORD))).isEqualTo(200);
        assertThat(status("/metrics", "Authorization", basic("kim", "wrong"))).isEqualTo(401);
        assertThat(status("/metrics", "Authorization", basic("lee", PASSWORD))).isEqualTo(401);
        assertThat(status("/metrics", "Authorization", "Basic !!!")).isEqualTo(401);
        assertThat(status("/metrics", "Authorization", basic("kim", "x".repeat(200))))
                .isEqualTo(401);
        for (String probe : List.of("/-/healthy", "/livez", "/-/ready", "/readyz")) {
            assertThat(status(probe)).as(probe).isEqualTo(200);
        }
        assertThat(get(HttpClient.newHttpClient(), "/").headers().allValues("www-authenticate"))
                .anySatisfy(challenge -> assertThat(challenge).startsWith("Basic realm="));
    }

    @Test
    void noWayOfWritingAPathGoesAroundThePassword() throws Exception {
        StatusServer started = start(FREE_PORT.withCredentials(Credentials.NONE.withUser("kim", HASH)));
        for (String path : List.of(
                "/livez/../metrics",
                "/livez/%2e%2e/metrics",
                "//metrics",
                "/./metrics",
                "/livez;/../metrics",
                "/livez?x=/metrics")) {
            assertThat(raw(started, "GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                    .as(path)
                    .doesNotContain("kullback_build_info");
        }
    }

    @Test
    void aPasswordThatWasRightIsNotHashedAgainWithEachScrape() {
        Gate gate = new Gate(Credentials.NONE.withUser("kim", HASH));
        assertThat(gate.decide("/metrics", basic("kim", PASSWORD))).isEqualTo(Gate.Decision.ADMITTED);
        long start = System.nanoTime();
        for (int i = 0; i < 1_000; i++) {
            assertThat(gate.decide("/metrics", basic("kim", PASSWORD))).isEqualTo(Gate.Decision.ADMITTED);
        }
        // A thousand hashes of this cost take a minute.
        assertThat(System.nanoTime() - start).isLessThan(10_000_000_000L);
        assertThat(gate.decide("/metrics", basic("kim", "wrong"))).isEqualTo(Gate.Decision.REFUSED);
    }

    @Test
    void whoTriesManyPasswordsAtOnceIsAskedToWaitAndWhoIsKnownIsNot() {
        Gate gate = new Gate(Credentials.NONE.withUser("kim", HASH));
        assertThat(gate.decide("/metrics", basic("kim", PASSWORD))).isEqualTo(Gate.Decision.ADMITTED);
        List<CompletableFuture<Gate.Decision>> tries = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            String guess = basic("kim", "guess" + i);
            CompletableFuture<Gate.Decision> decision = new CompletableFuture<>();
            new Thread(() -> decision.complete(gate.decide("/metrics", guess))).start();
            tries.add(decision);
        }
        assertThat(gate.decide("/metrics", basic("kim", PASSWORD))).isEqualTo(Gate.Decision.ADMITTED);
        assertThat(tries.stream().map(CompletableFuture::join))
                .contains(Gate.Decision.BUSY, Gate.Decision.REFUSED)
                .doesNotContain(Gate.Decision.ADMITTED);
    }

    @Test
    void onlyTheRightTokenOpens() throws Exception {
        start(FREE_PORT.withCredentials(Credentials.NONE.withToken(TOKEN)));
        assertThat(status("/metrics")).isEqualTo(401);
        assertThat(status("/metrics", "Authorization", "Bearer " + TOKEN + "0")).isEqualTo(401);
        assertThat(status("/metrics", "Authorization", TOKEN)).isEqualTo(401);
        assertThat(status("/metrics", "Authorization", "Bearer " + TOKEN)).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void speaksTodaysVersionsOfTls(String version) throws Exception {
        TestAuthority authority = new TestAuthority(folder, "authority");
        StatusServer started = start(FREE_PORT.withIdentity(identity(authority, Optional.empty())));
        assertThat(started.url()).startsWith("https://");
        try (SSLSocket socket = (SSLSocket)
                authority.client().getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), started.port())) {
            socket.setEnabledProtocols(new String[] {version});
            socket.startHandshake();
            assertThat(socket.getSession().getProtocol()).isEqualTo(version);
        }
        HttpClient client =
                HttpClient.newBuilder().sslContext(authority.client()).build();
        assertThat(get(client, "/metrics").statusCode()).isEqualTo(200);
    }

    /** Java itself no longer speaks the old versions, so a hello is sent by hand: one of TLS 1.1, with a cipher of its time. */
    @Test
    void refusesOldVersionsOfTls() throws Exception {
        TestAuthority authority = new TestAuthority(folder, "authority");
        StatusServer started = start(FREE_PORT.withIdentity(identity(authority, Optional.empty())));
        assertThat(alertTo(started, 2)).isEqualTo(PROTOCOL_VERSION);
        // The same hello as of TLS 1.2 is not refused for its version.
        assertThat(alertTo(started, 3)).isNotEqualTo(PROTOCOL_VERSION);
    }

    /** The reason of the alert that answers a hello; -1 if the answer is no alert. */
    private static int alertTo(StatusServer server, int minorVersion) throws IOException {
        byte[] hello = new byte[2 + 32 + 1 + 2 + 4 + 2];
        hello[0] = 3;
        hello[1] = (byte) minorVersion;
        hello[36] = 4;
        // TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA, TLS_RSA_WITH_AES_128_CBC_SHA
        byte[] ciphers = {(byte) 0xC0, 0x09, 0x00, 0x2F};
        System.arraycopy(ciphers, 0, hello, 37, 4);
        hello[41] = 1;
        byte[] record = new byte[5 + 4 + hello.length];
        record[0] = 22;
        record[1] = 3;
        record[2] = (byte) minorVersion;
        record[4] = (byte) (4 + hello.length);
        record[5] = 1;
        record[8] = (byte) hello.length;
        System.arraycopy(hello, 0, record, 9, hello.length);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream().write(record);
            byte[] answer = socket.getInputStream().readNBytes(7);
            return answer.length == 7 && answer[0] == 21 ? answer[6] : -1;
        }
    }

    @Test
    void aClientWithoutACertificateOrWithAStrangersIsRefusedWhereOneIsAsked() throws Exception {
        TestAuthority authority = new TestAuthority(folder, "authority");
        TestAuthority stranger = new TestAuthority(folder, "stranger");
        start(FREE_PORT.withIdentity(identity(authority, Optional.of(authority.file()))));
        HttpClient nobody =
                HttpClient.newBuilder().sslContext(authority.client()).build();
        assertThatThrownBy(() -> get(nobody, "/livez")).isInstanceOf(IOException.class);
        HttpClient strangers = HttpClient.newBuilder()
                .sslContext(authority.client(stranger.issue("prometheus-of-others")))
                .build();
        assertThatThrownBy(() -> get(strangers, "/livez")).isInstanceOf(IOException.class);
        HttpClient known = HttpClient.newBuilder()
                .sslContext(authority.client(authority.issue("prometheus")))
                .build();
        assertThat(get(known, "/metrics").statusCode()).isEqualTo(200);
    }

    @Test
    void aServerOfAnotherAuthorityIsNotBelieved() throws Exception {
        TestAuthority authority = new TestAuthority(folder, "authority");
        start(FREE_PORT.withIdentity(identity(authority, Optional.empty())));
        HttpClient client = HttpClient.newBuilder()
                .sslContext(new TestAuthority(folder, "stranger").client())
                .build();
        assertThatThrownBy(() -> get(client, "/metrics")).isInstanceOf(SSLHandshakeException.class);
    }

    @Test
    void whatIsNoCertificateOrNotItsKeyIsRefusedByTheNameOfItsFile() throws Exception {
        TestAuthority authority = new TestAuthority(folder, "authority");
        TestAuthority.Issued one = authority.issue("one");
        TestAuthority.Issued other = authority.issue("other");
        Path traditional = Files.writeString(
                folder.resolve("ec.key"), Files.readString(one.key()).replace("PRIVATE KEY", "EC PRIVATE KEY"));
        assertRefused(one.certificate(), other.key(), "is not that of the certificate");
        assertRefused(one.key(), one.key(), "there is no PEM certificate in " + one.key());
        assertRefused(one.certificate(), one.certificate(), "there is no PEM private key in ");
        assertRefused(one.certificate(), traditional, "openssl pkcs8 -topk8");
        assertRefused(one.certificate(), folder.resolve("absent"), "cannot be read");
    }

    private static void assertRefused(Path certificate, Path key, String reason) {
        assertThatThrownBy(() -> ServerIdentity.read(certificate, key, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason)
                .hasMessageNotContaining("BEGIN");
    }

    @Test
    void anAddressThatOthersReachIsWarnedOfUnlessSomebodyIsAsked() {
        Credentials credentials = Credentials.NONE.withToken(TOKEN);
        ServerIdentity identity = identity(new TestAuthority(folder, "authority"), Optional.empty());
        assertThat(new HttpSettings("127.0.0.1", 80).warnings()).isEmpty();
        assertThat(new HttpSettings("localhost", 80).warnings()).isEmpty();
        HttpSettings open = new HttpSettings("0.0.0.0", 80);
        assertThat(open.warnings()).singleElement().asString().startsWith("everybody who reaches 0.0.0.0:80 can read");
        assertThat(open.withIdentity(identity).warnings()).hasSize(1);
        assertThat(open.withCredentials(credentials).warnings())
                .singleElement()
                .asString()
                .contains("in the clear");
        assertThat(open.withCredentials(credentials).withIdentity(identity).warnings())
                .isEmpty();
    }

    @Test
    void aHeaderOfMoreThanEightKibibytesAndABodyOfMoreThanOneMebibyteAreRefused() throws Exception {
        StatusServer started = start(FREE_PORT);
        assertThat(status("/livez", "X-Much", "x".repeat(7_000))).isEqualTo(200);
        assertThat(status("/livez", "X-Much", "x".repeat(9_000))).isEqualTo(431);
        assertThat(raw(started, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1048577\r\n\r\n"))
                .startsWith("HTTP/1.1 413");
        assertThat(status("/livez")).isEqualTo(200);
    }

    @Test
    void aFloodOfHeadersEndsWithItsConnection() throws Exception {
        StatusServer started = start(FREE_PORT);
        StringBuilder flood = new StringBuilder("GET / HTTP/1.1\r\nHost: x\r\n");
        for (int i = 0; i < 100_000; i++) {
            flood.append("X-").append(i).append(": y\r\n");
        }
        String answer;
        try {
            answer = raw(started, flood.toString());
        } catch (SocketException e) {
            answer = "reset while it was still sending";
        }
        assertThat(answer).containsAnyOf(" 431 ", "reset");
        assertThat(status("/livez")).isEqualTo(200);
    }

    @Test
    void crowdsOfClientsThatNeverFinishTheirRequestDoNotKeepOthersOut() throws Exception {
        StatusServer started = start(FREE_PORT, 500);
        List<Socket> crowd = new ArrayList<>();
        try {
            for (int i = 0; i < 70; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), started.port());
                socket.getOutputStream().write("GET / HTTP/1.1\r\nX-Slow: ".getBytes(StandardCharsets.US_ASCII));
                crowd.add(socket);
            }
            Thread drip = new Thread(() -> drip(crowd));
            drip.setDaemon(true);
            drip.start();
            HttpRequest scrape = HttpRequest.newBuilder(
                            URI.create(started.url()).resolve("/livez"))
                    .build();
            // Without the look at slow clients they would be served never, since every byte starts the idle timeout
            // anew.
            CompletableFuture<HttpResponse<String>> answer =
                    HttpClient.newHttpClient().sendAsync(scrape, BodyHandlers.ofString());
            assertThat(answer).succeedsWithin(Duration.ofSeconds(30));
            assertThat(answer.join().statusCode()).isEqualTo(200);
        } finally {
            for (Socket socket : crowd) {
                socket.close();
            }
        }
    }

    /** A byte to each, over and over, as long as any takes it. */
    private static void drip(List<Socket> crowd) {
        List<Socket> open = new ArrayList<>(crowd);
        while (!open.isEmpty()) {
            for (Socket socket : List.copyOf(open)) {
                try {
                    socket.getOutputStream().write('x');
                    // One byte in a third of a second or so to each.
                    LockSupport.parkNanos(5_000_000);
                } catch (IOException e) {
                    open.remove(socket);
                }
            }
        }
    }

    private static String raw(StatusServer server, String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        }
    }
}
