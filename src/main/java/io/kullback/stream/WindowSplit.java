package io.kullback.stream;

import io.kullback.divergence.SegmentSplit;
import io.kullback.histogram.Window;

/**
 * Where in a monitor's segments the divergence of one feature lies in one closed window.
 *
 * @param field what the segments are values of, such as {@code carrier}
 * @param revision 1 when the window first closed, one more each time late events amended it
 * @param records records counted in the window, over all segments
 * @param referenceId id of the reference in force
 */
record WindowSplit(
        String monitor,
        String field,
        String feature,
        Window window,
        int revision,
        long records,
        String referenceId,
        SegmentSplit split) {}
