package io.kullback.detection;

/** What is said of one window of one feature. */
public sealed interface Verdict {

    /** The verdict's name in results and on screen: {@code stable}, {@code drifted} or {@code inconclusive}. */
    String name();

    /** The difference from the reference is within what chance gives, or below what the user cares about. */
    record Stable() implements Verdict {
        @Override
        public String name() {
            return "stable";
        }
    }

    /**
     * The divergence is above {@code min-kl}, by more than chance explains.
     *
     * @param minKl the divergence in nats that is exceeded
     */
    record Drifted(double minKl) implements Verdict {
        @Override
        public String name() {
            return "drifted";
        }
    }

    /**
     * Cannot tell. Never the same as stable.
     *
     * @param observations usable events in the window
     * @param needed least number of usable events that would be judged
     */
    record Inconclusive(InconclusiveReason reason, long observations, long needed) implements Verdict {
        @Override
        public String name() {
            return "inconclusive";
        }
    }
}
