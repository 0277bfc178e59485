package io.kullback.exposition;

import io.kullback.detection.Alert;
import io.kullback.detection.AlertStatus;
import io.kullback.detection.AlertTransition;
import io.kullback.detection.Evidence;
import io.kullback.detection.SeriesId;
import io.kullback.histogram.Reference;
import io.kullback.histogram.Window;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The API of an instance that has the monitor 'payments', with a stable window, then a drifted one, while another has 'clicks'. */
final class GivenApi implements AutoCloseable {

    private static final Duration HOUR = Duration.ofHours(1);

    final GivenBoard given = new GivenBoard(HOUR, false, "payments", "clicks");
    final Api api;

    GivenApi() {
        given.everything("payments");
        given.close("payments", Reference.WHOLE, 2, 100, 800, 100);
        given.close("payments", Reference.WHOLE, 3, 0, 3, 0);
        Window first = Window.ofEpochMillis(HOUR.toMillis(), 2 * HOUR.toMillis());
        SeriesId series = new SeriesId("payments", Reference.WHOLE, "x");
        given.board.alertChanged(
                new AlertTransition(
                        series,
                        Alert.beginning(series, first),
                        AlertTransition.Kind.FIRING,
                        AlertStatus.FIRING,
                        first,
                        List.of(new Evidence.Level(0.7, 0.02, 0.001, 0)),
                        Optional.empty(),
                        1),
                "above 10 10 % → 60 %");
        Map<String, Object> kafka = new LinkedHashMap<>();
        kafka.put("bootstrap.servers", "localhost:9092");
        kafka.put("sasl.jaas.config", "[hidden]");
        this.api = new Api(
                given.board,
                new BuildInfo("1", "17", "cafe"),
                new Health(() -> true, () -> true),
                new Surroundings(
                        monitor -> monitor.equals("clicks")
                                ? Optional.of(URI.create("http://10.0.0.7:8080"))
                                : Optional.empty(),
                        () -> Map.of("kafka", kafka),
                        Reloading.NONE));
    }

    /** @param question path and query, of which nothing needs decoding */
    Answer get(String question) {
        int mark = question.indexOf('?');
        Map<String, String> query = new HashMap<>();
        if (mark >= 0) {
            for (String pair : question.substring(mark + 1).split("&")) {
                query.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
            }
        }
        return api.get(mark < 0 ? question : question.substring(0, mark), query);
    }

    String body(String question) {
        return new String(get(question).body(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        given.close();
    }
}
