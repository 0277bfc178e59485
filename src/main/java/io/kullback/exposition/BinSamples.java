package io.kullback.exposition;

import io.kullback.detection.SeriesId;
import io.kullback.detection.WindowResult;
import io.kullback.histogram.Histogram;

/** The distributions themselves, bin by bin, of those monitors that ask for them: two samples for each bin are many. */
final class BinSamples {

    private BinSamples() {}

    static void add(SeriesId id, WindowResult last, Samples samples) {
        last.observed().ifPresent(observed -> add(id, observed, "current", samples));
        last.reference().ifPresent(reference -> add(id, reference, "reference", samples));
    }

    private static void add(SeriesId id, Histogram histogram, String side, Samples samples) {
        for (int bin = 0; histogram.total() > 0 && bin < histogram.binning().bins(); bin++) {
            samples.add(
                    DriftMetric.BIN_RATIO,
                    (double) histogram.count(bin) / histogram.total(),
                    id.monitor(),
                    id.feature(),
                    id.segment(),
                    histogram.binning().label(bin),
                    side);
        }
    }
}
