package io.kullback.stream;

import io.kullback.histogram.Binning;
import io.kullback.histogram.Histogram;
import io.kullback.histogram.Reference;
import java.util.Map;
import java.util.Optional;

/** Whether a monitor's windows can be compared with a reference that an operator wants to put in force while it runs. */
public final class Promotion {

    private Promotion() {}

    /**
     * Why they cannot.
     *
     * @return empty if they can; else what is wrong and how to mend it, for people
     */
    public static Optional<String> problem(MonitorSettings monitor, Reference reference) {
        if (monitor.reference().isMoving()) {
            return Optional.of(
                    "each window of monitor '" + monitor.name()
                            + "' has a reference of its own, so none can be promoted. Give the monitor another kind of reference first");
        }
        if (reference.histograms().isEmpty()) {
            return Optional.of("the reference holds no counts");
        }
        SeriesBins bins = new SeriesBins(monitor);
        for (Map.Entry<String, Map<String, Histogram>> segment :
                reference.histograms().entrySet()) {
            boolean hasSegments = !segment.getKey().equals(Reference.WHOLE);
            if (hasSegments != monitor.segment().isPresent()) {
                return Optional.of("the reference is " + (hasSegments ? "" : "not ")
                        + "divided by segment, but the monitor is " + (hasSegments ? "not" : "")
                        + ". Build it with this configuration");
            }
            for (Map.Entry<String, Histogram> of : segment.getValue().entrySet()) {
                Optional<String> problem = monitor.feature(of.getKey())
                        .flatMap(feature -> problem(
                                feature, bins, segment.getKey(), of.getValue().binning()));
                if (problem.isPresent()) {
                    return problem;
                }
            }
        }
        return monitor.features().stream()
                .filter(feature -> reference.histograms().values().stream()
                        .noneMatch(byFeature -> byFeature.containsKey(feature.name())))
                .findFirst()
                .map(feature -> "the reference holds nothing of feature '" + feature.name() + "'. Build it anew");
    }

    private static Optional<String> problem(
            FeatureSettings feature, SeriesBins bins, String segment, Binning promoted) {
        String where = "feature '" + feature.name() + "'"
                + (segment.equals(Reference.WHOLE) ? "" : " of segment '" + segment + "'");
        if (promoted.type() != feature.type()
                || promoted.momentsDimension() != feature.bins().momentsDimension()) {
            return Optional.of(where + " is another type in the reference");
        }
        Optional<Binning> counted = bins.known(segment, feature);
        if (counted.isPresent() && !counted.get().equals(promoted)) {
            return Optional.of(
                    where + " is counted over other bins than the reference has, since the configuration gives"
                            + " them, or its reference file does. Put the new reference into the configuration and reload it;"
                            + " or configure 'reference: {promoted: true}', with which bins are those of what is promoted");
        }
        try {
            bins.newTally(segment, feature).over(promoted);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(where + ": " + e.getMessage() + ". Build it with 'kullback reference build'");
        }
    }
}
