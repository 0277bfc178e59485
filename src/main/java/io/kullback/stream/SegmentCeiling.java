package io.kullback.stream;

import io.kullback.histogram.Binning;
import io.kullback.histogram.Reference;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Which segments are told apart when there are more than the ceiling allows: those of the reference first, then those whose names have the smallest hashes.
 *
 * <p>This order is a property of the names. The first so many of a window's segments are therefore the same in whatever order, from however many partitions and
 * in whatever portions its events come. They are also among the first so many of each of its panes, since a pane holds no segment that its window does not: a pane
 * may let go of all others at once, and every segment that a window tells apart has been counted from its first event on.
 *
 * <p>The reference of a period is made by hash alone, so its segments are those of the smallest hashes in the period. Panes that come before it is made are held
 * by hash as well; there a segment of the reference gives way only to names that the period does not have.
 */
final class SegmentCeiling {

    /** Takes the records of all segments that are not told apart. */
    static final String OTHER = "__other__";

    /** Segments with longer names are never told apart: as long as a label of a metric may be. */
    static final int LONGEST_NAME = 128;

    private final int limit;
    private final ReferenceSource source;
    private Optional<Set<String>> ofReference = Optional.empty();
    private int version;

    SegmentCeiling(MonitorSettings monitor) {
        // Without segments there are but the events of the monitor's topic and those that they are compared with.
        this.limit = monitor.reference() instanceof ReferenceSource.AlongsideTopic
                ? 2
                : monitor.limits().segments();
        this.source = monitor.reference();
        if (monitor.reference() instanceof ReferenceSource.Given given) {
            use(given.reference());
        }
        monitor.reference().segmentAlongside().ifPresent(segment -> ofReference = Optional.of(Set.of(segment)));
    }

    /**
     * Where a segment stands.
     *
     * @param isUnknown whether the reference does not know it
     * @param hash of its name
     */
    record Rank(boolean isUnknown, String hash, String segment) implements Comparable<Rank> {
        private static final Comparator<Rank> ORDER =
                Comparator.comparing(Rank::isUnknown).thenComparing(Rank::hash).thenComparing(Rank::segment);

        @Override
        public int compareTo(Rank other) {
            return ORDER.compare(this, other);
        }
    }

    /** Most segments of a pane or a window. */
    int limit() {
        return limit;
    }

    /** Changes when segments may have changed places. */
    int version() {
        return version;
    }

    /** A reference is in force: its segments come first. */
    void use(Reference reference) {
        Set<String> known = new TreeSet<>(reference.histograms().keySet());
        known.remove(OTHER);
        ofReference = Optional.of(known);
        version++;
    }

    /** Where a segment of a pane stands among the others of that pane. */
    Rank rank(long pane, String segment) {
        // In panes of the period itself the reference has no say: it is made of what they hold.
        boolean isAfter = !(source instanceof ReferenceSource.Period period)
                || pane >= period.to().toEpochMilli();
        return rank(segment, isAfter && !isKnown(segment));
    }

    private static Rank rank(String segment, boolean isUnknown) {
        return new Rank(isUnknown, Binning.fingerprintOf(segment), segment);
    }

    private boolean isKnown(String segment) {
        return ofReference.map(known -> known.contains(segment)).orElse(false);
    }

    /**
     * The segments that are told apart of those that the panes of a span of time hold.
     *
     * @param lastPane start of the last pane
     * @param held may contain {@link #OTHER}, which is never told apart
     * @param first those to be told apart before all others, and however many they are
     */
    SortedSet<String> toldApart(long lastPane, Collection<String> held, Predicate<String> first) {
        SortedSet<String> apart = new TreeSet<>(held);
        apart.remove(OTHER);
        if (apart.size() <= limit) {
            return apart;
        }
        Comparator<Rank> order = Comparator.comparing((Rank rank) -> !first.test(rank.segment()))
                .thenComparing(Comparator.naturalOrder());
        return apart.stream()
                .map(segment -> rank(lastPane, segment))
                .sorted(order)
                .limit(Math.max(limit, apart.stream().filter(first).count()))
                .map(Rank::segment)
                .collect(TreeSet::new, Set::add, Set::addAll);
    }
}
