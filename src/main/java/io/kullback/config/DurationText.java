package io.kullback.config;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as the configuration writes them: a whole number and one of ms, s, m, h, d, w. */
public final class DurationText {

    private static final Pattern FORM = Pattern.compile("(\\d{1,15})(ms|s|m|h|d|w)");

    private DurationText() {}

    /**
     * Reads {@code 500ms}, {@code 10s}, {@code 5m}, {@code 2h}, {@code 1d} or {@code 1w}.
     *
     * @throws IllegalArgumentException if the text is not of that form, or longer than 100 years
     */
    public static Duration parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "a duration is a whole number and a unit (ms, s, m, h, d, w), but this is '" + text + "'");
        }
        long number = Long.parseLong(matcher.group(1));
        long unit = switch (matcher.group(2)) {
            case "ms" -> 1L;
            case "s" -> 1_000L;
            case "m" -> 60_000L;
            case "h" -> 3_600_000L;
            case "d" -> 86_400_000L;
            default -> 604_800_000L;
        };
        if (number > Duration.ofDays(36_525).toMillis() / unit) {
            throw new IllegalArgumentException("a duration is at most 100 years, but this is '" + text + "'");
        }
        return Duration.ofMillis(number * unit);
    }

    /** The shortest form of a duration that {@link #parse} reads. */
    public static String of(Duration duration) {
        long millis = duration.toMillis();
        if (millis != 0 && millis % 604_800_000L == 0) {
            return millis / 604_800_000L + "w";
        }
        if (millis != 0 && millis % 86_400_000L == 0) {
            return millis / 86_400_000L + "d";
        }
        if (millis != 0 && millis % 3_600_000L == 0) {
            return millis / 3_600_000L + "h";
        }
        if (millis != 0 && millis % 60_000L == 0) {
            return millis / 60_000L + "m";
        }
        return millis % 1_000L == 0 ? millis / 1_000L + "s" : millis + "ms";
    }
}
