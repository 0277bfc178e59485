package io.kullback.app.simulation;

/** A change of the simulated data, and how it is named in tables. */
enum Change {
    NONE("none", 0, 1),
    SHIFT_05("0.05 σ", .05, 1),
    SHIFT_10("0.1 σ", .1, 1),
    SHIFT_25("0.25 σ", .25, 1),
    RAMP("ramp 0.25 σ / 100", .25, 1) {
        @Override
        double shift(int window) {
            return super.shift(window) * Math.min(100, window + 1) / 100;
        }
    },
    SPREAD_05("sd × 1.05", 0, 1.05),
    SPREAD_25("sd × 1.25", 0, 1.25),
    RAREST_2("2 % to the rarest", 0, 1) {
        @Override
        double[] mix(double[] shares) {
            return moved(shares, .02, shares.length - 1);
        }
    },
    TOP_10("top − 10 %", 0, 1) {
        @Override
        double[] mix(double[] shares) {
            double[] mix = shares.clone();
            double taken = .1 * shares[0];
            for (int bin = 1; bin < mix.length; bin++) {
                mix[bin] += taken * shares[bin] / (1 - shares[0]);
            }
            mix[0] -= taken;
            return mix;
        }
    },
    MIDDLE_5("5 % moved", 0, 1) {
        @Override
        double[] mix(double[] shares) {
            return moved(shares, .05, shares.length / 2);
        }
    };

    private final String title;
    private final double shift;
    private final double spread;

    Change(String title, double shift, double spread) {
        this.title = title;
        this.shift = shift;
        this.spread = spread;
    }

    String title() {
        return title;
    }

    /** Shift of the mean in σ, in the given window of the change, from 0. */
    double shift(int window) {
        return shift;
    }

    /** Factor of the standard deviation. */
    double spread() {
        return spread;
    }

    /** Shares of categories once they have changed. */
    double[] mix(double[] shares) {
        return shares;
    }

    /** A part of all events, taken from every category alike, goes to one. */
    private static double[] moved(double[] shares, double part, int to) {
        double[] mix = new double[shares.length];
        for (int bin = 0; bin < mix.length; bin++) {
            mix[bin] = (1 - part) * shares[bin];
        }
        mix[to] += part;
        return mix;
    }
}
