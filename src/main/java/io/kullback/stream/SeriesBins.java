package io.kullback.stream;

import io.kullback.histogram.Binning;
import io.kullback.histogram.BinningRule;
import io.kullback.histogram.Histogram;
import io.kullback.histogram.Tally;
import java.util.List;
import java.util.Optional;

/**
 * Decides over which bins the events of a monitor are counted: those of a reference that was given, else those of the feature's own rule.
 * Both stages ask here, so both count alike.
 */
final class SeriesBins {

    private final MonitorSettings monitor;

    SeriesBins(MonitorSettings monitor) {
        this.monitor = monitor;
    }

    /** A tally of nothing for one feature in one segment. */
    Tally newTally(String segment, FeatureSettings feature) {
        return given(segment, feature).map(Binning::newTally).orElseGet(feature.bins()::newTally);
    }

    /** Counts of nothing for all features in one segment. */
    PaneCounts newPane(String segment) {
        List<Tally> tallies = monitor.features().stream()
                .map(feature -> newTally(segment, feature))
                .toList();
        return new PaneCounts(0, tallies);
    }

    /** The bins that are known without any reference period: those of a given reference or of a fixed rule. */
    Optional<Binning> known(String segment, FeatureSettings feature) {
        return given(segment, feature)
                .or(() -> feature.bins() instanceof BinningRule.Fixed fixed
                        ? Optional.of(fixed.binning())
                        : Optional.empty());
    }

    private Optional<Binning> given(String segment, FeatureSettings feature) {
        if (!(monitor.reference() instanceof ReferenceSource.Given given)) {
            return Optional.empty();
        }
        // A segment that the reference does not know may have to be added to the others that it does not know.
        String counted = given.reference().histograms().containsKey(segment) ? segment : SegmentCeiling.OTHER;
        return given.reference().histogram(counted, feature.name()).map(Histogram::binning);
    }
}
