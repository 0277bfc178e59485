package io.kullback.stream;

import io.kullback.histogram.CategorySketch;
import io.kullback.histogram.Tally;
import java.util.List;

/**
 * What was counted of one pane in one segment: the number of records and, for each feature in the order of the monitor's features, their tally. Mutable.
 */
final class PaneCounts {

    private long records;
    private final List<Tally> tallies;

    PaneCounts(long records, List<Tally> tallies) {
        this.records = records;
        this.tallies = List.copyOf(tallies);
    }

    long records() {
        return records;
    }

    /** The tallies in the order of the monitor's features. */
    List<Tally> tallies() {
        return tallies;
    }

    /** Counts one more record, whose values the caller adds to the tallies. */
    void addRecord() {
        records++;
    }

    /** Adds counts over the same bins. */
    void merge(PaneCounts other) {
        merge(other, Long.MAX_VALUE);
    }

    /**
     * Adds counts, telling apart at most so many categories more than before.
     *
     * @return how many more are told apart now
     */
    long merge(PaneCounts other, long room) {
        long before = categories();
        records += other.records;
        for (int i = 0; i < tallies.size(); i++) {
            Tally tally = tallies.get(i);
            Tally added = other.tallies.get(i);
            if (tally instanceof CategorySketch sketch && added instanceof CategorySketch more) {
                sketch.merge(more, room - (categories() - before));
            } else {
                tally.merge(added);
            }
        }
        return categories() - before;
    }

    /** Number of texts told apart whose bins are still to be learned. */
    long categories() {
        long sum = 0;
        for (Tally tally : tallies) {
            sum += tally instanceof CategorySketch sketch ? sketch.size() : 0;
        }
        return sum;
    }

    /** Number of values whose text came when no more could be told apart. */
    long categoriesOverflow() {
        long sum = 0;
        for (Tally tally : tallies) {
            sum += tally instanceof CategorySketch sketch ? sketch.overflow() : 0;
        }
        return sum;
    }

    /** Most bytes that these counts take when they are written. */
    long weight() {
        long sum = 0;
        for (Tally tally : tallies) {
            sum += tally.weight();
        }
        return sum;
    }

    PaneCounts copy() {
        return new PaneCounts(records, tallies.stream().map(Tally::copy).toList());
    }
}
