package io.kullback.app.simulation;

import io.kullback.detection.change.ChangeDetector;
import io.kullback.detection.change.Season;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/** Measures how many windows after a change a rule raises its alarm; the window in which the change begins counts as 1. */
final class Delays {

    /** Longer than this is a miss. */
    static final int LIMIT = 400;

    /** Windows judged before each change. */
    static final int BEFORE = 200;

    static final List<Change> OF_NUMBERS =
            List.of(Change.SHIFT_05, Change.SHIFT_10, Change.SHIFT_25, Change.RAMP, Change.SPREAD_05, Change.SPREAD_25);
    static final List<Change> OF_CATEGORIES = List.of(Change.RAREST_2, Change.TOP_10, Change.MIDDLE_5);

    private Delays() {}

    /**
     * The delay of the change detector; empty if it misses.
     *
     * @param baseline windows learned from
     * @param before windows judged before the change, so that some evidence stands already as it does in a detector that has run for a while; alarms in them do
     *     not count
     */
    static OptionalInt ofDetector(StreamKind kind, int baseline, int before, Change change, long seed, int repetition) {
        WindowSource source =
                kind.source(new Chance(Seeds.of(seed, kind.name() + baseline + change.name(), repetition)));
        ChangeDetector detector = ChangeDetector.of(Rule.settings(baseline, Season.NONE), kind.reference());
        int first = baseline + before;
        for (int index = 0; index < first + LIMIT; index++) {
            long[] counts = source.next(index, index < first ? Change.NONE : change, index - first);
            boolean alarm = detector.observe(index * Rule.ADVANCE.toMillis(), counts, false)
                    .alarm()
                    .isPresent();
            if (alarm && index >= first) {
                return OptionalInt.of(index - first + 1);
            }
        }
        return OptionalInt.empty();
    }

    /** The delay of a rule that judges each window by itself; empty if it misses. */
    static OptionalInt ofThreshold(Rule rule, StreamKind kind, Change change, long seed, int repetition) {
        WindowSource source = kind.source(new Chance(Seeds.of(seed, kind.name() + change.name(), repetition)));
        Rule.Judge judge = rule.judge(kind.reference(), kind.shares());
        for (int since = 0; since < LIMIT; since++) {
            int index = Rule.WARM_UP + since;
            if (judge.alarms(index, 0, source.next(index, change, since))) {
                return OptionalInt.of(since + 1);
            }
        }
        return OptionalInt.empty();
    }

    /**
     * Delays of many repetitions.
     *
     * @param mean of those that were no miss, in windows
     * @param standardError of the mean
     * @param nineteenTwentieths delay that 95 % do not exceed
     * @param missed part of the repetitions that raised no alarm in {@value #LIMIT} windows
     */
    record Summary(double mean, double standardError, double nineteenTwentieths, double missed) {

        static Summary of(List<OptionalInt> delays) {
            double[] found = delays.stream()
                    .filter(OptionalInt::isPresent)
                    .mapToDouble(OptionalInt::getAsInt)
                    .sorted()
                    .toArray();
            double missed = 1 - (double) found.length / delays.size();
            double mean = Arrays.stream(found).average().orElse(Double.NaN);
            double squares =
                    Arrays.stream(found).map(x -> (x - mean) * (x - mean)).sum();
            double error = Math.sqrt(squares / Math.max(1, found.length - 1) / Math.max(1, found.length));
            int place = (int) Math.ceil(.95 * delays.size()) - 1;
            return new Summary(mean, error, place < found.length ? found[place] : Double.POSITIVE_INFINITY, missed);
        }

        /** As {@code 11.2 (18)}; {@code never} where all are missed. */
        String text() {
            if (missed >= 1) {
                return "never";
            }
            String times = Text.number(mean)
                    + (nineteenTwentieths > 1.5 * mean ? " (" + Text.number(nineteenTwentieths) + ")" : "");
            return missed > 0 ? times + ", " + Text.number(100 * missed) + " % missed" : times;
        }
    }
}
