package io.kullback.config;

import io.kullback.alert.NotifySettings;
import io.kullback.detection.DecisionSettings;
import io.kullback.exposition.HttpSettings;
import io.kullback.histogram.Binning;
import io.kullback.stream.DeadLetterSettings;
import io.kullback.stream.MonitorSettings;
import io.kullback.stream.OwnTopics;
import io.kullback.stream.StreamSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The configuration file: YAML in, {@link Settings} out, or every mistake at once. */
public final class ConfigurationFile {

    private ConfigurationFile() {}

    /**
     * Reads a file.
     *
     * @param environment what {@code ${env:…}} refers to; {@code KULLBACK_HTTP_BIND} and its like win over the file
     * @throws ConfigurationException if anything is wrong with it
     */
    public static Settings read(Path file, Map<String, String> environment) {
        return read(file, environment, true);
    }

    /**
     * Reads a file whose reference files need not exist yet: they stand for references without any count.
     *
     * @param environment what {@code ${env:…}} refers to
     * @throws ConfigurationException if anything else is wrong with it
     */
    public static Settings readWithoutReferences(Path file, Map<String, String> environment) {
        return read(file, environment, false);
    }

    private static Settings read(Path file, Map<String, String> environment, boolean withReferences) {
        Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(Path.of("/"));
        Report report = new Report(file.toString(), new Variables(environment, folder));
        Optional<String> text = new YamlText(report).read(file);
        if (text.isEmpty()) {
            throw report.exception();
        }
        return parse(text.get(), folder, report, withReferences);
    }

    /**
     * Reads a text.
     *
     * @param name how the text is called in problems
     * @param folder relative file names in it start here
     * @throws ConfigurationException if anything is wrong with it
     */
    public static Settings parse(String yaml, String name, Path folder, Map<String, String> environment) {
        return parse(yaml, folder, new Report(name, new Variables(environment, folder)), true);
    }

    static Settings parse(String yaml, Path folder, Report report, boolean withReferences) {
        EnvironmentKeys variables = new EnvironmentKeys(report.variables().environment());
        variables.noteOthers(yaml, report);
        // By the names alone: values may be secrets.
        String hashed = yaml + String.join("\n", variables.names());
        Optional<Settings> settings = new YamlText(report)
                .compose(yaml)
                .map(variables::in)
                .flatMap(root -> settings(
                        Section.of(report, "", root),
                        folder,
                        report,
                        new ShownConfiguration(
                                Binning.fingerprintOf(hashed), new RedactedTree(report.variables()).of(root)),
                        withReferences));
        if (settings.isEmpty() || !report.isClean()) {
            throw report.exception();
        }
        return settings.get();
    }

    private static Optional<Settings> settings(
            Section root, Path folder, Report report, ShownConfiguration shown, boolean withReferences) {
        String applicationId = root.text("application-id").orElse(StreamSettings.DEFAULT_APPLICATION_ID);
        if (!Names.isLegalTopic(applicationId)) {
            root.problem(
                    ProblemCode.ILLEGAL_NAME,
                    "application-id",
                    "it names topics and a consumer group, but '" + applicationId + "' cannot",
                    Names.TOPIC_REMEDY);
        }
        Map<String, String> kafka = KafkaSection.of(root);
        OwnTopics topics = root.section("topics").map(ConfigurationFile::topics).orElse(OwnTopics.DEFAULT);
        long mergePartitions = root.whole("merge-partitions", StreamSettings.DEFAULT_MERGE_PARTITIONS);
        if (mergePartitions < 1 || mergePartitions > 1_000) {
            root.problem(
                    ProblemCode.OUT_OF_RANGE,
                    "merge-partitions",
                    "it must be between 1 and 1000, but is " + mergePartitions,
                    "4 serve hundreds of monitors.");
        }
        ReferenceFolder references = ReferenceFolder.of(root, folder, withReferences);
        Set<String> binsOf = new HashSet<>();
        List<Optional<List<MonitorSettings>>> monitors = monitors(root, references, binsOf);
        HttpSettings http = HttpSection.of(root, folder);
        List<MonitorSettings> complete = monitors.stream()
                .flatMap(Optional::stream)
                .flatMap(List::stream)
                .toList();
        requireNamesOfTheirOwn(root, complete);
        Optional<DeadLetterSettings> deadLetters = DeadLetterSection.settings(root, topics, complete);
        NotifySettings notify = NotifySection.of(root);
        long series = LimitsSection.series(root, complete, binsOf);
        root.finish();
        if (monitors.stream().anyMatch(Optional::isEmpty)) {
            return Optional.empty();
        }
        return Optional.of(new Settings(
                new StreamSettings(kafka, applicationId, topics, (int) mergePartitions, deadLetters, complete),
                http,
                notify,
                series,
                binsOf,
                shown.hash(),
                report.warnings(),
                report.places(),
                shown));
    }

    /** Names that are made for longer windows must not be those of other monitors. */
    private static void requireNamesOfTheirOwn(Section root, List<MonitorSettings> monitors) {
        for (MonitorSettings made : monitors) {
            long bearers = monitors.stream()
                    .filter(other -> other.name().equals(made.name()))
                    .count();
            if (made.panesOf().isPresent() && bearers > 1) {
                root.problem(
                        ProblemCode.DUPLICATE_NAME,
                        "monitors",
                        "the longer windows of '" + made.panesOf().get() + "' are called '" + made.name()
                                + "', as another monitor is",
                        "Give that monitor another name.");
            }
        }
    }

    private static OwnTopics topics(Section section) {
        OwnTopics topics = new OwnTopics(
                section.text("results").orElse(OwnTopics.DEFAULT.results()),
                section.text("alerts").orElse(OwnTopics.DEFAULT.alerts()),
                section.text("commands").orElse(OwnTopics.DEFAULT.commands()),
                section.text("references").orElse(OwnTopics.DEFAULT.references()));
        Names.requireTopic(section, "results", topics.results());
        Names.requireTopic(section, "alerts", topics.alerts());
        Names.requireTopic(section, "commands", topics.commands());
        Names.requireTopic(section, "references", topics.references());
        section.finish();
        return topics;
    }

    /** @param binsOf takes the names of the monitors whose bins are to be shown */
    private static List<Optional<List<MonitorSettings>>> monitors(
            Section root, ReferenceFolder references, Set<String> binsOf) {
        List<Section> sections = root.sections("monitors");
        if (sections.isEmpty() && root.isMapping()) {
            root.problem(
                    ProblemCode.NO_MONITORS,
                    "monitors",
                    "there is no monitor, so there is nothing to do",
                    "Add one; config/kullback.reference.yaml shows how.");
        }
        List<Optional<List<MonitorSettings>>> monitors = new ArrayList<>();
        Set<String> names = new HashSet<>();
        List<DecisionSettings> standards = BudgetSection.ofEach(root, sections);
        for (int i = 0; i < sections.size(); i++) {
            Section section = sections.get(i);
            section.text("name").ifPresent(name -> {
                if (!names.add(name)) {
                    section.problem(
                            ProblemCode.DUPLICATE_NAME,
                            "name",
                            "another monitor is called '" + name + "' too",
                            "Names of monitors must differ.");
                }
            });
            if (MetricsSection.showsBins(section)) {
                section.text("name").ifPresent(binsOf::add);
            }
            monitors.add(new MonitorSection(section, standards.get(i), references).settings());
        }
        return monitors;
    }
}
