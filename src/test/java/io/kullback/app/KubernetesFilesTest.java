package io.kullback.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kullback.config.ConfigurationFile;
import io.kullback.config.Settings;
import io.kullback.exposition.Board;
import io.kullback.exposition.BuildInfo;
import io.kullback.exposition.Health;
import io.kullback.exposition.HttpSettings;
import io.kullback.exposition.Metrics;
import io.kullback.exposition.StatusServer;
import io.kullback.testing.YamlFile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The manifests of Kubernetes, held to each other and to the code. */
class KubernetesFilesTest {

    private static final Path FOLDER = Path.of("config/kubernetes");

    private final Map<String, JsonNode> manifests = manifests();
    private final JsonNode set = manifests.get("StatefulSet");
    private final JsonNode pod = set.at("/spec/template/spec");
    private final JsonNode container = pod.at("/containers/0");
    private final Map<String, String> labels = texts(set.at("/spec/template/metadata/labels"));

    private static Map<String, JsonNode> manifests() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(YamlFile::read)
                    .collect(Collectors.toMap(
                            manifest -> manifest.get("kind").asText(),
                            manifest -> manifest,
                            (a, b) -> a,
                            TreeMap::new));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> texts(JsonNode node) {
        return node.properties().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().asText()));
    }

    private static List<JsonNode> items(JsonNode node) {
        return StreamSupport.stream(node.spliterator(), false).toList();
    }

    @Test
    void eachKindIsOfItsApiAndAllAreApplied() throws IOException {
        assertThat(manifests.entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey,
                                entry -> entry.getValue().get("apiVersion").asText())))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "Namespace", "v1",
                        "ConfigMap", "v1",
                        "Service", "v1",
                        "StatefulSet", "apps/v1",
                        "PodDisruptionBudget", "policy/v1",
                        "NetworkPolicy", "networking.k8s.io/v1",
                        "PodMonitor", "monitoring.coreos.com/v1",
                        "PrometheusRule", "monitoring.coreos.com/v1",
                        "Kustomization", "kustomize.config.k8s.io/v1beta1"));
        Set<String> applied = items(manifests.get("Kustomization").get("resources")).stream()
                .map(JsonNode::asText)
                .collect(Collectors.toSet());
        try (Stream<Path> files = Files.list(FOLDER)) {
            assertThat(files.map(file -> file.getFileName().toString())
                            .filter(file -> !file.equals("kustomization.yaml")))
                    .containsExactlyInAnyOrderElementsOf(applied);
        }
        assertThat(manifests.get("Kustomization").get("namespace"))
                .isEqualTo(manifests.get("Namespace").at("/metadata/name"));
    }

    @Test
    void everySelectorSelectsThePods() {
        assertThat(labels).isNotEmpty();
        for (JsonNode selector : List.of(
                set.at("/spec/selector/matchLabels"),
                manifests.get("Service").at("/spec/selector"),
                manifests.get("PodDisruptionBudget").at("/spec/selector/matchLabels"),
                manifests.get("NetworkPolicy").at("/spec/podSelector/matchLabels"),
                manifests.get("PodMonitor").at("/spec/selector/matchLabels"),
                pod.at("/topologySpreadConstraints/0/labelSelector/matchLabels"))) {
            assertThat(texts(selector)).isNotEmpty().isEqualTo(labels);
        }
        assertThat(set.at("/spec/serviceName"))
                .isEqualTo(manifests.get("Service").at("/metadata/name"));
        assertThat(manifests
                        .get("PodDisruptionBudget")
                        .at("/spec/maxUnavailable")
                        .asInt())
                .isBetween(1, set.at("/spec/replicas").asInt() - 1);
    }

    @Test
    void everyPortIsTheOneThatTheContainerNamesAndTheConfigurationBinds() throws IOException {
        JsonNode port = container.at("/ports/0");
        List<JsonNode> names = new ArrayList<>(List.of(
                manifests.get("Service").at("/spec/ports/0/targetPort"),
                manifests.get("NetworkPolicy").at("/spec/ingress/0/ports/0/port"),
                manifests.get("PodMonitor").at("/spec/podMetricsEndpoints/0/port")));
        probes().forEach(probe -> names.add(probe.at("/httpGet/port")));
        assertThat(names).hasSize(6).allMatch(name -> name.equals(port.get("name")));
        assertThat(settings().http().port()).isEqualTo(port.get("containerPort").asInt());
    }

    private List<JsonNode> probes() {
        return Stream.of("startupProbe", "livenessProbe", "readinessProbe")
                .map(container::get)
                .toList();
    }

    @Test
    void theServiceAnswersWhatProbesAndPrometheusAsk() throws Exception {
        Board board = new Board(List.of());
        BuildInfo build = new BuildInfo("1", "17", "cafe");
        try (Metrics metrics = new Metrics(board, build);
                StatusServer server = StatusServer.start(
                        new HttpSettings("127.0.0.1", 0), board, build, metrics, new Health(() -> true, () -> false))) {
            HttpClient client = HttpClient.newHttpClient();
            List<Integer> answers = new ArrayList<>();
            List<JsonNode> paths = new ArrayList<>();
            probes().forEach(probe -> paths.add(probe.at("/httpGet/path")));
            paths.add(manifests.get("PodMonitor").at("/spec/podMetricsEndpoints/0/path"));
            for (JsonNode path : paths) {
                URI uri = URI.create(server.url()).resolve(path.asText());
                answers.add(client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                        .statusCode());
            }
            // Alive, but not ready: restoring state kills no pod.
            assertThat(answers).containsExactly(200, 200, 503, 200);
        }
        JsonNode startup = container.get("startupProbe");
        assertThat(startup.get("periodSeconds").asInt()
                        * startup.get("failureThreshold").asInt())
                .isEqualTo(300);
    }

    private Settings settings() {
        Map<String, String> environment = items(container.get("env")).stream()
                .collect(Collectors.toMap(
                        variable -> variable.get("name").asText(),
                        variable -> variable.get("value").asText()));
        return ConfigurationFile.parse(
                manifests.get("ConfigMap").at("/data/kullback.yaml").asText(), "configmap.yaml", FOLDER, environment);
    }

    @Test
    void theConfigurationOfTheConfigMapIsRightAndIsTheOneThatIsRun() {
        assertThat(settings().stream().monitors()).isNotEmpty();
        String[] arguments =
                items(container.get("args")).stream().map(JsonNode::asText).toArray(String[]::new);
        CommandLine.ParseResult run = Main.commandLine().parseArgs(arguments).subcommand();
        assertThat(run.commandSpec().name()).isEqualTo("run");
        Map<String, String> mounts = items(container.get("volumeMounts")).stream()
                .collect(Collectors.toMap(
                        mount -> mount.get("mountPath").asText(),
                        mount -> mount.get("name").asText()));
        Path file = run.matchedPositionalValue(0, Path.of("/"));
        assertThat(manifests.get("ConfigMap").get("data").has(file.getFileName().toString()))
                .isTrue();
        assertThat(mounts.get(file.getParent().toString())).isEqualTo("config");
        assertThat(pod.at("/volumes/0/configMap/name"))
                .isEqualTo(manifests.get("ConfigMap").at("/metadata/name"));
        Path state = run.matchedOptionValue("--state-dir", Path.of("/"));
        assertThat(mounts.get(state.toString()))
                .as("outlives the pod, as the instance's name must")
                .isEqualTo(set.at("/spec/volumeClaimTemplates/0/metadata/name").asText());
    }

    @Test
    void aPodMayDoNothingThatItNeedNot() {
        assertThat(manifests
                        .get("Namespace")
                        .at("/metadata/labels")
                        .get("pod-security.kubernetes.io/enforce")
                        .asText())
                .isEqualTo("restricted");
        // What the restricted standard asks for, and a root file system that cannot be written.
        assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
        assertThat(pod.at("/securityContext/runAsUser").asInt()).isPositive();
        assertThat(pod.at("/securityContext/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
        assertThat(container.at("/securityContext/allowPrivilegeEscalation").asBoolean(true))
                .isFalse();
        assertThat(container.at("/securityContext/readOnlyRootFilesystem").asBoolean())
                .isTrue();
        assertThat(container.at("/securityContext/capabilities/drop/0").asText())
                .isEqualTo("ALL");
        assertThat(pod.get("automountServiceAccountToken").asBoolean(true)).isFalse();
        assertThat(container.at("/resources/limits/memory")).isEqualTo(container.at("/resources/requests/memory"));
        assertThat(pod.get("terminationGracePeriodSeconds").asInt())
                .as("it ends within ten seconds")
                .isGreaterThanOrEqualTo(20);
    }

    @Test
    void theImageIsOfThisVersion() throws IOException {
        String version = Files.readString(Path.of("pom.xml"))
                .replaceAll("(?s).*?<version>([0-9.]+)(-SNAPSHOT)?</version>.*", "$1");
        assertThat(container.get("image").asText()).endsWith(":" + version);
    }
}
