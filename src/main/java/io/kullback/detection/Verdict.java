package io.kullback.detection;

import io.kullback.divergence.SmallestShift;
import io.kullback.histogram.Window;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What is said of one window of one feature. */
public sealed interface Verdict {

    /** The verdict's name in results and on screen: {@code stable}, {@code drifted} or {@code inconclusive}. */
    String name();

    /**
     * The difference from the reference is within what chance gives, or below what the user cares about.
     *
     * @param readings what the rules measured, none of it enough
     * @param smallestShift the smallest shift that would have been seen; empty where that is not known
     */
    record Stable(List<Evidence> readings, Optional<SmallestShift> smallestShift) implements Verdict {
        public Stable {
            readings = List.copyOf(readings);
        }

        /** Stable, with nothing said of how near. */
        public Stable() {
            this(List.of(), Optional.empty());
        }

        @Override
        public String name() {
            return "stable";
        }
    }

    /**
     * The window differs, by more than chance explains, or by more than a plain threshold allows.
     *
     * @param minKl the divergence in nats up to which a difference is of no interest to rule B
     * @param evidence of every rule that calls the window drifted; empty only where rule B alone does and gives no figures
     */
    record Drifted(double minKl, List<Evidence> evidence) implements Verdict {
        public Drifted {
            evidence = List.copyOf(evidence);
        }

        /** Drifted by rule B, with nothing said of how far. */
        public Drifted(double minKl) {
            this(minKl, List.of());
        }

        @Override
        public String name() {
            return "drifted";
        }

        /** The rules that call the window drifted, at least one. */
        public Set<DriftRule> rules() {
            return evidence.isEmpty()
                    ? Set.of(DriftRule.LEVEL)
                    : evidence.stream().map(Evidence::rule).collect(Collectors.toCollection(TreeSet::new));
        }

        /** When the drift began, by the earliest of the rules' estimates. */
        public Instant since(Window window) {
            return evidence.stream()
                    .map(piece -> piece.onset(window))
                    .min(Instant::compareTo)
                    .orElse(window.start());
        }
    }

    /**
     * Cannot tell. Never the same as stable.
     *
     * @param observations what there is of what is needed: usable events in the window, or windows in the baseline
     * @param needed least number that would be judged
     * @param smallestShift the smallest shift that would have been seen at all; empty where that is not known
     */
    record Inconclusive(
            InconclusiveReason reason, long observations, long needed, Optional<SmallestShift> smallestShift)
            implements Verdict {

        /** Cannot tell, with nothing said of what could have been seen. */
        public Inconclusive(InconclusiveReason reason, long observations, long needed) {
            this(reason, observations, needed, Optional.empty());
        }

        @Override
        public String name() {
            return "inconclusive";
        }
    }
}
