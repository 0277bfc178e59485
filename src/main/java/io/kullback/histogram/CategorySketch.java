package io.kullback.histogram;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Counts texts by themselves until a reference has chosen which of them get bins.
 *
 * <p>Holds at most {@code limit} different texts; what exceeds it is counted together as {@link #overflow()} and ends in {@code (other)}. Up to the limit a
 * sketch does not depend on the order of events; beyond it the texts that came first are the ones held, so that frequent ones are, and the total is exact. Texts
 * longer than {@value #LONGEST} characters are never held.
 */
public final class CategorySketch extends Tally {

    /** Longest text that is told apart: no list of categories that people read has longer ones, and a hostile one could fill memory with few. */
    public static final int LONGEST = 256;

    private static final int BYTES_BESIDE_TEXT = 14;

    private final int limit;
    private final Map<String, long[]> countByCategory = new HashMap<>();
    private final long[] unusable = new long[UnusableBin.values().length];
    private long overflow;
    private long characters;

    /** @param limit most different texts held, at least 1 */
    public CategorySketch(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("the limit of categories must be at least 1, but is " + limit);
        }
        this.limit = limit;
    }

    @Override
    public void addNumber(double value) {
        addUnusable(UnusableBin.WRONG_TYPE);
    }

    @Override
    public void addText(String value) {
        if (value.isEmpty()) {
            addUnusable(UnusableBin.MISSING);
        } else {
            add(value, 1);
        }
    }

    @Override
    public void addBoolean(boolean value) {
        addUnusable(UnusableBin.WRONG_TYPE);
    }

    @Override
    public void addUnusable(UnusableBin bin) {
        unusable[bin.ordinal()]++;
    }

    /** Adds to the count of an unusable kind. */
    public void addUnusable(UnusableBin bin, long count) {
        unusable[bin.ordinal()] += count;
    }

    /** Adds to the count of a text. */
    public void add(String category, long count) {
        add(category, count, limit);
    }

    private void add(String category, long count, long most) {
        long[] cell = countByCategory.get(category);
        if (cell != null) {
            cell[0] += count;
        } else if (countByCategory.size() < most && category.length() <= LONGEST) {
            countByCategory.put(category, new long[] {count});
            characters += category.length();
        } else {
            overflow += count;
        }
    }

    /** Adds to the count of texts beyond the limit. */
    public void addOverflow(long count) {
        overflow += count;
    }

    @Override
    public void merge(Tally other) {
        if (!(other instanceof CategorySketch that)) {
            throw otherFamily(this, other);
        }
        merge(that, limit);
    }

    /**
     * Adds the counts of another sketch.
     *
     * @param room most texts held after this that were not before; a negative one counts as none
     */
    public void merge(CategorySketch that, long room) {
        long most = Math.min(limit, countByCategory.size() + Math.max(0, Math.min(room, limit)));
        if (countByCategory.size() + that.countByCategory.size() <= most) {
            that.countByCategory.forEach((category, cell) -> add(category, cell[0], most));
        } else {
            // The most frequent first, ties in order of the texts, so that nothing depends on a hash table's order.
            that.byFrequency().forEach(entry -> add(entry.getKey(), entry.getValue(), most));
        }
        overflow += that.overflow;
        for (int i = 0; i < unusable.length; i++) {
            unusable[i] += that.unusable[i];
        }
    }

    /** Counts by text, in order of the texts. */
    public Map<String, Long> counts() {
        Map<String, Long> counts = new TreeMap<>();
        countByCategory.forEach((category, cell) -> counts.put(category, cell[0]));
        return counts;
    }

    private Stream<Map.Entry<String, Long>> byFrequency() {
        return counts().entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()));
    }

    /** Number of different texts held. */
    public int size() {
        return countByCategory.size();
    }

    /** Number of values whose text came after the limit was reached, or was too long. */
    public long overflow() {
        return overflow;
    }

    /** Most different texts held. */
    public int limit() {
        return limit;
    }

    @Override
    public long count(UnusableBin bin) {
        return unusable[bin.ordinal()];
    }

    @Override
    public long total() {
        long sum = overflow;
        for (long[] cell : countByCategory.values()) {
            sum += cell[0];
        }
        for (long count : unusable) {
            sum += count;
        }
        return sum;
    }

    /**
     * Bins for the most frequent texts, ties in order of the texts, and one for all others.
     *
     * @param top most categories to name, at least 1
     * @throws IllegalStateException if no text was counted
     */
    public CategoryBinning topBinning(int top) {
        if (countByCategory.isEmpty()) {
            throw new IllegalStateException("category bins need at least one text, but none was counted");
        }
        List<String> categories =
                byFrequency().limit(top).map(Map.Entry::getKey).sorted().toList();
        return CategoryBinning.of(categories);
    }

    @Override
    public Histogram over(Binning binning) {
        if (!(binning instanceof CategoryBinning categories)) {
            throw new IllegalArgumentException(
                    "a sketch of categories needs category bins, but got " + binning.canonical());
        }
        long[] binned = new long[binning.bins()];
        countByCategory.forEach((category, cell) -> binned[categories.binOf(category)] += cell[0]);
        for (UnusableBin bin : UnusableBin.values()) {
            binned[binning.binOf(bin)] += unusable[bin.ordinal()];
        }
        binned[
                categories.isClosed()
                        ? binning.binOf(UnusableBin.WRONG_TYPE)
                        : categories.categories().size()] += overflow;
        return Histogram.of(binning, binned);
    }

    @Override
    public CategorySketch copy() {
        CategorySketch copy = new CategorySketch(limit);
        copy.merge(this);
        return copy;
    }

    @Override
    public long weight() {
        // No character takes more than three bytes in UTF-8: those of four are two characters here.
        return 64 + 3 * characters + (long) BYTES_BESIDE_TEXT * countByCategory.size();
    }
}
