package io.kullback.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * The schema that editors are given is what the code asks of the reference file; with {@code -Dkullback.write=true} this test writes it. What it takes for right and
 * for wrong is held to the examples and to the numbered kinds of bad configurations.
 */
class ConfigurationSchemaTest {

    private static final Path FILE = Path.of("config", "kullback.schema.json");
    private static final Path REFERENCE = Path.of("config", "kullback.reference.yaml");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** Mistakes of shape, each of which the schema must see. */
    private static final Set<ProblemCode> OF_SHAPE = EnumSet.of(
            ProblemCode.UNKNOWN_KEY,
            ProblemCode.MISSPELT_KEY,
            ProblemCode.WRONG_TYPE,
            ProblemCode.REQUIRED_KEY_MISSING,
            ProblemCode.NO_MONITORS,
            ProblemCode.ILLEGAL_DURATION,
            ProblemCode.ILLEGAL_TIME);

    private static String generated() throws IOException {
        String yaml = Files.readString(REFERENCE);
        Report report = new Report("reference", new Variables(Map.of(), Path.of("absent")));
        try {
            ConfigurationFile.parse(yaml, Path.of("absent"), report, false);
        } catch (ConfigurationException e) {
            // The files that it names are not here; every key has been asked for all the same.
            assertThat(e.problems()).noneMatch(problem -> OF_SHAPE.contains(problem.code()));
        }
        return new ConfigurationSchema(report.shapes(), yaml).json();
    }

    private static Set<String> problems(String yaml) throws IOException {
        JsonSchema schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
                .getSchema(MAPPER.readTree(Files.readString(FILE)));
        Object document = new Load(LoadSettings.builder().build()).loadFromString(yaml);
        return schema.validate(json(document)).stream()
                .map(ValidationMessage::getMessage)
                .collect(Collectors.toSet());
    }

    private static JsonNode json(Object value) {
        return MAPPER.valueToTree(withTextKeys(value));
    }

    /** The key {@code null} is a text to those who read a configuration. */
    private static Object withTextKeys(Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> copy = new LinkedHashMap<>();
            map.forEach((key, child) -> copy.put(String.valueOf(key), withTextKeys(child)));
            return copy;
        }
        return value instanceof List<?> list
                ? list.stream().map(ConfigurationSchemaTest::withTextKeys).toList()
                : value;
    }

    @BeforeAll
    static void writeIfToldTo() throws IOException {
        if (Boolean.getBoolean("kullback.write")) {
            Files.writeString(FILE, generated());
        }
    }

    @Test
    void theCommittedFileIsWhatTheCodeAsksFor() throws IOException {
        assertThat(Files.readString(FILE)).isEqualTo(generated());
    }

    static Stream<Path> examples() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("config"))) {
            return files.filter(file -> file.toString().endsWith(".yaml")).toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyExampleIsRightAndNamesTheSchemaInItsFirstLine(Path example) throws IOException {
        String yaml = Files.readString(example);
        assertThat(problems(yaml)).isEmpty();
        assertThat(yaml).startsWith("# yaml-language-server: $schema=kullback.schema.json\n");
    }

    @Test
    void theConfigurationsOfTheReadmeAreRight() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        List<String> blocks = Stream.of(readme.split("```yaml\n"))
                .skip(1)
                .map(block -> block.substring(0, block.indexOf("```")).stripIndent())
                .filter(block -> block.contains("\nmonitors:") && block.contains("kafka:"))
                .toList();
        assertThat(blocks).isNotEmpty();
        for (String block : blocks) {
            assertThat(problems(block)).as(block).isEmpty();
        }
    }

    static Stream<BadConfiguration> mistakesOfShape() {
        return BadConfigurationTest.kinds().stream().filter(kind -> OF_SHAPE.contains(kind.code()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakesOfShape")
    void everyMistakeOfShapeIsSeen(BadConfiguration kind) throws IOException {
        assertThat(problems(BadConfiguration.RIGHT)).isEmpty();
        assertThat(problems(kind.yaml())).as(kind.yaml()).isNotEmpty();
    }

    @Test
    void anySingleValueMayComeFromElsewhere() throws IOException {
        String yaml = BadConfiguration.RIGHT
                .replace("size: 1h", "size: '${env:SIZE}'")
                .replace("type: number", "type: '${env:TYPE:-number}', alert: {min-events: '${file:events}'}")
                .replace("2001-01-04T00:00:00Z", "'${env:FROM}'");
        assertThat(problems(yaml)).isEmpty();
        assertThat(problems(BadConfiguration.RIGHT.replace("size: 1h", "size: '$SIZE'")))
                .isNotEmpty();
    }

    @Test
    void whatEachKeyMeansIsSaidInTheEditorToo() throws IOException {
        JsonNode schema = MAPPER.readTree(Files.readString(FILE));
        JsonNode alert = schema.at("/properties/monitors/items/properties/alert/properties");
        assertThat(alert.at("/min-kl/description").asText()).startsWith("Divergence in nats up to which");
        assertThat(alert.at("/min-kl/default").asDouble()).isEqualTo(0.02);
        assertThat(schema.at("/properties/monitors/items/properties/window/required"))
                .extracting(JsonNode::asText)
                .containsExactly("size");
    }
}
