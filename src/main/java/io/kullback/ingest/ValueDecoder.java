package io.kullback.ingest;

import java.util.Optional;

/** Reads the asked fields from the bytes of a record's value. Never throws, whatever the bytes. Not thread-safe. */
public interface ValueDecoder {

    /**
     * Reads one value.
     *
     * @param buffer holds the value at [offset, offset + length)
     * @param values cleared, then given what was found; its content is undefined when a reason is returned
     * @return the reason why the record is refused; empty when it was read
     */
    Optional<RejectReason> decode(byte[] buffer, int offset, int length, FieldValues values);
}
