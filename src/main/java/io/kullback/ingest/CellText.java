package io.kullback.ingest;

/**
 * Reads the text of a CSV cell as the type that is asked for, since a cell has none of its own.
 *
 * <p>Numbers are written as in JSON (RFC 8259 §6), {@code NaN} and {@code Infinity} aside: {@code 12,5}, {@code +1}, {@code 007}, {@code .5} and {@code 0x1p3} are
 * none, although Java would take some of them.
 */
final class CellText {

    private static final String SEPARATORS = "[,;\\s]+";

    private CellText() {}

    /** Whether a cell is a number, finite or not. One of more than {@link JsonDecoder#MAX_NUMBER} characters is none. */
    static boolean isNumber(String cell) {
        if (cell.isEmpty() || cell.length() > JsonDecoder.MAX_NUMBER) {
            return false;
        }
        int at = cell.charAt(0) == '-' ? 1 : 0;
        if (cell.startsWith("Infinity", at) || cell.equals("NaN")) {
            return cell.length() == at + "Infinity".length() || cell.equals("NaN");
        }
        int whole = digits(cell, at);
        boolean hasLeadingZero = whole > at + 1 && cell.charAt(at) == '0';
        if (whole == at || hasLeadingZero) {
            return false;
        }
        at = whole;
        if (at < cell.length() && cell.charAt(at) == '.') {
            int fraction = digits(cell, at + 1);
            if (fraction == at + 1) {
                return false;
            }
            at = fraction;
        }
        if (at < cell.length() && (cell.charAt(at) == 'e' || cell.charAt(at) == 'E')) {
            boolean isSigned = at + 1 < cell.length() && (cell.charAt(at + 1) == '-' || cell.charAt(at + 1) == '+');
            int first = at + (isSigned ? 2 : 1);
            at = digits(cell, first);
            return at > first && at == cell.length();
        }
        return at == cell.length();
    }

    /** Where the digits from a place on end. */
    private static int digits(String cell, int from) {
        int at = from;
        while (at < cell.length() && cell.charAt(at) >= '0' && cell.charAt(at) <= '9') {
            at++;
        }
        return at;
    }

    /** The number that a cell is. */
    static double number(String cell) {
        return Double.parseDouble(cell);
    }

    /** Whether a cell is a boolean: {@code true} or {@code false}. */
    static boolean isBoolean(String cell) {
        return cell.equals("true") || cell.equals("false");
    }

    /**
     * Reads numbers with commas, semicolons or spaces between them, in brackets or not.
     *
     * @param values given each number, up to the first that is none
     * @return whether all were numbers
     */
    static boolean readList(String cell, int slot, FieldValues values) {
        String stripped = cell.strip();
        boolean isInBrackets = stripped.startsWith("[") && stripped.endsWith("]") && stripped.length() > 1;
        String inner =
                isInBrackets ? stripped.substring(1, stripped.length() - 1).strip() : stripped;
        for (String element : inner.split(SEPARATORS, -1)) {
            if (!isNumber(element)) {
                return false;
            }
            values.addToList(slot, number(element));
        }
        return true;
    }
}
