package io.kullback.config;

import java.util.Locale;

/** What kind of mistake a configuration holds. The codes are stable: scripts may look at them. */
public enum ProblemCode {
    FILE_MISSING,
    FILE_UNREADABLE,
    NOT_YAML,
    DUPLICATE_KEY,
    EMPTY,
    UNKNOWN_KEY,
    WRONG_TYPE,
    REQUIRED_KEY_MISSING,
    UNRESOLVED_VARIABLE,
    NO_MONITORS,
    DUPLICATE_NAME,
    ILLEGAL_NAME,
    ILLEGAL_TOPIC,
    ILLEGAL_FIELD,
    ILLEGAL_FORMAT,
    ILLEGAL_DURATION,
    ILLEGAL_TIME,
    ILLEGAL_WINDOW,
    ILLEGAL_BINS,
    ILLEGAL_THRESHOLD,
    ILLEGAL_REFERENCE,
    REFERENCE_UNREADABLE,
    REFERENCE_LACKS_FEATURE,
    OUT_OF_RANGE,
    ILLEGAL_ADDRESS,
    RESERVED_PROPERTY;

    /** The code as it is printed: {@code unknown-key}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
