package io.kullback.stream;

import io.kullback.detection.Comparison;
import io.kullback.histogram.Reference;
import java.time.Instant;

/** Where a monitor's reference comes from. */
public sealed interface ReferenceSource {

    /**
     * A period of the topic itself, [from, to). The reference is complete once the watermark has passed its end and the grace.
     */
    record Period(Instant from, Instant to) implements ReferenceSource {
        public Period {
            if (!from.isBefore(to)) {
                throw new IllegalArgumentException(
                        "the reference period must end after it starts, but is from " + from + " to " + to);
            }
        }
    }

    /** A reference built beforehand. */
    record Given(Reference reference) implements ReferenceSource {}

    /** Earlier time of the topic itself, another for each window. */
    record Past(PastSpan span) implements ReferenceSource {}

    /**
     * Another segment in the same window, such as the stable release beside a canary: what moves both is no drift.
     *
     * @param segment its key, as it stands in the events
     */
    record Alongside(String segment) implements ReferenceSource {
        public Alongside {
            if (segment.isEmpty() || segment.length() > SegmentCeiling.LONGEST_NAME) {
                throw new IllegalArgumentException("the segment to compare with must have 1 to "
                        + SegmentCeiling.LONGEST_NAME + " characters, but has " + segment.length());
            }
        }
    }

    /** What an operator promotes while the service runs; until then windows are compared with nothing. */
    record Promoted() implements ReferenceSource {}

    /** Whether each window has a reference of its own. */
    default boolean isMoving() {
        return this instanceof Past || this instanceof Alongside;
    }

    /** How windows stand to what they are compared with. */
    default Comparison comparison() {
        if (this instanceof Past) {
            return Comparison.WITH_PAST;
        }
        return this instanceof Alongside ? Comparison.SIDE_BY_SIDE : Comparison.WITH_FIXED;
    }
}
