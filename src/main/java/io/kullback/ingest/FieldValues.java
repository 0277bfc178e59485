package io.kullback.ingest;

import io.kullback.histogram.FeatureType;
import io.kullback.histogram.Tally;
import io.kullback.histogram.UnusableBin;
import io.kullback.histogram.VectorBinning;
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
        /** A text that is whatever its reader takes it for: the cell of a CSV line. */
        CELL,
        BOOLEAN,
        /** A list of numbers, in a place where one is wanted. */
        LIST,
        /** Any other object or array. */
        COMPOUND
    }

    private static final int FIRST_LENGTH = 16;
    /** Longer lists than any vector may be are cut, but not to a length that a vector may have. */
    private static final int LONGEST = VectorBinning.MOST_ELEMENTS;

    private final Kind[] kinds;
    private final double[] numbers;
    private final String[] texts;
    // Made when a slot first gets a list, then reused.
    private final double[][] lists;
    private final int[] lengths;
    private final double[] gathered;

    /** @param slots number of fields asked for */
    public FieldValues(int slots) {
        kinds = new Kind[slots];
        numbers = new double[slots];
        texts = new String[slots];
        lists = new double[slots][];
        lengths = new int[slots];
        gathered = new double[slots];
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

    /** @param value not empty */
    public void setCell(int slot, String value) {
        kinds[slot] = Kind.CELL;
        texts[slot] = value;
    }

    public void setBoolean(int slot, boolean value) {
        kinds[slot] = Kind.BOOLEAN;
        numbers[slot] = value ? 1 : 0;
    }

    public void setCompound(int slot) {
        kinds[slot] = Kind.COMPOUND;
    }

    /** Begins an empty list in a slot. */
    public void beginList(int slot) {
        kinds[slot] = Kind.LIST;
        lengths[slot] = 0;
        if (lists[slot] == null) {
            lists[slot] = new double[FIRST_LENGTH];
        }
    }

    /** Adds an element to the list in a slot. */
    public void addToList(int slot, double element) {
        if (lengths[slot] == lists[slot].length) {
            if (lengths[slot] > LONGEST) {
                return;
            }
            lists[slot] = Arrays.copyOf(lists[slot], 2 * lengths[slot]);
        }
        lists[slot][lengths[slot]++] = element;
    }

    public Kind kind(int slot) {
        return kinds[slot];
    }

    /** The number in a slot of kind {@link Kind#NUMBER}. */
    public double number(int slot) {
        return numbers[slot];
    }

    /** The text in a slot of kind {@link Kind#TEXT} or {@link Kind#CELL}. */
    public String text(int slot) {
        return texts[slot];
    }

    /** The value in a slot of kind {@link Kind#BOOLEAN}. */
    public boolean isTrue(int slot) {
        return numbers[slot] != 0;
    }

    /**
     * Counts the value of a slot.
     *
     * @param type what the tally counts, for a cell to be taken as
     */
    public void addTo(Tally tally, int slot, FeatureType type) {
        switch (kinds[slot]) {
            case MISSING -> tally.addUnusable(UnusableBin.MISSING);
            case NUMBER -> tally.addNumber(numbers[slot]);
            case TEXT -> tally.addText(texts[slot]);
            case CELL -> addCellTo(tally, slot, type);
            case BOOLEAN -> tally.addBoolean(isTrue(slot));
            case LIST -> tally.addVector(lists[slot], lengths[slot]);
            case COMPOUND -> tally.addUnusable(UnusableBin.WRONG_TYPE);
        }
    }

    /** A cell that is not of the type counts as the text that it is, which is then of the wrong type. */
    private void addCellTo(Tally tally, int slot, FeatureType type) {
        String cell = texts[slot];
        if (type == FeatureType.NUMBER && CellText.isNumber(cell)) {
            tally.addNumber(CellText.number(cell));
        } else if (type == FeatureType.BOOLEAN && CellText.isBoolean(cell)) {
            tally.addBoolean(cell.equals("true"));
        } else if (type == FeatureType.VECTOR && isList(slot)) {
            tally.addVector(lists[slot], lengths[slot]);
        } else {
            tally.addText(cell);
        }
    }

    /** Whether there is a list of numbers in a slot; that of a cell is read now. */
    private boolean isList(int slot) {
        if (kinds[slot] != Kind.CELL) {
            return kinds[slot] == Kind.LIST;
        }
        beginList(slot);
        // Another feature may take the same cell for something else.
        kinds[slot] = Kind.CELL;
        return CellText.readList(texts[slot], slot, this);
    }

    /** Counts the posterior whose means and logarithms of variances are lists in two slots; missing if either is. */
    public void addPosteriorTo(Tally tally, int meanSlot, int logVarianceSlot) {
        if (kinds[meanSlot] == Kind.MISSING || kinds[logVarianceSlot] == Kind.MISSING) {
            tally.addUnusable(UnusableBin.MISSING);
        } else if (!isList(meanSlot) || !isList(logVarianceSlot)) {
            tally.addUnusable(UnusableBin.WRONG_TYPE);
        } else {
            tally.addPosterior(lists[meanSlot], lengths[meanSlot], lists[logVarianceSlot], lengths[logVarianceSlot]);
        }
    }

    /** Counts the vector whose elements are numbers in slots of their own; missing if any is. */
    public void addVectorTo(Tally tally, int[] slots) {
        boolean isMissing = false;
        boolean isOfNumbers = true;
        for (int i = 0; i < slots.length; i++) {
            Kind kind = kinds[slots[i]];
            boolean isAbsent = kind == Kind.MISSING || (kind == Kind.TEXT && texts[slots[i]].isEmpty());
            boolean isCell = kind == Kind.CELL && CellText.isNumber(texts[slots[i]]);
            isMissing |= isAbsent;
            isOfNumbers &= isAbsent || isCell || kind == Kind.NUMBER;
            gathered[i] = isCell ? CellText.number(texts[slots[i]]) : numbers[slots[i]];
        }
        if (!isOfNumbers) {
            tally.addUnusable(UnusableBin.WRONG_TYPE);
        } else if (isMissing) {
            tally.addUnusable(UnusableBin.MISSING);
        } else {
            tally.addVector(gathered, slots.length);
        }
    }
}
