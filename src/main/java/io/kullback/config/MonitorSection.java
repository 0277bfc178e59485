package io.kullback.config;

import io.kullback.detection.DecisionSettings;
import io.kullback.divergence.ScoringSettings;
import io.kullback.histogram.WindowPlan;
import io.kullback.ingest.FieldPath;
import io.kullback.ingest.ValueFormat;
import io.kullback.stream.FeatureSettings;
import io.kullback.stream.MonitorLimits;
import io.kullback.stream.MonitorSettings;
import io.kullback.stream.ReferenceSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Reads one monitor. */
final class MonitorSection {

    static final Duration DEFAULT_IDLE_TIMEOUT = Duration.ofMinutes(1);
    static final Duration DEFAULT_MAX_FUTURE = Duration.ofHours(1);
    private static final Duration LEAST_RETENTION = Duration.ofDays(1);

    private final Section section;
    private final AlertSection alert;
    private final ReferenceSection reference;

    /**
     * @param standard when a window is called drifted, where the monitor itself says nothing
     * @param references where reference files are
     */
    MonitorSection(Section section, DecisionSettings standard, ReferenceFolder references) {
        this.section = section;
        this.alert = new AlertSection(section, standard);
        this.reference = new ReferenceSection(section, references);
    }

    /** The monitor; empty if something of it is missing or wrong, which has been noted. */
    Optional<MonitorSettings> settings() {
        Optional<String> name = name();
        Optional<String> topic = topic();
        Optional<ValueFormat> format = ValueSection.format(section);
        Optional<FieldPath> eventTime = field("event-time", format);
        Optional<FieldPath> segment = field("segment", format);
        Optional<Section> window =
                section.require("window", "Write 'window: {size: 1h}'.") ? section.section("window") : Optional.empty();
        Optional<WindowPlan> plan = window.flatMap(this::plan);
        Duration idleTimeout = window.map(w -> waiting(w, "idle-timeout", DEFAULT_IDLE_TIMEOUT))
                .orElse(DEFAULT_IDLE_TIMEOUT);
        Duration maxFuture =
                window.map(w -> w.duration("max-future", DEFAULT_MAX_FUTURE)).orElse(DEFAULT_MAX_FUTURE);
        window.ifPresent(Section::finish);
        Optional<ReferenceSource> source = reference.source(plan.map(WindowPlan::size));
        Optional<DecisionSettings> decision = alert.settings();
        Optional<List<FeatureSettings>> features = features(source, decision.orElse(DecisionSettings.DEFAULT), format);
        Optional<ScoringSettings> scoring = scoring();
        Optional<MonitorLimits> limits = LimitsSection.ofMonitor(section, source);
        section.finish();
        if (name.isEmpty()
                || topic.isEmpty()
                || format.isEmpty()
                || plan.isEmpty()
                || source.isEmpty()
                || features.isEmpty()
                || scoring.isEmpty()
                || limits.isEmpty()
                || decision.isEmpty()) {
            return Optional.empty();
        }
        Optional<MonitorSettings> settings = section.parsed(
                ProblemCode.ILLEGAL_REFERENCE,
                "reference",
                () -> new MonitorSettings(
                        name.get(),
                        topic.get(),
                        format.get(),
                        eventTime,
                        segment,
                        plan.get(),
                        idleTimeout,
                        maxFuture,
                        source.get(),
                        features.get(),
                        scoring.get(),
                        limits.get()),
                "Move the period, choose another advance, or raise the limit of segments.");
        return settings.map(monitor -> LimitsSection.withRoom(section, monitor)).flatMap(reference::counted);
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

    private Optional<FieldPath> field(String key, Optional<ValueFormat> format) {
        return section.parsed(
                        key,
                        ProblemCode.ILLEGAL_FIELD,
                        FieldPath::parse,
                        "Write a JSON Pointer, such as /payload/amount.")
                .filter(path -> ValueSection.requireField(format, section, key, path));
    }

    private Optional<WindowPlan> plan(Section window) {
        if (!window.require("size", "Write for example 'size: 1h'.")) {
            return Optional.empty();
        }
        Duration size = window.duration("size", Duration.ofHours(1));
        Duration advance = window.duration("advance", size);
        Duration grace = waiting(window, "grace", Duration.ZERO);
        Duration doubled = size.multipliedBy(2);
        Duration retention =
                window.duration("retention", doubled.compareTo(LEAST_RETENTION) > 0 ? doubled : LEAST_RETENTION);
        // Each by itself, so that a mistake is said of the key that has it.
        boolean hasSize = window.parsed(
                        ProblemCode.ILLEGAL_WINDOW,
                        "size",
                        () -> WindowPlan.tumbling(size, Duration.ZERO, Duration.ZERO),
                        "Write for example 'size: 1h'.")
                .isPresent();
        return hasSize
                ? window.parsed(
                        ProblemCode.ILLEGAL_ADVANCE,
                        "advance",
                        () -> new WindowPlan(size, advance, grace, retention),
                        "A hopping window's advance must divide its size.")
                : Optional.empty();
    }

    /**
     * A time that windows wait, which cannot be negative. It may be longer than the retention, for that begins only when a window has closed.
     */
    private static Duration waiting(Section window, String key, Duration otherwise) {
        Optional<String> text = window.text(key);
        if (text.filter(written -> written.startsWith("-")).isPresent()) {
            window.problem(
                    ProblemCode.ILLEGAL_WAIT,
                    key,
                    "windows cannot wait for a negative time, but this is '" + text.get() + "'",
                    "Write for example 'grace: 10s'; 0s waits for nothing.");
            return otherwise;
        }
        return window.duration(key, otherwise);
    }

    private Optional<List<FeatureSettings>> features(
            Optional<ReferenceSource> source, DecisionSettings decision, Optional<ValueFormat> format) {
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
            features.add(settings.filter(known -> known.fields().stream()
                    .allMatch(field -> ValueSection.requireField(format, feature, "field", field))));
            Optional<String> name = feature.text("name");
            name.filter(text -> !names.add(text))
                    .ifPresent(text -> feature.problem(
                            ProblemCode.DUPLICATE_NAME,
                            "name",
                            "another feature of this monitor is called '" + text + "' too",
                            "Names of features must differ."));
            source.ifPresent(known -> reference.requireFeature(known, feature, name, settings));
        }
        List<FeatureSettings> complete =
                features.stream().flatMap(Optional::stream).toList();
        if (complete.size() < features.size()) {
            return Optional.empty();
        }
        alert.requireThatThresholdsApplyTo(
                complete.stream().map(FeatureSettings::type).collect(Collectors.toSet()));
        return Optional.of(complete);
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
        Optional<ScoringSettings> withWindow = smoothing(
                smoothing.orElse(section),
                "window",
                () -> new ScoringSettings(window, ScoringSettings.DEFAULT.referencePseudoCount(), scoreUnusable));
        return withWindow.flatMap(one -> smoothing(
                smoothing.orElse(section),
                "reference",
                () -> new ScoringSettings(one.observedPseudoCount(), reference, scoreUnusable)));
    }

    private static Optional<ScoringSettings> smoothing(Section at, String key, Supplier<ScoringSettings> rule) {
        return at.parsed(
                ProblemCode.ILLEGAL_SMOOTHING, key, rule, "Pseudo-counts are counts for each bin; 0.5 is usual.");
    }
}
