package io.kullback.detection;

import io.kullback.divergence.ScoreCard;
import io.kullback.histogram.Histogram;
import io.kullback.histogram.Window;
import java.util.Optional;

/**
 * Everything known of one closed window of one feature in one segment. Holds nothing of wall-clock time, so that a replay gives the same.
 *
 * @param revision 1 when the window first closed, one more each time late events amended it
 * @param records records counted in this window and segment, usable for this feature or not
 * @param observed the window's counts; empty only while the bins are still to be learned from the reference
 * @param reference the reference's counts; empty when there is none for this series yet
 * @param referenceId id of the reference in force; empty when there is none
 * @param scores empty when there is no reference or no usable value
 * @param alert where the series' alert stands after this window
 */
public record WindowResult(
        SeriesId series,
        Window window,
        int revision,
        CloseCause cause,
        long records,
        Optional<Histogram> observed,
        Optional<Histogram> reference,
        Optional<String> referenceId,
        Optional<ScoreCard> scores,
        Verdict verdict,
        AlertState alert) {}
