package io.kullback.stream;

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

    void merge(PaneCounts other) {
        records += other.records;
        for (int i = 0; i < tallies.size(); i++) {
            tallies.get(i).merge(other.tallies.get(i));
        }
    }

    PaneCounts copy() {
        return new PaneCounts(records, tallies.stream().map(Tally::copy).toList());
    }
}
