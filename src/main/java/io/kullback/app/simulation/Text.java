package io.kullback.app.simulation;

import java.util.List;
import java.util.Locale;

/** Rows of a Markdown table. */
final class Text {

    private Text() {}

    /** A number with the digits that matter. */
    static String number(double value) {
        if (Double.isInfinite(value)) {
            return "∞";
        }
        return String.format(
                Locale.ROOT, value >= 100 || value == Math.rint(value) ? "%.0f" : value >= 10 ? "%.1f" : "%.2f", value);
    }

    static String row(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |";
    }

    /** The header and the line below it. */
    static String header(List<String> cells) {
        return row(cells) + System.lineSeparator() + "|" + "--|".repeat(cells.size());
    }
}
