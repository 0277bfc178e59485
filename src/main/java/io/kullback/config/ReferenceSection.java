package io.kullback.config;

import io.kullback.histogram.Histogram;
import io.kullback.histogram.Reference;
import io.kullback.ingest.ReferenceJson;
import io.kullback.stream.FeatureSettings;
import io.kullback.stream.ReferenceSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads what a monitor's windows are compared with. */
final class ReferenceSection {

    private final Section monitor;
    private final Path folder;
    private final boolean withReferences;

    /**
     * @param folder relative file names start here
     * @param withReferences whether reference files are read; if not, they need not exist
     */
    ReferenceSection(Section monitor, Path folder, boolean withReferences) {
        this.monitor = monitor;
        this.folder = folder;
        this.withReferences = withReferences;
    }

    /** Where the reference comes from; empty if that is missing or wrong, which has been noted. */
    Optional<ReferenceSource> source() {
        if (!monitor.require("reference", "Write 'reference: {period: {from: …, to: …}}' or 'reference: {file: …}'.")) {
            return Optional.empty();
        }
        Section reference = monitor.section("reference").orElseThrow();
        Optional<Section> period = reference.section("period");
        Optional<String> file = reference.text("file");
        Optional<ReferenceSource> source = Optional.empty();
        if (period.isPresent() == file.isPresent()) {
            reference.problem(
                    ProblemCode.ILLEGAL_REFERENCE,
                    "a reference is either a period of the topic or a file",
                    "Give exactly one of 'period' and 'file'.");
        } else if (file.isPresent()) {
            source = given(reference, file.get());
        } else {
            source = period(period.get());
        }
        reference.finish();
        return source;
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

    private Optional<ReferenceSource> given(Section reference, String file) {
        Path path = folder.resolve(file);
        if (!withReferences) {
            return Optional.of(new ReferenceSource.Given(Reference.of(path.toString(), Map.of())));
        }
        try {
            return Optional.of(new ReferenceSource.Given(ReferenceJson.read(Files.readAllBytes(path))));
        } catch (IOException e) {
            reference.problem(
                    ProblemCode.REFERENCE_UNREADABLE,
                    "file",
                    "the file " + path + " cannot be read",
                    "Build it with 'kullback reference build'.");
        } catch (ReferenceJson.ReferenceFormatException e) {
            reference.problem(
                    ProblemCode.REFERENCE_UNREADABLE,
                    "file",
                    "the file " + path + " holds no reference: " + e.getMessage(),
                    "Build it anew with 'kullback reference build'.");
        }
        return Optional.empty();
    }

    /**
     * Notes that a reference file holds nothing of a feature, or something of another type.
     *
     * @param name of the feature, if it has one
     * @param settings of the feature, if they are right
     */
    void requireFeature(
            ReferenceSource source, Section feature, Optional<String> name, Optional<FeatureSettings> settings) {
        if (!withReferences || !(source instanceof ReferenceSource.Given given)) {
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
