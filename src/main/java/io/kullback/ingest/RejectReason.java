package io.kullback.ingest;

import java.util.Locale;

/** The one reason why a whole record was refused. A bad field alone never refuses a record. */
public enum RejectReason {
    /** Not readable as the topic's format: not UTF-8, cut off, more than one document, or no document at all. */
    DECODE,
    /** Compressed, encrypted, or in a framing that is not known. */
    UNSUPPORTED,
    /** A null value, as compacted topics use to delete a key. */
    NULL_VALUE,
    /** Readable, but an array, a text, a number or null where an object is needed. */
    NOT_OBJECT,
    /** Nested deeper than {@link JsonDecoder#MAX_DEPTH}. */
    TOO_DEEP,
    /** Larger, or with a longer text, name or number, than is taken. */
    TOO_LARGE,
    /** One name twice in one object. */
    DUPLICATE_KEY,
    /** No event time where one is needed. */
    TIMESTAMP_MISSING,
    /** An event time that is no time: not a number or ISO 8601 text, negative, seconds taken for milliseconds, or beyond the year 9999. */
    TIMESTAMP_INVALID,
    /** Written with a schema that the registry does not know. */
    SCHEMA_UNKNOWN;

    /** What is wrong with such a record, for people: completes "the record". */
    public String explanation() {
        return switch (this) {
            case DECODE -> "is not readable as the topic's format";
            case UNSUPPORTED -> "is compressed, encrypted or in an unknown framing";
            case NULL_VALUE -> "has a null value";
            case NOT_OBJECT -> "is no object";
            case TOO_DEEP -> "is nested too deep";
            case TOO_LARGE -> "is too large, or has too long a text, name or number, or too many members or headers";
            case DUPLICATE_KEY -> "has one key twice in one object";
            case TIMESTAMP_MISSING -> "has no event time";
            case TIMESTAMP_INVALID -> "has an event time that is no time";
            case SCHEMA_UNKNOWN -> "was written with an unknown schema";
        };
    }

    /** The reason as a metric label. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
