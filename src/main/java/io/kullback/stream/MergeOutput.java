package io.kullback.stream;

import io.kullback.detection.AlertTransition;
import io.kullback.detection.WindowResult;
import io.kullback.histogram.Reference;
import io.kullback.histogram.Window;

/** Takes what the merging of a monitor gives, in order. */
interface MergeOutput {

    /** Where to tell what is of a monitor: this, unless told otherwise. */
    default MergeOutput of(MonitorSettings monitor) {
        return this;
    }

    /** A window closed or was amended. */
    void result(WindowResult result);

    /**
     * A window closed for the first time; its results have all been given. Does nothing unless told otherwise.
     *
     * @param completeness share of the source partitions that had been read beyond the window's end
     */
    default void closed(Window window, double completeness) {}

    /** Where in the segments a feature's divergence lies in a window whose results have all been given. Does nothing unless told otherwise. */
    default void split(WindowSplit split) {}

    /** The reference period has been read. */
    void reference(Reference reference);

    /**
     * An alert began, ended, or has to be told anew.
     *
     * @param explanation what moved in the window that it rests on; may be empty
     */
    void alert(AlertTransition transition, String explanation);
}
