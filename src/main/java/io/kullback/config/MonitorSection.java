package io.kullback.config;

import io.kullback.detection.DecisionSettings;
import io.kullback.divergence.ScoringSettings;
import io.kullback.histogram.Reference;
import io.kullback.histogram.WindowPlan;
import io.kullback.ingest.FieldPath;
import io.kullback.ingest.ReferenceJson;
import io.kullback.ingest.ValueFormat;
import io.kullback.stream.FeatureSettings;
import io.kullback.stream.MonitorSettings;
import io.kullback.stream.ReferenceSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads one monitor. */
final class MonitorSection {

    static final Duration DEFAULT_IDLE_TIMEOUT = Duration.ofMinutes(1);
    static final Duration DEFAULT_MAX_FUTURE = Duration.ofHours(1);
    private static final Duration LEAST_RETENTION = Duration.ofDays(1);

    private final Section section;
    private final Path folder;
    private final boolean withReferences;

    /**
     * @param folder relative file names start here
     * @param withReferences whether reference files are read; if not, they need not exist
     */
    MonitorSection(Section section, Path folder, boolean withReferences) {
        this.section = section;
        this.folder = folder;
        this.withReferences = withReferences;
    }

    /** The monitor; empty if something of it is missing or wrong, which has been noted. */
    Optional<MonitorSettings> settings() {
        Optional<String> name = name();
        Optional<String> topic = topic();
        section.section("value").ifPresent(value -> {
            value.choice("format", Map.of("json", ValueFormat.JSON), ValueFormat.JSON);
            value.finish();
        });
        Optional<FieldPath> eventTime = field("event-time");
        Optional<FieldPath> segment = field("segment");
        Optional<Section> window =
                section.require("window", "Write 'window: {size: 1h}'.") ? section.section("window") : Optional.empty();
        Optional<WindowPlan> plan = window.flatMap(this::plan);
        Duration idleTimeout = window.map(w -> w.duration("idle-timeout", DEFAULT_IDLE_TIMEOUT))
                .orElse(DEFAULT_IDLE_TIMEOUT);
        Duration maxFuture =
                window.map(w -> w.duration("max-future", DEFAULT_MAX_FUTURE)).orElse(DEFAULT_MAX_FUTURE);
        window.ifPresent(Section::finish);
        Optional<ReferenceSource> reference = reference();
        Optional<DecisionSettings> decision = AlertSection.settings(section, DecisionSettings.DEFAULT);
        Optional<List<FeatureSettings>> features = features(reference, decision.orElse(DecisionSettings.DEFAULT));
        Optional<ScoringSettings> scoring = scoring();
        section.finish();
        if (name.isEmpty()
                || topic.isEmpty()
                || plan.isEmpty()
                || reference.isEmpty()
                || features.isEmpty()
                || scoring.isEmpty()
                || decision.isEmpty()) {
            return Optional.empty();
        }
        return section.parsed(
                ProblemCode.ILLEGAL_REFERENCE,
                "reference",
                () -> new MonitorSettings(
                        name.get(),
                        topic.get(),
                        ValueFormat.JSON,
                        eventTime,
                        segment,
                        plan.get(),
                        idleTimeout,
                        maxFuture,
                        reference.get(),
                        features.get(),
                        scoring.get()),
                "Move the period, or choose another advance.");
    }

    private Optional<String> name() {
        if (!section.require("name", "Give the monitor a name of its own.")) {
            return Optional.empty();
        }
        Optional<String> name = section.text("name");
        name.filter(text -> !Names.isLegalMonitor(text))
                .ifPresent(text -> section.problem(
                        ProblemCode.ILLEGAL_NAME,
                        "name",
                        "'" + text + "' cannot be a monitor's name",
                        "Use up to 63 of the characters a-z, 0-9, '_' and '-'."));
        return name;
    }

    private Optional<String> topic() {
        if (!section.require("topic", "Name the topic to read.")) {
            return Optional.empty();
        }
        Optional<String> topic = section.text("topic");
        topic.ifPresent(text -> Names.requireTopic(section, "topic", text));
        return topic;
    }

    private Optional<FieldPath> field(String key) {
        return section.parsed(
                key, ProblemCode.ILLEGAL_FIELD, FieldPath::parse, "Write a JSON Pointer, such as /payload/amount.");
    }

