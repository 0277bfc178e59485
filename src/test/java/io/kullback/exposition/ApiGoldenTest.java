package io.kullback.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What the API answers, word for word, and that {@code openapi.json} describes all of it. With {@code -Dkullback.write=true} the answers are written anew. */
class ApiGoldenTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Path FOLDER = Path.of("src/test/resources/golden/api");
    private static final String PAYMENTS = "/api/v1/monitors/payments";
    private static final String X = PAYMENTS + "/features/x";

    /** @param template which path of the description it is one of */
    private record Case(String file, String question, String template, int status) {
        @Override
        public String toString() {
            return file;
        }
    }

    private static Case ok(String file, String question, String template) {
        return new Case(file, question, "/api/v1" + template, 200);
    }

    private static Case refused(String file, String question, String template, int status) {
        return new Case(file, question, "/api/v1" + template, status);
    }

    private static final String SERIES = "/monitors/{monitor}/features/{feature}";

    static final List<Case> CASES = List.of(
            ok("index", "/api/v1", ""),
            ok("monitors", "/api/v1/monitors", "/monitors"),
            ok("monitors-of-one-point", "/api/v1/monitors?points=1", "/monitors"),
            ok("monitor", PAYMENTS, "/monitors/{monitor}"),
            ok("monitor-elsewhere", "/api/v1/monitors/clicks", "/monitors/{monitor}"),
            ok("reference", PAYMENTS + "/reference", "/monitors/{monitor}/reference"),
            ok("series", X, SERIES),
            ok("series-of-a-drifted-window", X + "?window=1970-01-01T01:00:00Z", SERIES),
            ok("windows", X + "/windows", SERIES + "/windows"),
            ok(
                    "windows-of-a-range",
                    X + "/windows?from=1970-01-01T01:00:00Z&to=1970-01-01T03:00:00Z&limit=1",
                    SERIES + "/windows"),
            ok("histogram", X + "/histogram?window=1970-01-01T01:00:00Z", SERIES + "/histogram"),
            ok("explanation", X + "/explanation?window=1970-01-01T01:00:00Z", SERIES + "/explanation"),
            ok("explanation-of-too-few", X + "/explanation", SERIES + "/explanation"),
            ok("alerts", "/api/v1/alerts", "/alerts"),
            ok("alerts-that-are-resolved", "/api/v1/alerts?status=resolved&monitor=payments", "/alerts"),
            ok("references", "/api/v1/references", "/references"),
            ok("config", "/api/v1/config", "/config"),
            ok("doctor", "/api/v1/doctor", "/doctor"),
            refused("no-such-monitor", "/api/v1/monitors/none", "/monitors/{monitor}", 404),
            refused("no-such-series", PAYMENTS + "/features/none", SERIES, 404),
            refused("window-not-kept", X + "?window=1970-01-01T07:00:00Z", SERIES, 404),
            refused("illegal-window", X + "/histogram?window=yesterday", SERIES + "/histogram", 400),
            refused("illegal-points", "/api/v1/monitors?points=0", "/monitors", 400),
            refused("illegal-status", "/api/v1/alerts?status=loud", "/alerts", 400),
            refused("series-elsewhere", "/api/v1/monitors/clicks/features/x", SERIES, 421),
            refused("reference-elsewhere", "/api/v1/monitors/clicks/reference", "/monitors/{monitor}/reference", 421));

    private final GivenApi given = new GivenApi();

    @AfterEach
    void end() {
        given.close();
    }

    private JsonNode description() throws IOException {
        return MAPPER.readTree(given.body("/api/v1/openapi.json"));
    }

    @ParameterizedTest(name = "{0}")
    @FieldSource("CASES")
    void theAnswerIsWordForWordTheOneThatWasLookedAt(Case one) throws IOException {
        Answer answer = given.get(one.question());
        assertThat(answer.status()).isEqualTo(one.status());
        assertThat(answer.contentType())
                .startsWith(one.status() == 200 ? "application/json" : "application/problem+json");
        String pretty = MAPPER.readTree(answer.body()).toPrettyString() + "\n";
        Path golden = FOLDER.resolve(one.file() + ".json");
        if (Boolean.getBoolean("kullback.write")) {
            Files.createDirectories(FOLDER);
            Files.writeString(golden, pretty);
        }
        assertThat(pretty).isEqualTo(Files.readString(golden));
    }

    @ParameterizedTest(name = "{0}")
    @FieldSource("CASES")
    void theAnswerIsDescribedWithEveryFieldThatItHas(Case one) throws IOException {
        assertThat(problems(description(), one, MAPPER.readTree(given.body(one.question()))))
                .isEmpty();
    }

    @Test
    void aFieldThatIsNotDescribedAndOneThatIsMissingAreFound() throws IOException {
        Case index = CASES.get(0);
        ObjectNode answer = (ObjectNode) MAPPER.readTree(given.body(index.question()));
        answer.put("more", 1).remove("version");
        assertThat(problems(description(), index, answer)).hasSize(2);
    }

    private static Set<String> problems(JsonNode description, Case one, JsonNode answer) {
        String kind = one.status() == 200 ? "application/json" : "application/problem+json";
        JsonNode schema = description
                .path("paths")
                .path(one.template())
                .path("get")
                .path("responses")
                .path(String.valueOf(one.status()))
                .path("content")
                .path(kind)
                .path("schema");
        assertThat(schema.isMissingNode()).as(one + " is described").isFalse();
        ObjectNode root = schema.deepCopy();
        ObjectNode components = description.path("components").deepCopy();
        close(components);
        root.set("components", components);
        return problems(root, answer);
    }

    private static Set<String> problems(JsonNode schema, JsonNode answer) {
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(schema)
                .validate(answer)
                .stream()
                .map(ValidationMessage::getMessage)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** A field that is not described is then wrong; clients are not told so, since fields may come. */
    private static void close(JsonNode node) {
        if (node instanceof ObjectNode object
                && object.path("type").asText().equals("object")
                && object.has("properties")) {
            object.put("additionalProperties", false);
        }
        node.forEach(ApiGoldenTest::close);
    }

    @Test
    void everyPathIsDescribedAndEveryDescribedOneIsAnsweredAndLookedAt() throws IOException {
        List<String> described = names(description().path("paths"));
        List<String> answered =
                given.api.paths().stream().map(ApiPath::template).toList();
        assertThat(described).containsExactlyInAnyOrderElementsOf(answered);
        assertThat(Stream.concat(CASES.stream().map(Case::template), Stream.of("/api/v1/openapi.json", Events.PATH))
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrderElementsOf(answered);
        JsonNode index = MAPPER.readTree(given.body("/api/v1"));
        assertThat(index.findValuesAsText("path")).containsExactlyElementsOf(answered);
        given.api.paths().forEach(path -> assertThat(summary(path.template())).isEqualTo(path.summary()));
    }

    @Test
    void theEventsAreDescribedByAnExampleAndByWhatTheirDataIs() throws IOException {
        String alive = text(BoardJson.event(Set.of()));
        String changed = text(BoardJson.event(new TreeSet<>(Set.of("payments", "clicks"))));
        JsonNode stream = description()
                .path("paths")
                .path(Events.PATH)
                .path("get")
                .path("responses")
                .path("200")
                .path("content")
                .path(Events.TYPE);
        assertThat(stream.path("example").asText()).isEqualTo(alive + changed);
        ObjectNode data =
                description().path("components").path("schemas").path("Changed").deepCopy();
        close(data);
        assertThat(problems(data, data(alive))).isEmpty();
        assertThat(problems(data, data(changed))).isEmpty();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static JsonNode data(String event) throws IOException {
        return MAPPER.readTree(event.substring(event.indexOf("data: ") + "data: ".length()));
    }

    private String summary(String template) {
        try {
            return description()
                    .path("paths")
                    .path(template)
                    .path("get")
                    .path("summary")
                    .asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void noGoldenAnswerIsLeftOfACaseThatIsNoMore() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            assertThat(files.map(file -> file.getFileName().toString().replace(".json", "")))
                    .containsExactlyInAnyOrderElementsOf(
                            CASES.stream().map(Case::file).toList());
        }
    }

    @Test
    void whatIsNotThereIsAProblemThatSaysWhereToBegin() throws IOException {
        Answer answer = given.get("/api/v1/nothing");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains("urn:kullback:nothing-here", "/api/v1");
    }

    /** Five hundred series: what the overview asks for every few seconds. */
    @Test
    void theOverviewOfManySeriesStaysSmall() throws IOException {
        try (GivenBoard many = new GivenBoard(Duration.ofHours(1), false, "payments")) {
            for (int segment = 0; segment < 500; segment++) {
                for (int window = 0; window < 100; window++) {
                    many.close("payments", "segment-" + segment, window, 100, 800, 100);
                }
            }
            Api api = new Api(
                    many.board,
                    new BuildInfo("1", "17", "cafe"),
                    new Health(() -> true, () -> true),
                    Surroundings.NONE);
            byte[] body = api.get("/api/v1/monitors", Map.of()).body();
            JsonNode series = MAPPER.readTree(body).at("/monitors/0/series");
            assertThat(series).hasSize(500);
            assertThat(series.get(0).get("windows")).hasSize(80);
            // 214 bytes for each window; all that are kept would be six times as many.
            assertThat(body.length).isLessThan(10_000_000);
            // What the page asks for.
            assertThat(api.get("/api/v1/monitors", Map.of("points", "30")).body().length)
                    .isLessThan(4_000_000);
            assertThat(api.get("/api/v1/monitors", Map.of("points", "20")).body().length)
                    .isLessThan(body.length / 3);
        }
    }
}
