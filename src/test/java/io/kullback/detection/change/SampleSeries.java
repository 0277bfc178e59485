package io.kullback.detection.change;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** A short series with a change in it, and the kinds of detector that watch it. */
final class SampleSeries {

    static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

    static final int BASELINE = 60;

    static final ChangeSettings SETTINGS = new ChangeSettings(1e-3, BASELINE, Season.NONE, FIVE_MINUTES);

    static final ReferenceBins TEN_EQUAL = ReferenceBins.exact(true, 10, .1, .1, .1, .1, .1, .1, .1, .1, .1, .1);

    /** The three ways in which a series can be watched. */
    enum Kind {
        NUMBER {
            @Override
            SequentialDetector detector() {
                return ChangeDetector.of(SETTINGS, TEN_EQUAL);
            }
        },
        CATEGORY {
            @Override
            SequentialDetector detector() {
                return ChangeDetector.of(SETTINGS, ReferenceBins.exact(false, 10, TEN_EQUAL.shares()));
            }
        },
        INDEPENDENT_EVENTS {
            @Override
            SequentialDetector detector() {
                return LearnedNullDetector.of(SETTINGS, counted(true));
            }
        },
        INDEPENDENT_CATEGORIES {
            @Override
            SequentialDetector detector() {
                return LearnedNullDetector.of(SETTINGS, counted(false));
            }
        };

        abstract SequentialDetector detector();

        private static ReferenceBins counted(boolean ordered) {
            long[] counts = new long[10];
            Arrays.fill(counts, 10_000);
            return ReferenceBins.ofCounts(ordered, 10, counts, 0.5);
        }
    }

    /** Windows of 400 events over ten bins: 100 unchanged ones, then a fifth of the lower half moves to the upper half. */
    static List<long[]> windows(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return IntStream.range(0, 130)
                .mapToObj(window -> {
                    long[] counts = new long[10];
                    for (int event = 0; event < 400; event++) {
                        int bin = random.nextInt(10);
                        boolean moves = window >= 100 && bin < 5 && random.nextInt(5) == 0;
                        counts[moves ? bin + 5 : bin]++;
                    }
                    return counts;
                })
                .toList();
    }

    static long start(int window) {
        return 1_700_000_000_000L + window * FIVE_MINUTES.toMillis();
    }

    /** Every seventh window after the baseline is declared drifted by the other rule. */
    static ChangeDecision observe(SequentialDetector detector, List<long[]> windows, int window) {
        return detector.observe(start(window), windows.get(window), window % 7 == 0);
    }

    static byte[] head(SequentialDetector detector) {
        return written(detector::writeHead);
    }

    interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    static byte[] written(Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            writing.to(new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static DataInputStream reading(byte[] bytes) {
        return new DataInputStream(new ByteArrayInputStream(bytes));
    }

    private SampleSeries() {}
}
