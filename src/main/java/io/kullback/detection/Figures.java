package io.kullback.detection;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Numbers and times as people read them, the same in every locale and time zone. */
public final class Figures {

    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Figures() {}

    /** A share with the two digits that matter: {@code 3.7 %}, {@code 0.14 %}, {@code 71 %}. */
    public static String percent(double share) {
        double percent = 100 * share;
        if (percent == 0) {
            return "0 %";
        }
        if (percent < 0.01) {
            return "< 0.01 %";
        }
        String pattern = percent >= 9.95 ? "%.0f %%" : percent >= 0.995 ? "%.1f %%" : "%.2f %%";
        return String.format(Locale.ROOT, pattern, percent);
    }

    /** A number with its first two digits, or all before the point: {@code 0.0052}, {@code 0.31}, {@code 1.7}, {@code 120}; {@code ∞} for infinity. */
    public static String number(double value) {
        if (Double.isInfinite(value)) {
            return "∞";
        }
        double size = Math.abs(value);
        if (size == 0) {
            return "0";
        }
        if (size < 0.0001) {
            return String.format(Locale.ROOT, "%.1e", value);
        }
        int decimals = Math.max(0, 1 - (int) Math.floor(Math.log10(size * 1.005)));
        String digits = String.format(Locale.ROOT, "%." + Math.min(5, decimals) + "f", value);
        return digits.contains(".") ? digits.replaceAll("0+$", "").replaceAll("\\.$", "") : digits;
    }

    /** An instant to the minute, UTC: {@code 2001-03-05 14:00}. */
    static String minute(Instant instant) {
        return MINUTE.format(instant);
    }
}
