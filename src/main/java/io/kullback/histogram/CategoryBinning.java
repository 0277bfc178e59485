package io.kullback.histogram;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * One bin for each listed category, in the order listed, then, unless the list is closed, one bin {@code (other)} for every other text.
 *
 * <p>With a closed list a text that is not listed counts as {@link UnusableBin#WRONG_TYPE}.
 */
public final class CategoryBinning implements Binning {

    /** Label of the bin that takes every text that is not listed. */
    public static final String OTHER = "(other)";

    private final List<String> categories;
    private final boolean closed;
    private final Map<String, Integer> binByCategory;
    private final String fingerprint;

    private CategoryBinning(List<String> categories, boolean closed) {
        if (categories.isEmpty()) {
            throw new IllegalArgumentException("categories must name at least one category, but the list is empty");
        }
        if (new LinkedHashSet<>(categories).size() != categories.size()) {
            throw new IllegalArgumentException(
                    "categories must differ, but one is listed twice: " + firstRepeated(categories));
        }
        this.categories = List.copyOf(categories);
        this.closed = closed;
        this.binByCategory = new HashMap<>();
        for (int bin = 0; bin < categories.size(); bin++) {
            binByCategory.put(categories.get(bin), bin);
        }
        this.fingerprint = Binning.fingerprintOf(canonical());
    }

    /** Bins for the given categories and one for all others. */
    public static CategoryBinning of(List<String> categories) {
        return new CategoryBinning(categories, false);
    }

    /** Bins for the given categories and no others. */
    public static CategoryBinning closed(List<String> categories) {
        return new CategoryBinning(categories, true);
    }

    private static String firstRepeated(List<String> categories) {
        LinkedHashSet<String> seen = new LinkedHashSet<>();
        return categories.stream()
                .filter(category -> !seen.add(category))
                .findFirst()
                .orElseThrow();
    }

    /** The listed categories, in bin order. */
    public List<String> categories() {
        return categories;
    }

    /** Whether texts that are not listed have no bin {@code (other)}. */
    public boolean isClosed() {
        return closed;
    }

    @Override
    public FeatureType type() {
        return FeatureType.CATEGORY;
    }

    @Override
    public int valueBins() {
        return categories.size() + (closed ? 0 : 1);
    }

    @Override
    public String valueLabel(int bin) {
        return bin < categories.size() ? categories.get(bin) : OTHER;
    }

    /** Bin of a text: its own, or {@code (other)}, or the wrong-type bin of a closed list. */
    public int binOf(String value) {
        Integer bin = binByCategory.get(value);
        // For a closed list the bin after the categories is not (other) but the first unusable one.
        return bin != null ? bin : closed ? binOf(UnusableBin.WRONG_TYPE) : categories.size();
    }

    @Override
    public String canonical() {
        StringBuilder text = new StringBuilder(closed ? "category closed" : "category");
        // Length-prefixed, so that no name can imitate two.
        categories.forEach(category ->
                text.append(' ').append(category.length()).append(':').append(category));
        return text.toString();
    }

    @Override
    public String fingerprint() {
        return fingerprint;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CategoryBinning that && closed == that.closed && categories.equals(that.categories);
    }

    @Override
    public int hashCode() {
        return 31 * categories.hashCode() + Boolean.hashCode(closed);
    }

    @Override
    public String toString() {
        return canonical();
    }
}
