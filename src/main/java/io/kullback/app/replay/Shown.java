package io.kullback.app.replay;

import io.kullback.detection.SeriesId;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Names and times as reports show them. Names come from events, and may hold anything. */
final class Shown {

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter SECOND =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final String REPLACEMENT = "\uFFFD";

    private Shown() {}

    /** A time in UTC: a date where it is midnight, else with as much of the time of day as there is. */
    static String time(Instant instant) {
        long second = Math.floorMod(instant.getEpochSecond(), 86_400L);
        return (second == 0 ? DATE : second % 60 == 0 ? MINUTE : SECOND).format(instant);
    }

    /** From one time to another; {@code still on} where there is no other. */
    static String span(AlertSpan alert) {
        return time(alert.since()) + " to " + alert.until().map(Shown::time).orElse("the end, still on");
    }

    /** A length of time in days, or in hours where it is less than two days. */
    static String length(Duration duration) {
        double days = duration.toMillis() / 86_400_000.0;
        return days >= 2
                ? String.format(Locale.ROOT, days >= 10 ? "%.0f days" : "%.1f days", days)
                : String.format(Locale.ROOT, "%.1f hours", 24 * days);
    }

    /** Text without anything that a terminal would obey: control characters, and marks that turn the direction of writing. */
    static String safe(String text) {
        StringBuilder safe = new StringBuilder();
        text.codePoints().forEach(point -> {
            if (Character.isISOControl(point)
                    || Character.getType(point) == Character.FORMAT
                    || Character.getType(point) == Character.SURROGATE) {
                safe.append(REPLACEMENT);
            } else {
                safe.appendCodePoint(point);
            }
        });
        return safe.toString();
    }

    /** A series within its monitor: {@code delay}, or {@code delay in AA}. */
    static String series(SeriesId series) {
        return safe(series.segment().isEmpty() ? series.feature() : series.feature() + " in " + series.segment());
    }
}
