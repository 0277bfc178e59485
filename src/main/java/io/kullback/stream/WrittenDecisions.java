package io.kullback.stream;

import io.kullback.detection.SeriesDecider;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What a durable copy holds of one segment's decisions, gathered entry by entry. */
final class WrittenDecisions {

    private final NavigableMap<Long, DecisionEntry> entries = new TreeMap<>();
    private final Map<String, byte[]> fits = new TreeMap<>();
    private final Map<String, NavigableMap<Integer, List<byte[]>>> journals = new TreeMap<>();

    void entry(long windowStart, DecisionEntry entry) {
        entries.put(windowStart, entry);
    }

    /** Starts of the windows of which something was written. */
    Iterable<Long> windows() {
        return entries.keySet();
    }

    void fit(String feature, byte[] value) {
        fits.put(feature, value);
    }

    void journal(String feature, int chunk, List<byte[]> values) {
        journals.computeIfAbsent(feature, key -> new TreeMap<>()).put(chunk, values);
    }

    /**
     * The decisions as they were when they were written; features that nothing was written of begin now.
     *
     * @param deciders that have seen nothing
     * @return empty if too little was written to go on from
     * @throws IllegalStateException if they were written for another reference, other bins or other features
     */
    Optional<SegmentDecisions> takeUp(Map<String, SeriesDecider> deciders) {
        if (entries.isEmpty()) {
            return Optional.empty();
        }
        DecisionEntry newest = entries.lastEntry().getValue();
        Set<String> known = newest.features().keySet();
        if (!deciders.keySet().containsAll(known)) {
            throw new IllegalStateException("the features were " + known + " and are now " + deciders.keySet());
        }
        Map<String, SeriesDecider> toRestore = new TreeMap<>(deciders);
        toRestore.keySet().retainAll(known);
        if (toRestore.isEmpty()) {
            throw new IllegalStateException("none of the features " + deciders.keySet() + " was decided about");
        }
        try {
            for (Map.Entry<String, SeriesDecider> entry : toRestore.entrySet()) {
                List<byte[]> journal = new ArrayList<>();
                journals.getOrDefault(entry.getKey(), new TreeMap<>()).values().forEach(journal::addAll);
                entry.getValue()
                        .restore(
                                in(Optional.ofNullable(fits.get(entry.getKey()))
                                        .orElseThrow(() -> new IllegalStateException("there is no fit"))),
                                journal,
                                in(newest.features().get(entry.getKey()).head()));
            }
        } catch (IOException e) {
            throw new IllegalStateException("the state cannot be read: " + e.getMessage(), e);
        }
        SegmentDecisions decisions = new SegmentDecisions(deciders);
        if (known.equals(deciders.keySet())) {
            decisions.restore(entries);
        } else {
            decisions.restoreWithNewFeatures(entries);
        }
        return Optional.of(decisions);
    }

    private static DataInputStream in(byte[] bytes) {
        return new DataInputStream(new ByteArrayInputStream(bytes));
    }
}
