package io.kullback.exposition;

import io.kullback.histogram.Binning;
import java.util.stream.Collectors;

/** Label values that Prometheus takes as they are, made of texts that data may have named. */
final class LabelValue {

    private static final int LONGEST = 128;
    private static final int HASH_DIGITS = 8;
    /** To Prometheus a label without a value is none at all, and the series that of another. */
    private static final String EMPTY = "(empty)";

    private LabelValue() {}

    /**
     * The text itself where it is fit: not empty, of at most {@value #LONGEST} characters, without control characters, line ends and lone surrogates. Else what is
     * fit of it, with the beginning of a hash of the whole behind it, so that different texts stay different series.
     */
    static String of(String text) {
        if (isPlain(text)) {
            return text;
        }
        if (text.isEmpty()) {
            return EMPTY;
        }
        boolean isFit = text.codePointCount(0, text.length()) <= LONGEST
                && text.codePoints().allMatch(LabelValue::isFit);
        return isFit ? text : made(text);
    }

    /** Nearly every value, told without looking twice: a scrape asks hundreds of thousands of times. */
    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
                return false;
            }
        }
        return !text.isEmpty() && text.length() <= LONGEST;
    }

    private static boolean isFit(int point) {
        int type = Character.getType(point);
        return !Character.isISOControl(point)
                && type != Character.SURROGATE
                && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR;
    }

    private static String made(String text) {
        StringBuilder made = new StringBuilder();
        text.codePoints()
                .limit(LONGEST - HASH_DIGITS - 1L)
                .forEach(point -> made.appendCodePoint(isFit(point) ? point : '\uFFFD'));
        // Of the code points, since in UTF-8 all lone surrogates are one.
        String whole = text.codePoints().mapToObj(Integer::toHexString).collect(Collectors.joining(" "));
        return made.append('~')
                .append(Binning.fingerprintOf(whole), 0, HASH_DIGITS)
                .toString();
    }
}
