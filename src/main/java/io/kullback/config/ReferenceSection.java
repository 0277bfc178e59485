package io.kullback.config;

import io.kullback.histogram.BinningRule;
import io.kullback.histogram.FeatureType;
import io.kullback.histogram.Histogram;
import io.kullback.histogram.Reference;
import io.kullback.histogram.VectorBinning;
import io.kullback.stream.FeatureSettings;
import io.kullback.stream.MonitorSettings;
import io.kullback.stream.ReferenceSource;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads what a monitor's windows are compared with. */
final class ReferenceSection {

    private static final List<String> KINDS = List.of(
            "period", "file", "csv", "previous", "rolling", "expanding", "seasonal", "segment", "topic", "promoted");
    /** Stands for the rows of a file until the monitor is known that says how they are counted. */
    private static final ReferenceSource NOT_YET_COUNTED =
            new ReferenceSource.Given(Reference.of("rows of a file", Map.of()));

    private final Section monitor;
    private final ReferenceFolder references;

    /** @param references where reference files are */
    ReferenceSection(Section monitor, ReferenceFolder references) {
        this.monitor = monitor;
        this.references = references;
    }

    /** Where the reference comes from; empty if that is missing or wrong, which has been noted. */
    Optional<ReferenceSource> source() {
        if (!monitor.require("reference", "Write 'reference: {period: {from: …, to: …}}' or 'reference: {file: …}'.")) {
            return Optional.empty();
        }
        Section reference = monitor.section("reference").orElseThrow();
        List<String> given = KINDS.stream().filter(reference::has).toList();
        Optional<ReferenceSource> source = Optional.empty();
        if (given.size() == 1) {
            source = source(reference, given.get(0));
        } else if (reference.isMapping()) {
            reference.problem(
                    ProblemCode.ILLEGAL_REFERENCE,
                    given.isEmpty()
                            ? "it is not said what windows are compared with"
                            : "windows are compared with one thing, but there are " + String.join(" and ", given),
                    "Give exactly one of " + String.join(", ", KINDS) + ".");
        }
        reference.finish();
        return source;
    }

    private Optional<ReferenceSource> source(Section reference, String kind) {
        PastSection past = new PastSection(reference);
        return switch (kind) {
            case "file" ->
                reference
                        .text("file")
                        .flatMap(file -> references.read(reference, "file", file))
                        .map(ReferenceSource.Given::new);
            case "csv" -> reference.text("csv").map(file -> NOT_YET_COUNTED);
            case "period" -> period(reference.section("period").orElseThrow());
            case "previous" -> past.previous();
            case "rolling" -> past.rolling();
            case "expanding" -> past.expanding();
            case "seasonal" -> past.seasonal();
            case "promoted" -> promoted(reference);
            case "topic" -> alongside(reference);
            default ->
                reference.parsed(
                        "segment",
                        ProblemCode.ILLEGAL_REFERENCE,
                        ReferenceSource.Alongside::new,
                        "Name one of the monitor's segments, such as 'segment: stable'.");
        };
    }

    /** The monitor with the rows of a CSV file counted as its reference, if it is to be compared with such; empty if that cannot be, which has been noted. */
    Optional<MonitorSettings> counted(MonitorSettings settings) {
        if (settings.reference() != NOT_YET_COUNTED) {
            return Optional.of(settings);
        }
        Section reference = monitor.section("reference").orElseThrow();
        return references
                .count(reference, "csv", reference.text("csv").orElseThrow(), settings)
                .map(ReferenceSource.Given::new)
                .map(settings::with);
    }

    private static Optional<ReferenceSource> alongside(Section reference) {
        Optional<String> topic = reference.text("topic");
        topic.ifPresent(name -> Names.requireTopic(reference, "topic", name));
        return topic.filter(Names::isLegalTopic).map(ReferenceSource.AlongsideTopic::new);
    }

    private static Optional<ReferenceSource> promoted(Section reference) {
        if (!reference.flag("promoted", true)) {
            reference.problem(
                    ProblemCode.ILLEGAL_REFERENCE,
                    "promoted",
                    "there is nothing that 'false' could mean here",
                    "Write 'promoted: true', or choose another kind of reference.");
            return Optional.empty();
        }
        return Optional.of(new ReferenceSource.Promoted());
    }

