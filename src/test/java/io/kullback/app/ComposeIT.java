package io.kullback.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kullback.testing.Requirement;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Compose file on a real engine: everything but Grafana is built and started, the drift of 5 March comes out of Alertmanager at a webhook, Kafka is restarted with
 * its volume, and all is taken down. The receiver is a container of its own, and the intervals of Prometheus and Alertmanager are shorter than shipped.
 */
class ComposeIT {

    private static final Logger LOG = LoggerFactory.getLogger(ComposeIT.class);
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final List<String> PORTS =
            List.of("KAFKA_PORT", "KULLBACK_PORT", "PROMETHEUS_PORT", "ALERTMANAGER_PORT", "GRAFANA_PORT");

    private final Map<String, String> environment = new HashMap<>();
    private final String project = "kullback-it-" + ProcessHandle.current().pid();

    @TempDir
    private Path folder;

    @BeforeEach
    void prepare() throws Exception {
        Requirement.DOCKER.orSkip();
        List<ServerSocket> open = new ArrayList<>();
        for (String port : PORTS) {
            ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            open.add(socket);
            environment.put(port, String.valueOf(socket.getLocalPort()));
        }
        for (ServerSocket socket : open) {
            socket.close();
        }
        environment.put("KULLBACK_VERSION", project);
        environment.put("DEMO_SPEED", "150000");
        environment.put("DEMO_THEN", "8640");
        copy("config/prometheus", "prometheus", Map.of("_interval: 15s", "_interval: 1s"));
        copy(
                "config/alertmanager",
                "alertmanager",
                Map.of(
                        "http://localhost:9095",
                        "http://receiver:9095",
                        "group_wait: 30s",
                        "group_wait: 1s",
                        "group_interval: 5m",
                        "group_interval: 5s"));
        Files.writeString(folder.resolve("override.yml"), """
                services:
                  prometheus:
                    volumes: ["%s/prometheus:/etc/prometheus:ro"]
                  alertmanager:
                    volumes: ["%s/alertmanager:/etc/alertmanager:ro"]
                  receiver:
                    image: eclipse-temurin:17-jre
                    command: [java, -Xmx64m, -cp, /tests, io.kullback.testing.PrintedPosts]
                    volumes: ["%s:/tests:ro"]
                """.formatted(
                        folder, folder, Path.of("target", "test-classes").toAbsolutePath()));
    }

    /** What is shipped, but for a few words. */
    private void copy(String shipped, String name, Map<String, String> replaced) throws IOException {
        Path target = folder.resolve(name);
        try (var files = Files.walk(Path.of(shipped))) {
            for (Path file : files.toList()) {
                Path copy = target.resolve(Path.of(shipped).relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                    continue;
                }
                String text = Files.readString(file);
                for (Map.Entry<String, String> word : replaced.entrySet()) {
                    text = text.replace(word.getKey(), word.getValue());
                }
                Files.writeString(copy, text);
            }
        }
    }

    @AfterEach
    void takeDown() throws Exception {
        if (!environment.isEmpty()) {
            compose(Duration.ofMinutes(2), "down", "--volumes", "--remove-orphans", "--rmi", "local");
        }
    }

    private String compose(Duration patience, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                "docker", "compose", "-p", project, "-f", "docker-compose.yml", "-f", folder + "/override.yml"));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile(folder, "compose", ".txt");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        boolean ended = process.waitFor(patience.toSeconds(), TimeUnit.SECONDS);
        if (!ended) {
            process.destroy();
        }
        String said = Files.readString(output, StandardCharsets.UTF_8);
        assertThat(ended && process.exitValue() == 0)
                .as(String.join(" ", command) + "\n" + said)
                .isTrue();
        return said;
    }

    private String get(String port, String path) {
        try {
            return HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + environment.get(port) + path))
                                    .timeout(Duration.ofSeconds(10))
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    private long windows() {
        Matcher closed = Pattern.compile("(?m)^kullback_windows_closed_total\\{.*cause=\"watermark\".*} ([0-9.]+)")
                .matcher(get("KULLBACK_PORT", "/metrics"));
        return closed.find() ? (long) Double.parseDouble(closed.group(1)) : 0;
    }

    private boolean isPosted(String status) throws Exception {
        return compose(Duration.ofMinutes(1), "logs", "--no-log-prefix", "receiver")
                .lines()
                .anyMatch(line -> line.contains("\"status\":\"" + status + "\"")
                        && line.contains("KullbackDriftDetected")
                        && line.contains("\"feature\":\"origin\""));
    }

    private void awaited(String what, Callable<Boolean> condition) throws Exception {
        try {
            await(what).atMost(PATIENCE).pollInterval(Duration.ofSeconds(1)).until(condition);
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(e.getMessage() + "\n" + compose(Duration.ofMinutes(1), "logs", "--tail", "40"), e);
        }
    }

    @Test
    void theWholeHouseStartsAndTheDriftOfThe5thOfMarchReachesTheWebhook() throws Exception {
        compose(Duration.ofMinutes(5), "build", "kullback");
        long start = System.nanoTime();
        compose(
                Duration.ofMinutes(5),
                "up",
                "--detach",
                "--wait",
                "kafka",
                "kullback",
                "flights",
                "prometheus",
                "alertmanager",
                "receiver");
        Duration up = Duration.ofNanos(System.nanoTime() - start);
        awaited("the drift at the webhook", () -> isPosted("firing"));
        LOG.atInfo()
                .addKeyValue("up after", up)
                .addKeyValue("drift at the webhook after", Duration.ofNanos(System.nanoTime() - start))
                .log("the house stands");
        assertThat(get("PROMETHEUS_PORT", "/api/v1/targets")).doesNotContain("\"health\":\"down\"");

        compose(Duration.ofMinutes(2), "restart", "kafka");
        long before = windows();
        awaited("windows after Kafka's restart", () -> windows() > before + 2);
        awaited("the end of the drift at the webhook", () -> isPosted("resolved"));
        assertThat(compose(Duration.ofMinutes(1), "exec", "-T", "kullback", "id", "-u"))
                .as("not root")
                .contains("10001");
    }
}
