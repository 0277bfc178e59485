package io.kullback.detection;

import io.kullback.detection.change.NullMoments;
import io.kullback.divergence.KlEstimate;
import io.kullback.histogram.Window;
import java.time.Instant;
import java.util.Optional;

/** What one rule measured in one window, and what it compares that with. Says nothing of which was larger: a {@link Verdict} does. */
public sealed interface Evidence {

    /** The rule. */
    DriftRule rule();

    /** What was measured, among the rule's measures: the channel of a change, {@code kl}, or the divergence of a threshold. */
    String measure();

    /** The value measured. */
    double value();

    /** The value that the rule asks for. */
    double threshold();

    /** When the drift began, as far as this evidence can tell. */
    Instant onset(Window window);

    /** Consecutive windows with this evidence before an alert fires. */
    int windowsToFire(AlertPolicy policy);

    /** Consecutive windows without drift after this evidence before the alert may resolve. */
    int windowsToClear(AlertPolicy policy);

    /** Whether a window with this value, though it did not drift, is too close to drifting for an alert to resolve. */
    boolean holds(AlertPolicy policy);

    /**
     * Rule A, a change found by a sequential detector.
     *
     * @param channel what changed, such as {@code location}
     * @param direction which way
     * @param value logarithm of the detector's evidence, ln R
     * @param threshold logarithm of the evidence at which it alarms, ln c
     * @param since estimated onset of the change
     * @param windows windows from the onset to the one in which it was found, that one included; at least 1
     */
    record Change(String channel, Direction direction, double value, double threshold, Instant since, int windows)
            implements Evidence {

        /** A change is gone when the detector, which starts anew after an alarm, has had this many times as long to find it again. */
        private static final int PATIENCE = 2;

        public Change {
            if (windows < 1) {
                throw new IllegalArgumentException(
                        "a change is found after at least 1 window, but windows is " + windows);
            }
        }

        @Override
        public DriftRule rule() {
            return DriftRule.CHANGE;
        }

        @Override
        public String measure() {
            return channel;
        }

        @Override
        public Instant onset(Window window) {
            return since;
        }

        /** One: the detector has weighed the windows since the onset already. */
        @Override
        public int windowsToFire(AlertPolicy policy) {
            return 1;
        }

        @Override
        public int windowsToClear(AlertPolicy policy) {
            return (int) Math.max(policy.clearWindows(), Math.min(Integer.MAX_VALUE, (long) PATIENCE * windows));
        }

        /** No: the detector starts anew after an alarm, so its value does not tell how near the windows still are. */
        @Override
        public boolean holds(AlertPolicy policy) {
            return false;
        }
    }

    /**
     * Rule B, the divergence from the reference.
     *
     * @param value divergence with its bias removed, in nats
     * @param minKl the divergence that has to be exceeded beyond chance
     * @param noiseFloor what the plug-in estimate of the window shows on average without drift if events are independent: the bias that is removed
     * @param unrest what {@code value} shows on average without drift, since windows of this series differ by more than independent events would; at least 0
     */
    record Level(double value, double minKl, double noiseFloor, double unrest) implements Evidence {

        public Level {
            if (!(unrest >= 0)) {
                throw new IllegalArgumentException("unrest must be at least 0, but is " + unrest);
            }
        }

        /** The evidence of a window of independent events. */
        public Level(double value, double minKl, double noiseFloor) {
            this(value, minKl, noiseFloor, 0);
        }

        /**
         * The evidence of a scored window.
         *
         * @param noise of G while nothing changes; empty for that of independent events
         */
        public static Level of(KlEstimate kl, double minKl, Optional<NullMoments> noise) {
            double ordinary = noise.map(law -> law.mean() / (2 * kl.effectiveObservations()))
                    .orElse(0.0);
            return new Level(kl.corrected(), minKl, kl.noiseFloor(), Math.max(0, ordinary - kl.noiseFloor()));
        }

        @Override
        public DriftRule rule() {
            return DriftRule.LEVEL;
        }

        @Override
        public String measure() {
            return "kl";
        }

        @Override
        public double threshold() {
            return minKl;
        }

        @Override
        public Instant onset(Window window) {
            return window.start();
        }

        @Override
        public int windowsToFire(AlertPolicy policy) {
            return policy.forWindows();
        }

        @Override
        public int windowsToClear(AlertPolicy policy) {
            return policy.clearWindows();
        }

        /**
         * Whether the estimate itself, not its lower bound, is above the clear level of {@code min-kl}: a window with fewer events has a lower bound nearer to
         * 0, and an alert must not resolve because there is less to see. Differences below the window's own noise floor hold nothing; and of a restless series,
         * whose ordinary windows are all above {@code min-kl}, only what is beyond its unrest counts, or its alerts would never end.
         */
        @Override
        public boolean holds(AlertPolicy policy) {
            return value - unrest > policy.clearLevel() * Math.max(minKl, noiseFloor + unrest);
        }
    }

    /**
     * A plain threshold.
     *
     * @param divergence its name in results
     * @param value of the divergence
     * @param above the threshold
     * @param forWindows consecutive windows above it before an alert fires, at least 1
     */
    record Threshold(String divergence, double value, double above, int forWindows) implements Evidence {
        public Threshold {
            if (forWindows < 1) {
                throw new IllegalArgumentException("for must be at least 1 window, but is " + forWindows);
            }
        }

        @Override
        public DriftRule rule() {
            return DriftRule.THRESHOLD;
        }

        @Override
        public String measure() {
            return divergence;
        }

        @Override
        public double threshold() {
            return above;
        }

        @Override
        public Instant onset(Window window) {
            return window.start();
        }

        @Override
        public int windowsToFire(AlertPolicy policy) {
            return forWindows;
        }

        @Override
        public int windowsToClear(AlertPolicy policy) {
            return policy.clearWindows();
        }

        @Override
        public boolean holds(AlertPolicy policy) {
            return value > policy.clearLevel() * above;
        }
    }

    /** Which way something changed. */
    enum Direction {
        UP("up"),
        DOWN("down"),
        /** The measure has no direction. */
        NONE("changed");

        private final String word;

        Direction(String word) {
            this.word = word;
        }

        /** The direction as people read it. */
        public String word() {
            return word;
        }
    }
}