    private Optional<WindowPlan> plan(Section window) {
        if (!window.require("size", "Write for example 'size: 1h'.")) {
            return Optional.empty();
        }
        Duration size = window.duration("size", Duration.ofHours(1));
        Duration advance = window.duration("advance", size);
        Duration grace = window.duration("grace", Duration.ZERO);
        Duration doubled = size.multipliedBy(2);
        Duration retention =
                window.duration("retention", doubled.compareTo(LEAST_RETENTION) > 0 ? doubled : LEAST_RETENTION);
        return window.parsed(
                ProblemCode.ILLEGAL_WINDOW,
                "size",
                () -> new WindowPlan(size, advance, grace, retention),
                "A hopping window's advance must divide its size.");
    }

    private Optional<ReferenceSource> reference() {
        if (!section.require("reference", "Write 'reference: {period: {from: …, to: …}}' or 'reference: {file: …}'.")) {
            return Optional.empty();
        }
        Section reference = section.section("reference").orElseThrow();
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

    private Optional<List<FeatureSettings>> features(Optional<ReferenceSource> reference, DecisionSettings decision) {
        List<Section> sections = section.sections("features");
        if (sections.isEmpty()) {
            section.problem(
                    ProblemCode.REQUIRED_KEY_MISSING,
                    "features",
                    "there is no feature, so there is nothing to watch",
                    "Write for example 'features: [{name: amount, type: number}]'.");
            return Optional.empty();
        }
        List<Optional<FeatureSettings>> features = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Section feature : sections) {
            Optional<FeatureSettings> settings = new FeatureSection(feature, decision).settings();
            features.add(settings);
            settings.filter(one -> reference
                            .filter(source -> isOfOtherType(source, one))
                            .isPresent())
                    .ifPresent(one -> feature.problem(
                            ProblemCode.REFERENCE_LACKS_FEATURE,
                            "type",
                            "the reference file holds '" + one.name()
                                    + "' as another type, or vectors of another length",
                            "Build it anew with this feature."));
            Optional<String> name = feature.text("name");
            name.filter(text -> !names.add(text))
                    .ifPresent(text -> feature.problem(
                            ProblemCode.DUPLICATE_NAME,
                            "name",
                            "another feature of this monitor is called '" + text + "' too",
                            "Names of features must differ."));
            name.flatMap(text -> reference.filter(source -> lacks(source, text)).map(source -> text))
                    .ifPresent(text -> feature.problem(
                            ProblemCode.REFERENCE_LACKS_FEATURE,
                            "name",
                            "the reference file holds nothing of '" + text + "'",
                            "Build it anew with this feature."));
        }
        List<FeatureSettings> complete =
                features.stream().flatMap(Optional::stream).toList();
        return complete.size() == features.size() ? Optional.of(complete) : Optional.empty();
    }

    private boolean lacks(ReferenceSource source, String feature) {
        return withReferences && source instanceof ReferenceSource.Given given && lacks(given.reference(), feature);
    }

    private boolean isOfOtherType(ReferenceSource source, FeatureSettings feature) {
        return withReferences
                && source instanceof ReferenceSource.Given given
                && given.reference().histograms().values().stream()
                        .flatMap(byFeature -> Stream.ofNullable(byFeature.get(feature.name())))
                        .anyMatch(histogram -> histogram.binning().type() != feature.type()
                                || histogram.binning().momentsDimension()
                                        != feature.bins().momentsDimension());
    }

    private static boolean lacks(Reference reference, String feature) {
        return reference.histograms().values().stream().noneMatch(byFeature -> byFeature.containsKey(feature));
    }

    private Optional<ScoringSettings> scoring() {
        boolean scoreUnusable = section.choice(
                "unusable", Map.of("score", true, "ignore", false), ScoringSettings.DEFAULT.scoreUnusable());
        Optional<Section> smoothing = section.section("smoothing");
        double window = smoothing
                .map(s -> s.number("window", ScoringSettings.DEFAULT.observedPseudoCount()))
                .orElse(ScoringSettings.DEFAULT.observedPseudoCount());
        double reference = smoothing
                .map(s -> s.number("reference", ScoringSettings.DEFAULT.referencePseudoCount()))
                .orElse(ScoringSettings.DEFAULT.referencePseudoCount());
        smoothing.ifPresent(Section::finish);
        return section.parsed(
                ProblemCode.OUT_OF_RANGE,
                "smoothing",
                () -> new ScoringSettings(window, reference, scoreUnusable),
                "Pseudo-counts are counts for each bin; 0.5 is usual.");
    }
}
