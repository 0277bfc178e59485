package io.kullback.app;

import java.util.ArrayList;
import java.util.List;

/** Labels in one column and what they stand for in another, broken between words so that lines fit in {@value #WIDTH} columns. */
public final class AlignedText {

    public static final int WIDTH = 80;

    private final List<String> lines = new ArrayList<>();
    private final int indent;
    private final int column;

    /**
     * @param indent columns before each label
     * @param column columns before each text; a longer label moves its text to the right, but not the lines below
     */
    public AlignedText(int indent, int column) {
        this.indent = indent;
        this.column = column;
    }

    /** Adds a label with its text, on as many lines as it takes. */
    public AlignedText add(String label, String text) {
        StringBuilder line = new StringBuilder(" ".repeat(indent)).append(label);
        line.append(" ".repeat(Math.max(1, column - line.length())));
        boolean isFirst = true;
        for (String word : text.split(" ")) {
            if (!isFirst && line.length() + 1 + word.length() > WIDTH) {
                lines.add(line.toString());
                line = new StringBuilder(" ".repeat(column));
                isFirst = true;
            }
            line.append(isFirst ? "" : " ").append(word);
            isFirst = false;
        }
        lines.add(line.toString());
        return this;
    }

    /** The lines so far. */
    public List<String> lines() {
        return List.copyOf(lines);
    }
}
