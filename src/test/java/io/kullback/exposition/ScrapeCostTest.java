package io.kullback.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How large a scrape of many series is; how long it takes is measured and said, not judged. */
class ScrapeCostTest {

    private static final Logger LOG = LoggerFactory.getLogger(ScrapeCostTest.class);
    private static final int MEGABYTE = 1_000_000;
    private static final int WARM_UP = 20;
    private static final int TURNS = 21;

    /** A feature in a segment has 20 samples here, 1 of them the records of the window. */
    @Test
    void tenThousandSeriesAreLessThanTwoMegabytes() throws Exception {
        measure(560, 10_000);
    }

    private static void measure(int segments, int atLeast) throws IOException, InterruptedException {
        try (GivenBoard given = new GivenBoard(Duration.ofHours(1), false, "m")) {
            given.everything("m");
            for (int segment = 0; segment < segments; segment++) {
                given.close("m", "segment-" + segment, 2, 900 + segment, 8_000 - segment, 1_100);
            }
            long series = given.samples().size();
            assertThat(series).isGreaterThanOrEqualTo(atLeast);
            try (StatusServer server = given.serve()) {
                HttpClient client = HttpClient.newHttpClient();
                HttpRequest request = HttpRequest.newBuilder(
                                URI.create(server.url()).resolve("/metrics"))
                        .header("Accept-Encoding", "gzip")
                        .header("Accept", "application/openmetrics-text; version=1.0.0")
                        .build();
                long[] nanos = new long[TURNS];
                int bytes = 0;
                for (int turn = -WARM_UP; turn < TURNS; turn++) {
                    long start = System.nanoTime();
                    bytes = client.send(request, BodyHandlers.ofByteArray()).body().length;
                    nanos[Math.max(0, turn)] = System.nanoTime() - start;
                }
                Arrays.sort(nanos);
                LOG.atInfo()
                        .addKeyValue("series", series)
                        .addKeyValue("milliseconds", nanos[TURNS / 2] / 1_000_000)
                        .addKeyValue("slowest", nanos[TURNS - 1] / 1_000_000)
                        .addKeyValue("gzip bytes", bytes)
                        .addKeyValue("plain bytes", given.scrapeBytes("text/plain").length)
                        .log("scrape, median of " + TURNS);
                assertThat(bytes).isLessThan(2 * MEGABYTE);
            }
        }
    }
}
