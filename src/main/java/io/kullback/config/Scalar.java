package io.kullback.config;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;

/** What single values mean; one that is something else is refused with an {@link IllegalArgumentException} that says so. */
final class Scalar {

    private Scalar() {}

    static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("a number is expected, but this is '" + text + "'", e);
        }
    }

    static long whole(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("a whole number is expected, but this is '" + text + "'", e);
        }
    }

    static Instant instant(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "a date and time with an offset is expected, but this is '" + text + "'", e);
        }
    }
}
