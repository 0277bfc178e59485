package io.kullback.detection.change;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/**
 * Rule A, "it changed", for one series: takes its windows in order and gathers evidence over them. Mutable and deterministic; not for several threads.
 *
 * <p>Its state has three parts, so that a window costs few bytes to keep: a <i>head</i> of fixed small size that changes with every window; a <i>fit</i> that is
 * written once, when {@link ChangeDecision.Learning#isComplete()}; and a <i>journal</i> to which a window adds at most one entry that never changes. A detector is
 * restored by {@link #readFit}, {@link #readJournal} and {@link #readHead} in this order, and set back to the state before an earlier window by {@link #readHead} with the head that was written then.
 *
 * <p>A new reference, or a new normal that was accepted, needs a new detector.
 */
public sealed interface SequentialDetector permits ChangeDetector, LearnedNullDetector {

    /**
     * Takes the next window.
     *
     * @param windowStart epoch milliseconds
     * @param counts of the scored bins, with at least one event; several small windows are to be merged into one, see {@link ReferenceBins#isEnough}
     * @param declaredDrifted whether the window is known to be drifted by another rule: it is then judged, but never learned from
     */
    ChangeDecision observe(long windowStart, long[] counts, boolean declaredDrifted);

    /** Writes what changes with every window: 1 to 2 KiB. */
    void writeHead(DataOutput out) throws IOException;

    /**
     * Sets the detector back to the state in which a head was written, and cuts the journal to its length then. The window after that state comes next.
     *
     * @throws IllegalStateException if the head is of another reference or other settings, or the fit or the journal that it needs is absent: start a new detector then
     */
    void readHead(DataInput in) throws IOException;

    /** Whether there is a fit to write. */
    boolean hasFit();

    /** Writes what was fitted to the baseline; there must be a fit. */
    void writeFit(DataOutput out) throws IOException;

    /** Counts of the windows of the baseline, as far as it has been collected; none where none is needed. */
    List<long[]> baseline();

    /** Number of journal entries. */
    int journalSize();

    /** A journal entry; those below {@link #journalSize()} never change, unless an earlier head is read. */
    byte[] journalEntry(int index);

    /**
     * Reads a fit into a new detector, before anything else.
     *
     * @throws IllegalStateException if the fit is of another reference or other settings: start a new detector then
     */
    void readFit(DataInput in) throws IOException;

    /** Reads journal entries into a new detector, after the fit if there is one and before {@link #readHead}. */
    void readJournal(List<byte[]> entries);
}
