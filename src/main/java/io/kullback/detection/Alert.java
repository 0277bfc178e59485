package io.kullback.detection;

import io.kullback.histogram.Binning;
import io.kullback.histogram.Window;

/**
 * The identity of one alert, from the first window that drifted to its resolve, and after that for as long as it may open again.
 *
 * @param id the first 16 hexadecimal digits of a hash of series and first window, so that a replay gives the same
 * @param first the first window that drifted
 */
public record Alert(String id, Window first) {

    /** The alert that begins with this window of the series. */
    public static Alert beginning(SeriesId series, Window first) {
        // No name holds the character NUL, so two series never give one text.
        String text = String.join(
                "\u0000",
                series.monitor(),
                series.segment(),
                series.feature(),
                first.start().toString(),
                first.end().toString());
        return new Alert(Binning.fingerprintOf(text), first);
    }
}
