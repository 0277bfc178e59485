package io.kullback.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the environment says wins over the file, and the file over the default. */
class EnvironmentKeysTest {

    private static final String MONITORS = """
            monitors:
              - name: payments
                topic: payments
                window: {size: 1h}
                reference: {period: {from: 2026-01-05T00:00:00Z, to: 2026-01-06T00:00:00Z}}
                features: [{name: amount, type: number}]
            """;

    @TempDir
    private Path folder;

    private Settings settings(String yaml, Map<String, String> environment) {
        return ConfigurationFile.parse(yaml + MONITORS, "my.yaml", folder, environment);
    }

    /**
     * One key.
     *
     * @param file how the file sets it
     * @param byFile what is in force then
     * @param value of the variable
     * @param byDefault what is in force where nobody sets it
     */
    private record Case(
            String file,
            String byFile,
            String variable,
            String value,
            String byDefault,
            Function<Settings, Object> inForce) {
        @Override
        public String toString() {
            return variable;
        }
    }

    static final List<Case> CASES = List.of(
            new Case(
                    "http: {bind: '127.0.0.1:1001'}",
                    "127.0.0.1:1001",
                    "KULLBACK_HTTP_BIND",
                    "127.0.0.1:1002",
                    "127.0.0.1:8080",
                    Settings::http),
            new Case(
                    "topics: {results: mine}",
                    "mine",
                    "KULLBACK_TOPICS_RESULTS",
                    "theirs",
                    "kullback.results",
                    settings -> settings.stream().topics().results()),
            new Case(
                    "application-id: mine",
                    "mine",
                    "KULLBACK_APPLICATION_ID",
                    "theirs",
                    "kullback",
                    settings -> settings.stream().applicationId()),
            new Case(
                    "merge-partitions: 2",
                    "2",
                    "KULLBACK_MERGE_PARTITIONS",
                    "7",
                    "4",
                    settings -> settings.stream().mergePartitions()));

    @ParameterizedTest(name = "{0}")
    @FieldSource("CASES")
    void theEnvironmentWinsOverTheFileAndTheFileOverTheDefault(Case one) {
        String kafka = "kafka: {bootstrap.servers: 'a:1'}\n";
        assertThat(one.inForce().apply(settings(kafka, Map.of()))).hasToString(one.byDefault());
        assertThat(one.inForce().apply(settings(kafka + one.file() + "\n", Map.of())))
                .hasToString(one.byFile());
        Map<String, String> environment = Map.of(one.variable(), one.value());
        assertThat(one.inForce().apply(settings(kafka + one.file() + "\n", environment)))
                .hasToString(one.value());
        assertThat(one.inForce().apply(settings(kafka, environment))).hasToString(one.value());
        assertThat(one.inForce().apply(settings(kafka + one.file() + "\n", Map.of(one.variable(), ""))))
                .as("an empty value is none")
                .hasToString(one.byFile());
    }

    @Test
    void everyPropertyOfKafkasClientsHasAVariable() {
        Settings settings = settings(
                "kafka: {bootstrap.servers: 'a:1', client.rack: one}\n",
                Map.of("KULLBACK_KAFKA_BOOTSTRAP_SERVERS", "b:2", "KULLBACK_KAFKA_CLIENT_RACK", "two"));
        assertThat(settings.stream().kafka())
                .containsEntry("bootstrap.servers", "b:2")
                .containsEntry("client.rack", "two");
        assertThat(settings("", Map.of("KULLBACK_KAFKA_BOOTSTRAP_SERVERS", "b:2")).stream()
                        .kafka())
                .containsEntry("bootstrap.servers", "b:2");
    }

    @Test
    void oneThatStandsForNoKeyIsAWarningWithTheNearestName() {
        assertThat(settings("kafka: {bootstrap.servers: 'a:1'}\n", Map.of("KULLBACK_HTTP_BND", "0.0.0.0:1"))
                        .warnings())
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.code()).isEqualTo(ProblemCode.UNKNOWN_VARIABLE);
                    assertThat(problem.toString())
                            .contains("KULLBACK_HTTP_BND stands for no key")
                            .contains("Did you mean KULLBACK_HTTP_BIND?");
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "KULLBACK_TOKEN",
                "KULLBACK_LOG_LEVEL",
                "KULLBACK_KAFKA_LOG_LEVEL",
                "KULLBACK_SERVERS",
                "KULLBACK_RACK",
                "KULLBACK_SERVICE_HOST",
                "KULLBACK_SERVICE_PORT_HTTP",
                "KULLBACK_PORT",
                "KULLBACK_PORT_8080_TCP_ADDR",
                "KULLBACK_KAFKA_SERVICE_HOST",
                "KULLBACK_KAFKA_PORT_9092_TCP",
                "OTHER"
            })
    void thoseThatOthersSetOrTheFileNamesAreLeftAlone(String name) {
        Settings settings = settings(
                "kafka: {bootstrap.servers: '${env:KULLBACK_SERVERS:-a:1}', client.rack: '${env:KULLBACK_RACK:-x}'}\n",
                Map.of(name, "tcp://10.0.0.1:8080"));
        assertThat(settings.warnings()).isEmpty();
        assertThat(settings.stream().kafka().keySet()).containsExactlyInAnyOrder("bootstrap.servers", "client.rack");
    }

    @Test
    void aValueThatIsWrongIsNamedByItsVariableAndNotShown() {
        ConfigurationException refused = catchThrowableOfType(
                ConfigurationException.class,
                () -> settings(
                        "kafka: {bootstrap.servers: 'a:1'}\n", Map.of("KULLBACK_MERGE_PARTITIONS", "Canary/7f3a91c0")));
        assertThat(refused.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.toString())
                        .contains("merge-partitions")
                        .contains("${env:KULLBACK_MERGE_PARTITIONS}")
                        .doesNotContain("Canary"));
    }

    @Test
    void whatIsShownHidesTheValueAndTheHashKnowsThatThereIsOne() {
        String yaml = "kafka: {bootstrap.servers: 'a:1'}\n";
        Settings without = settings(yaml, Map.of());
        Settings with = settings(yaml, Map.of("KULLBACK_APPLICATION_ID", "canary-7f3a91c0"));
        assertThat(with.shown().tree().toString()).contains("application-id=[hidden]");
        assertThat(with.hash()).isNotEqualTo(without.hash());
        assertThat(without.hash())
                .isEqualTo(settings(yaml, Map.of("UNRELATED", "1")).hash());
    }

    @Test
    void theKeysAreThoseOfTheSchemaOutsideOfListsAndNoTwoHaveOneVariable() throws IOException {
        JsonNode schema = new ObjectMapper().readTree(Files.readString(Path.of("config/kullback.schema.json")));
        List<String> keys = new ArrayList<>();
        collect(schema, "", keys);
        keys.remove("kafka.bootstrap.servers");
        assertThat(EnvironmentKeys.KEYS).containsExactlyInAnyOrderElementsOf(keys);
        assertThat(EnvironmentKeys.KEYS.stream().map(EnvironmentKeys::variable)).doesNotHaveDuplicates();
    }

    private static void collect(JsonNode schema, String path, List<String> keys) {
        schema.path("properties").properties().forEach(entry -> {
            JsonNode value = entry.getValue();
            if (value.has("properties")) {
                collect(value, path + entry.getKey() + ".", keys);
            } else if (!value.path("type").asText().equals("array")
                    && !value.path("type").asText().equals("object")) {
                keys.add(path + entry.getKey());
            }
        });
    }
}
