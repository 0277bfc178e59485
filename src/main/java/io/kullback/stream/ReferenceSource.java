package io.kullback.stream;

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
}
