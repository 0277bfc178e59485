package io.kullback.config;

import java.util.Locale;

/** What kind of problem a configuration has. The codes are stable: scripts may look at them. */
public enum ProblemCode {
    // The file.
    FILE_MISSING,
    FILE_UNREADABLE,
    FILE_TOO_LARGE,
    EMPTY,
    // The text.
    NOT_YAML,
    ILLEGAL_INDENT,
    SEVERAL_DOCUMENTS,
    TOO_DEEP,
    ALIAS_BOMB,
    // Its keys and values.
    DUPLICATE_KEY,
    UNKNOWN_KEY,
    MISSPELT_KEY,
    WRONG_TYPE,
    REQUIRED_KEY_MISSING,
    // What is filled in.
    UNRESOLVED_VARIABLE,
    UNKNOWN_VARIABLE(Severity.WARNING),
    SECRET_MISSING,
    SECRET_UNREADABLE,
    SECRET_EMPTY,
    SECRET_EXPOSED(Severity.WARNING),
    // Names, and what watches.
    NO_MONITORS,
    DUPLICATE_NAME,
    ILLEGAL_NAME,
    ILLEGAL_TOPIC,
    ILLEGAL_FIELD,
    ILLEGAL_FORMAT,
    ILLEGAL_DURATION,
    ILLEGAL_TIME,
    ILLEGAL_WINDOW,
    ILLEGAL_ADVANCE,
    ILLEGAL_WAIT,
    ILLEGAL_BINS,
    ILLEGAL_SMOOTHING,
    ILLEGAL_THRESHOLD,
    INAPPLICABLE_THRESHOLD,
    // What windows are compared with.
    ILLEGAL_REFERENCE,
    REFERENCE_OUTSIDE,
    REFERENCE_MISSING,
    REFERENCE_UNREADABLE,
    REFERENCE_EMPTY,
    NOT_A_REFERENCE,
    REFERENCE_LACKS_FEATURE,
    REFERENCE_TOO_SMALL,
    REFERENCE_CONSTANT(Severity.WARNING),
    // What is more than it may be.
    OUT_OF_RANGE,
    LIMIT_EXCEEDED,
    // Addresses and Kafka's properties.
    ILLEGAL_ADDRESS,
    ILLEGAL_URL,
    FORBIDDEN_ADDRESS,
    ILLEGAL_DESTINATION,
    ADDRESS_REFUSED,
    RESERVED_PROPERTY,
    FORBIDDEN_PROPERTY,
    ILLEGAL_LOGIN,
    ILLEGAL_CREDENTIAL,
    ILLEGAL_CERTIFICATE,
    INCOMPLETE_SECURITY,
    PLAIN_SECRET,
    REFUSED_PROPERTY,
    // What only a running cluster can tell.
    BROKER_UNREACHABLE,
    TOPIC_ABSENT,
    NO_PERMISSION,
    TOPIC_EMPTY(Severity.WARNING),
    OLD_TRANSACTIONS(Severity.WARNING),
    RETENTION_TOO_SHORT(Severity.WARNING),
    RECORDS_REJECTED(Severity.WARNING),
    FIELD_NOT_FOUND(Severity.WARNING),
    WINDOWS_TOO_SMALL(Severity.WARNING);

    private final Severity severity;

    ProblemCode() {
        this(Severity.ERROR);
    }

    ProblemCode(Severity severity) {
        this.severity = severity;
    }

    /** Whether the configuration can be used in spite of it. */
    public Severity severity() {
        return severity;
    }

    /** The code as it is printed: {@code unknown-key}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
