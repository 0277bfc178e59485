package io.kullback.stream;

import io.kullback.detection.Comparison;
import io.kullback.histogram.Reference;
import java.time.Instant;
import java.util.Optional;

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

    /**
     * Another topic at the same event time, such as that of the stable release beside a canary's: what moves both is no drift. Its events are read as those of the
     * monitor's own topic are, and windows wait for both.
     */
    record AlongsideTopic(String topic) implements ReferenceSource {
        /** Segment under which its events are counted; a monitor that is compared with a topic has none of its own. */
        static final String SEGMENT = "__reference__";
    }

    /** What an operator promotes while the service runs; until then windows are compared with nothing. */
    record Promoted() implements ReferenceSource {}

    /** Segment that the others are compared with in the same window. */
    default Optional<String> segmentAlongside() {
        if (this instanceof Alongside alongside) {
            return Optional.of(alongside.segment());
        }
        return this instanceof AlongsideTopic ? Optional.of(AlongsideTopic.SEGMENT) : Optional.empty();
    }

    /** Whether each window has a reference of its own. */
    default boolean isMoving() {
        return this instanceof Past || isAlongside();
    }

    /** Whether windows are compared with others of the same time. */
    default boolean isAlongside() {
        return this instanceof Alongside || this instanceof AlongsideTopic;
    }

    /** How windows stand to what they are compared with. */
    default Comparison comparison() {
        if (this instanceof Past) {
            return Comparison.WITH_PAST;
        }
        return isAlongside() ? Comparison.SIDE_BY_SIDE : Comparison.WITH_FIXED;
    }
}
