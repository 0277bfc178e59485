package io.kullback.ingest;

import io.kullback.histogram.Tally;
import io.kullback.histogram.UnusableBin;
import java.util.Arrays;

/**
 * The values of the asked fields of one record, by slot. Reused from record to record, so that reading a record allocates nothing for it.
 *
 * <p>Not thread-safe.
 */
public final class FieldValues {

    /** What a slot holds. */
    public enum Kind {
        /** Absent or null. */
        MISSING,
        NUMBER,
        TEXT,
        BOOLEAN,
        /** An object or an array. */
        COMPOUND
    }

    private final Kind[] kinds;
    private final double[] numbers;
    private final String[] texts;

    /** @param slots number of fields asked for */
    public FieldValues(int slots) {
        kinds = new Kind[slots];
        numbers = new double[slots];
        texts = new String[slots];
        clear();
    }

    /** Makes every slot missing. */
    public void clear() {
        Arrays.fill(kinds, Kind.MISSING);
    }

    public void setNumber(int slot, double value) {
        kinds[slot] = Kind.NUMBER;
        numbers[slot] = value;
    }

    public void setText(int slot, String value) {
        kinds[slot] = Kind.TEXT;
        texts[slot] = value;
    }

    public void setBoolean(int slot, boolean value) {
        kinds[slot] = Kind.BOOLEAN;
        numbers[slot] = value ? 1 : 0;
    }

    public void setCompound(int slot) {
        kinds[slot] = Kind.COMPOUND;
    }

    public Kind kind(int slot) {
        return kinds[slot];
    }

    /** The number in a slot of kind {@link Kind#NUMBER}. */
    public double number(int slot) {
        return numbers[slot];
    }

    /** The text in a slot of kind {@link Kind#TEXT}. */
    public String text(int slot) {
        return texts[slot];
    }

    /** The value in a slot of kind {@link Kind#BOOLEAN}. */
    public boolean isTrue(int slot) {
        return numbers[slot] != 0;
    }

    /** Counts the value of a slot. */
    public void addTo(Tally tally, int slot) {
        switch (kinds[slot]) {
            case MISSING -> tally.addUnusable(UnusableBin.MISSING);
            case NUMBER -> tally.addNumber(numbers[slot]);
            case TEXT -> tally.addText(texts[slot]);
            case BOOLEAN -> tally.addBoolean(isTrue(slot));
            case COMPOUND -> tally.addUnusable(UnusableBin.WRONG_TYPE);
        }
    }
}
