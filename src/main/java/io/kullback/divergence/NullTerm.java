package io.kullback.divergence;

import java.util.Optional;

/** The divergences that are sums over bins, one bin's term of each as a function of its counts, and which other divergences rise with them. */
enum NullTerm {
    KL(2, Shares.AS_SET) {
        @Override
        double of(double observed, double reference) {
            return relativeEntropy(observed, reference);
        }
    },
    KL_REVERSE(2, Shares.SUPPORTED) {
        @Override
        double of(double observed, double reference) {
            return relativeEntropy(reference, observed);
        }
    },
    JEFFREYS(1, Shares.SUPPORTED) {
        @Override
        double of(double observed, double reference) {
            return relativeEntropy(observed, reference) + relativeEntropy(reference, observed);
        }
    },
    CHI_SQUARE(1, Shares.SUPPORTED) {
        @Override
        double of(double observed, double reference) {
            double excess = observed - reference;
            return excess == 0 ? 0 : excess * excess / reference;
        }
    },
    JS(8, Shares.AS_COUNTED) {
        @Override
        double of(double observed, double reference) {
            double middle = (observed + reference) / 2;
            return (relativeEntropy(observed, middle) + relativeEntropy(reference, middle)) / 2;
        }
    },
    SQUARED_HELLINGER(8, Shares.AS_COUNTED) {
        @Override
        double of(double observed, double reference) {
            double difference = Math.sqrt(observed) - Math.sqrt(reference);
            return difference * difference / 2;
        }
    },
    TOTAL_VARIATION(0, Shares.AS_COUNTED) {
        @Override
        double of(double observed, double reference) {
            return Math.abs(observed - reference) / 2;
        }
    };

    /** Which pseudo-counts the {@link Scorer} gives a divergence. */
    enum Shares {
        AS_SET,
        SUPPORTED,
        AS_COUNTED;

        double observedPseudoCount(ScoringSettings scoring) {
            return switch (this) {
                case AS_SET -> scoring.observedPseudoCount();
                case SUPPORTED -> Math.max(scoring.observedPseudoCount(), scoring.referencePseudoCount());
                case AS_COUNTED -> 0;
            };
        }

        double referencePseudoCount(ScoringSettings scoring) {
            return this == AS_COUNTED ? 0 : scoring.referencePseudoCount();
        }
    }

    private final double scale;
    private final Shares shares;

    NullTerm(double scale, Shares shares) {
        this.scale = scale;
        this.shares = shares;
    }

    /** The c for which c Nₑ times the sum follows a χ² law when counts are large; 0 where none does. */
    double scale() {
        return scale;
    }

    Shares shares() {
        return shares;
    }

    /** One bin's term, of its smoothed shares. */
    abstract double of(double observed, double reference);

    /** The sum over bins that a divergence rises with; empty for one that has none. */
    static Optional<NullTerm> named(String divergence) {
        return switch (divergence) {
            case "kl" -> Optional.of(KL);
            case "kl_reverse" -> Optional.of(KL_REVERSE);
            case "psi", "jeffreys" -> Optional.of(JEFFREYS);
            case "chi_square", "renyi_2" -> Optional.of(CHI_SQUARE);
            case "js", "js_distance" -> Optional.of(JS);
            case "hellinger", "bhattacharyya", "renyi_half" -> Optional.of(SQUARED_HELLINGER);
            case "total_variation" -> Optional.of(TOTAL_VARIATION);
            default -> Optional.empty();
        };
    }

    /** The value of the sum at which the divergence of that name has the given value. */
    double sumAt(String divergence, double value) {
        return switch (divergence) {
            case "js_distance", "hellinger" -> value * value;
            case "bhattacharyya" -> -StrictMath.expm1(-value);
            case "renyi_half" -> -StrictMath.expm1(-value / 2);
            case "renyi_2" -> StrictMath.expm1(value);
            default -> value;
        };
    }

    /** The non-negative term a ln(a/b) − a + b. */
    private static double relativeEntropy(double a, double b) {
        if (a == 0) {
            return b;
        }
        return b == 0 ? Double.POSITIVE_INFINITY : b * RelativeEntropy.phi((a - b) / b);
    }
}