    private static Optional<ReferenceSource> period(Section period) {
        boolean hasFrom = period.require("from", "Write for example 'from: 2001-01-04T00:00:00Z'.");
        boolean hasTo = period.require("to", "Write for example 'to: 2001-01-18T00:00:00Z'.");
        Optional<Instant> from = period.instant("from");
        Optional<Instant> to = period.instant("to");
        period.finish();
        if (!hasFrom || !hasTo || from.isEmpty() || to.isEmpty()) {
            return Optional.empty();
        }
        return period.parsed(
                ProblemCode.ILLEGAL_REFERENCE,
                "to",
                () -> new ReferenceSource.Period(from.get(), to.get()),
                "Put 'to' after 'from'.");
    }

    /**
     * Notes that a reference file holds nothing of a feature, something of another type, or nothing that windows can be judged by.
     *
     * @param name of the feature, if it has one
     * @param settings of the feature, if they are right
     */
    void requireFeature(
            ReferenceSource source, Section feature, Optional<String> name, Optional<FeatureSettings> settings) {
        if (!references.areRead() || source == NOT_YET_COUNTED || !(source instanceof ReferenceSource.Given given)) {
            return;
        }
        settings.filter(one -> isOfOtherType(given.reference(), one))
                .ifPresent(one -> feature.problem(
                        ProblemCode.REFERENCE_LACKS_FEATURE,
                        "type",
                        "the reference file holds '" + one.name() + "' as another type, or vectors of another length",
                        "Build it anew with this feature."));
        name.filter(text -> histograms(given.reference(), text).isEmpty())
                .ifPresent(text -> feature.problem(
                        ProblemCode.REFERENCE_LACKS_FEATURE,
                        "name",
                        "the reference file holds nothing of '" + text + "'",
                        "Build it anew with this feature."));
        settings.filter(one -> !isOfOtherType(given.reference(), one))
                .ifPresent(one -> requireEnough(feature, one, histograms(given.reference(), one.name())));
    }

    private static void requireEnough(Section feature, FeatureSettings settings, List<Histogram> histograms) {
        if (histograms.isEmpty() || isKnown(settings.bins())) {
            return;
        }
        long most = histograms.stream().mapToLong(Histogram::usable).max().orElseThrow();
        if (most < settings.decision().minEvents()) {
            feature.problem(
                    ProblemCode.REFERENCE_TOO_SMALL,
                    "name",
                    "the reference file holds " + most + " usable values of '" + settings.name() + "'"
                            + (histograms.size() > 1 ? " in its largest segment" : "")
                            + ", but even a window is judged on "
                            + settings.decision().minEvents(),
                    "Build it from a longer time, or lower min-events.");
        } else if (settings.type() != FeatureType.VECTOR
                && histograms.stream().allMatch(histogram -> filledBins(histogram) < 2)) {
            feature.problem(
                    ProblemCode.REFERENCE_CONSTANT,
                    "name",
                    "all " + most + " values of '" + settings.name() + "' in the reference file are in one bin",
                    "If the field is not constant, build the reference from another time, or choose finer bins.");
        }
    }

    /** Whether windows are compared with a known distribution, so that what the file holds of the feature is not used. */
    private static boolean isKnown(BinningRule bins) {
        return bins instanceof BinningRule.Fixed fixed
                && fixed.binning() instanceof VectorBinning vectors
                && vectors.isAgainstStandardNormal();
    }

    private static long filledBins(Histogram histogram) {
        return Arrays.stream(histogram.valueCounts()).filter(count -> count > 0).count();
    }

    private static boolean isOfOtherType(Reference reference, FeatureSettings feature) {
        return histograms(reference, feature.name()).stream()
                .anyMatch(histogram -> histogram.binning().type() != feature.type()
                        || histogram.binning().momentsDimension()
                                != feature.bins().momentsDimension());
    }

    /** What a reference holds of a feature, one histogram for each segment. */
    private static List<Histogram> histograms(Reference reference, String feature) {
        return reference.histograms().values().stream()
                .flatMap(byFeature -> Stream.ofNullable(byFeature.get(feature)))
                .toList();
    }
}
