package io.kullback.detection.change;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** What the rule that watches for change says of one window. */
public sealed interface ChangeDecision {

    /** The channel that raised an alarm in this window, the one with the most evidence if several did. */
    Optional<Evidence> alarm();

    /**
     * The baseline is still being collected: nothing can be said.
     *
     * @param windows collected, this one included
     * @param needed windows of a complete baseline
     */
    record Learning(int windows, int needed) implements ChangeDecision {

        /** Whether this window completed the baseline: the detector's fit is new, and the next window is judged. */
        public boolean isComplete() {
            return windows == needed;
        }

        @Override
        public Optional<Evidence> alarm() {
            return Optional.empty();
        }
    }

    /**
     * The window was judged.
     *
     * @param logThreshold ln c, the evidence at which a channel raises an alarm
     * @param channels the evidence of each channel that can be watched, before a reset by an alarm
     * @param remembered windows that this one was compared with
     * @param provisional whether those are still so few that correlated windows may raise more alarms than the budget allows
     * @param smallestShift shift in standard deviations of the reference (for categories: along their first axis) below which the memory would absorb a change
     *     at this number of events before it could raise an alarm; empty if location cannot be watched
     */
    record Watching(
            double logThreshold,
            List<Evidence> channels,
            int remembered,
            boolean provisional,
            OptionalDouble smallestShift)
            implements ChangeDecision {

        public Watching {
            channels = List.copyOf(channels);
        }

        @Override
        public Optional<Evidence> alarm() {
            return channels.stream().filter(Evidence::alarm).max(Comparator.comparingDouble(Evidence::logEvidence));
        }
    }

    /**
     * Evidence for a change in one channel.
     *
     * @param logEvidence ln R; at most c^−1 of windows without a change reach ln c
     * @param direction of the change that has the most evidence
     * @param onsetIndex number of the series' window, from 0, at which the present run of evidence for that change began
     * @param onsetStart start of that window, epoch milliseconds
     * @param alarm whether the evidence reached the threshold in this window; it then starts again at nothing
     */
    record Evidence(
            Channel channel,
            double logEvidence,
            Direction direction,
            long onsetIndex,
            long onsetStart,
            boolean alarm) {}

    /** Where a change leads. */
    enum Direction {
        /** To larger values, a wider spread. */
        UP,
        /** To smaller values, a narrower spread. */
        DOWN,
        /** The channel has none. */
        NONE
    }
}
