package io.kullback.ingest;

/** How the value of a record is written. */
public enum ValueFormat {
    /** One JSON object, UTF-8. */
    JSON
}
