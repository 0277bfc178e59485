package io.kullback.stream;

import io.kullback.histogram.Window;
import io.kullback.histogram.WindowPlan;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Which earlier time a window is compared with: a function of the window alone, so that a replay compares with the same. */
public sealed interface PastSpan {

    /**
     * The spans of event time that a window is compared with, all of them before its start; none where there is nothing to compare it with.
     *
     * <p>A window is compared only where the history reaches back to the first of them.
     */
    List<Window> before(Window window);

    /** How long before a window's start the first span begins, in milliseconds; empty where that is without bound. */
    OptionalLong lookback();

    /** Every distance that has to be a whole number of panes, with its name. */
    List<Distance> distances();

    /** A distance by the name of its key. */
    record Distance(String name, Duration length) {}

    /**
     * The time just before a window, or some time before it: [start − offset − span, start − offset).
     *
     * @param span above 0
     * @param offset at least 0
     */
    record Rolling(Duration span, Duration offset) implements PastSpan {
        public Rolling {
            if (span.isZero() || span.isNegative()) {
                throw new IllegalArgumentException("span must be above 0, but is " + span);
            }
            requireNotNegative(offset);
        }

        @Override
        public List<Window> before(Window window) {
            Instant end = window.start().minus(offset);
            return List.of(new Window(end.minus(span), end));
        }

        @Override
        public OptionalLong lookback() {
            return OptionalLong.of(span.plus(offset).toMillis());
        }

        @Override
        public List<Distance> distances() {
            return List.of(new Distance("span", span), new Distance("offset", offset));
        }
    }

    /**
     * All that was since some moment: [from, start − offset).
     *
     * @param offset at least 0
     */
    record Expanding(Instant from, Duration offset) implements PastSpan {
        public Expanding {
            requireNotNegative(offset);
        }

        @Override
        public List<Window> before(Window window) {
            Instant end = window.start().minus(offset);
            Duration size = Duration.between(window.start(), window.end());
            // A window at least: of less nobody can say what is usual.
            return end.isBefore(from.plus(size)) ? List.of() : List.of(new Window(from, end));
        }

        @Override
        public OptionalLong lookback() {
            return OptionalLong.empty();
        }

        @Override
        public List<Distance> distances() {
            return List.of(
                    new Distance("from", Duration.ofMillis(from.toEpochMilli())), new Distance("offset", offset));
        }
    }

    /**
     * The same time of earlier days, weeks or whatever comes again: [start − i · every, end − i · every) for i = 1 … times, without those that touch an excepted day.
     *
     * @param every distance in time, above 0; by UTC, so that a change to or from summer time moves a rhythm of local time by an hour
     * @param times at least 1
     * @param except days of UTC that are not like others
     */
    record Seasonal(Duration every, int times, SortedSet<LocalDate> except) implements PastSpan {
        public Seasonal {
            if (every.isZero() || every.isNegative()) {
                throw new IllegalArgumentException("every must be above 0, but is " + every);
            }
            if (times < 1 || times > 1_000) {
                throw new IllegalArgumentException("times must be between 1 and 1000, but is " + times);
            }
            except = new TreeSet<>(except);
        }

        @Override
        public List<Window> before(Window window) {
            List<Window> spans = new ArrayList<>();
            for (int i = times; i >= 1; i--) {
                Duration back = every.multipliedBy(i);
                Window span =
                        new Window(window.start().minus(back), window.end().minus(back));
                if (!touchesException(span)) {
                    spans.add(span);
                }
            }
            return spans;
        }

        private boolean touchesException(Window span) {
            LocalDate first = LocalDate.ofInstant(span.start(), ZoneOffset.UTC);
            LocalDate last = LocalDate.ofInstant(span.end().minusMillis(1), ZoneOffset.UTC);
            return !except.subSet(first, last.plusDays(1)).isEmpty();
        }

        @Override
        public OptionalLong lookback() {
            return OptionalLong.of(every.multipliedBy(times).toMillis());
        }

        @Override
        public List<Distance> distances() {
            return List.of(new Distance("every", every));
        }
    }

    private static void requireNotNegative(Duration offset) {
        if (offset.isNegative()) {
            throw new IllegalArgumentException("offset must be at least 0, but is " + offset);
        }
    }

    /**
     * Refuses spans that would cut a pane, or hold a part of the window itself.
     *
     * @throws IllegalArgumentException if one does
     */
    default void requireFit(WindowPlan plan) {
        long pane = plan.advance().toMillis();
        for (Distance distance : distances()) {
            if (distance.length().toMillis() % pane != 0) {
                throw new IllegalArgumentException("the reference's '" + distance.name()
                        + "' must be a multiple of the window's advance, " + plan.advance() + ", but is not");
            }
        }
        if (this instanceof Seasonal seasonal && seasonal.every().compareTo(plan.size()) < 0) {
            throw new IllegalArgumentException("the reference's 'every', " + seasonal.every()
                    + ", is shorter than a window, " + plan.size() + ", which would be compared with itself");
        }
    }

    /** The spans of a window in words. */
    static String words(List<Window> spans) {
        return spans.stream().map(span -> span.start() + " to " + span.end()).collect(Collectors.joining(" and "));
    }
}
