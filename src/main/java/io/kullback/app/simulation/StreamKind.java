package io.kullback.app.simulation;

import io.kullback.detection.change.ReferenceBins;
import java.util.Arrays;

/** The simulated streams: five-minute windows of about a thousand events, and what makes real windows noisier than independent events would. */
enum StreamKind {
    IID("i.i.d."),
    EVENTS_AR_5("events AR(1) .5") {
        @Override
        WindowSource source(Chance chance) {
            return WindowSource.correlatedEvents(chance, .5);
        }
    },
    EVENTS_AR_9("events AR(1) .9") {
        @Override
        WindowSource source(Chance chance) {
            return WindowSource.correlatedEvents(chance, .9);
        }
    },
    RUNS("runs, mean 10") {
        @Override
        WindowSource source(Chance chance) {
            return WindowSource.runs(chance, 10);
        }
    },
    JITTER("mean jitters .05") {
        @Override
        WindowSource source(Chance chance) {
            return WindowSource.wandering(chance, window -> .05 * chance.normal(), window -> EVENTS);
        }
    },
    DAILY_1("daily ± .1") {
        @Override
        WindowSource source(Chance chance) {
            return WindowSource.wandering(chance, window -> .1 * daily(window), window -> EVENTS);
        }
    },
    DAILY_3("daily ± .3") {
        @Override
        WindowSource source(Chance chance) {
            return WindowSource.wandering(chance, window -> .3 * daily(window), window -> EVENTS);
        }
    },
    MEAN_AR_9("mean AR(1) .9, sd .05") {
        @Override
        WindowSource source(Chance chance) {
            double[] mean = {.05 * chance.normal()};
            return WindowSource.wandering(
                    chance,
                    window -> {
                        mean[0] = .9 * mean[0] + .05 * Math.sqrt(1 - .9 * .9) * chance.normal();
                        return mean[0];
                    },
                    window -> EVENTS);
        }
    },
    VOLUME("volume × 10 daily, jitter") {
        @Override
        WindowSource source(Chance chance) {
            return WindowSource.wandering(chance, window -> .05 * chance.normal(), window ->
                    (int) Math.rint(EVENTS * StrictMath.pow(10, daily(window) / 2)));
        }
    },
    CATEGORIES("categories, Zipf 20") {
        @Override
        WindowSource source(Chance chance) {
            return WindowSource.categories(chance, zipf(), EVENTS);
        }

        @Override
        ReferenceBins reference() {
            return ReferenceBins.exact(false, CATEGORY_COUNT, zipf());
        }

        @Override
        double[] shares() {
            return zipf();
        }
    };

    private static final int EVENTS = 1_000;
    private static final int CATEGORY_COUNT = 20;
    private static final int WINDOWS_A_DAY = 288;

    private final String title;

    StreamKind(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /** A stream of this kind from its beginning. */
    WindowSource source(Chance chance) {
        return WindowSource.wandering(chance, window -> 0, window -> EVENTS);
    }

    /** The reference, known exactly. */
    ReferenceBins reference() {
        return ReferenceBins.exact(true, NormalBins.COUNT, shares());
    }

    /** The reference's shares. */
    double[] shares() {
        double[] shares = new double[NormalBins.COUNT];
        Arrays.fill(shares, 1.0 / shares.length);
        return shares;
    }

    private static double daily(int window) {
        return StrictMath.sin(2 * Math.PI * window / WINDOWS_A_DAY);
    }

    private static double[] zipf() {
        double[] shares = new double[CATEGORY_COUNT];
        double total = 0;
        for (int rank = 1; rank <= shares.length; rank++) {
            shares[rank - 1] = 1.0 / rank;
            total += shares[rank - 1];
        }
        for (int bin = 0; bin < shares.length; bin++) {
            shares[bin] /= total;
        }
        return shares;
    }
}
