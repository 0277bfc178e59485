package io.kullback.stream;

import io.kullback.ingest.RejectReason;
import java.util.Arrays;
import java.util.List;

/**
 * Why a record is counted in no window.
 *
 * @param reason label of a reject reason, {@code late} or {@code future}
 * @param explanation what is wrong with the record and perhaps how to mend it, for people; never anything of its payload
 */
record Exclusion(String reason, String explanation) {

    static final Exclusion LATE = new Exclusion("late", "is too old to amend any window");
    static final Exclusion FUTURE = new Exclusion("future", "is dated too far ahead of the clock");

    /** Seconds as event time, by far the most frequent of invalid ones. */
    static final Exclusion SECONDS = new Exclusion(
            RejectReason.TIMESTAMP_INVALID.label(),
            "has an event time that seems to be in seconds; epoch milliseconds are needed, a thousand times as many");

    private static final List<Exclusion> BY_REASON = Arrays.stream(RejectReason.values())
            .map(reason -> new Exclusion(reason.label(), reason.explanation()))
            .toList();

    /** A record that was refused as a whole. */
    static Exclusion of(RejectReason reason) {
        return BY_REASON.get(reason.ordinal());
    }
}
