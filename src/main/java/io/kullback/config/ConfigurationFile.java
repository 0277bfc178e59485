package io.kullback.config;

import io.kullback.detection.DecisionSettings;
import io.kullback.exposition.HttpSettings;
import io.kullback.histogram.Binning;
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
import org.apache.kafka.streams.StreamsConfig;

/** The configuration file: YAML in, {@link Settings} out, or every mistake at once. */
public final class ConfigurationFile {

    /** Kafka properties that the exactly-once promise hangs on, and where to say what they say instead. */
    private static final Map<String, String> RESERVED = Map.of(
            StreamsConfig.APPLICATION_ID_CONFIG, "Write it as 'application-id' at the top level.",
            StreamsConfig.PROCESSING_GUARANTEE_CONFIG, "Remove it: counting is always exactly once.",
            StreamsConfig.GROUP_PROTOCOL_CONFIG, "Remove it: static membership needs the classic protocol.",
            StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, "Remove it: state is kept in heap already.",
            StreamsConfig.STATE_DIR_CONFIG, "Remove it, and use the option --state-dir.");

    private ConfigurationFile() {}

    /**
     * Reads a file.
     *
     * @param environment what {@code ${env:…}} refers to
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
        Optional<Settings> settings = new YamlText(report)
                .compose(yaml)
                .flatMap(root -> settings(
                        Section.of(report, "", root), folder, report, Binning.fingerprintOf(yaml), withReferences));
        if (settings.isEmpty() || !report.isClean()) {
            throw report.exception();
        }
        return settings.get();
    }

    private static Optional<Settings> settings(
            Section root, Path folder, Report report, String hash, boolean withReferences) {
        String applicationId = root.text("application-id").orElse(StreamSettings.DEFAULT_APPLICATION_ID);
        if (!Names.isLegalTopic(applicationId)) {
            root.problem(
                    ProblemCode.ILLEGAL_NAME,
                    "application-id",
                    "it names topics and a consumer group, but '" + applicationId + "' cannot",
                    Names.TOPIC_REMEDY);
        }
        Map<String, String> kafka = kafka(root);
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
        List<Optional<MonitorSettings>> monitors = monitors(root, references);
        HttpSettings http = http(root);
        List<MonitorSettings> complete =
                monitors.stream().flatMap(Optional::stream).toList();
        long series = LimitsSection.series(root, complete);
        root.finish();
        if (complete.size() < monitors.size()) {
            return Optional.empty();
        }
        return Optional.of(new Settings(
                new StreamSettings(kafka, applicationId, topics, (int) mergePartitions, complete),
                http,
                series,
                hash,
                report.warnings(),
                report.places()));
    }

    private static OwnTopics topics(Section section) {
        OwnTopics topics = new OwnTopics(
                section.text("results").orElse(OwnTopics.DEFAULT.results()),
                section.text("alerts").orElse(OwnTopics.DEFAULT.alerts()),
                section.text("commands").orElse(OwnTopics.DEFAULT.commands()));
        Names.requireTopic(section, "results", topics.results());
        Names.requireTopic(section, "alerts", topics.alerts());
        Names.requireTopic(section, "commands", topics.commands());
        section.finish();
        return topics;
    }

    private static Map<String, String> kafka(Section root) {
        if (!root.require("kafka", "Write 'kafka: {bootstrap.servers: localhost:9092}'.")) {
            return Map.of();
        }
        Section section = root.section("kafka").orElseThrow();
        section.require("bootstrap.servers", "Name at least one broker as host:port.");
        Map<String, String> kafka = section.allTexts();
        RESERVED.forEach((key, remedy) -> {
            if (kafka.containsKey(key)) {
                section.problem(ProblemCode.RESERVED_PROPERTY, key, "this property is not the user's to set", remedy);
            }
        });
        new KafkaSecurity(section, kafka).requireComplete();
        return kafka;
    }

    private static List<Optional<MonitorSettings>> monitors(Section root, ReferenceFolder references) {
        List<Section> sections = root.sections("monitors");
        if (sections.isEmpty() && root.isMapping()) {
            root.problem(
                    ProblemCode.NO_MONITORS,
                    "monitors",
                    "there is no monitor, so there is nothing to do",
                    "Add one; config/kullback.reference.yaml shows how.");
        }
        List<Optional<MonitorSettings>> monitors = new ArrayList<>();
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
            monitors.add(new MonitorSection(section, standards.get(i), references).settings());
        }
        return monitors;
    }

    private static HttpSettings http(Section root) {
        Optional<Section> section = root.section("http");
        if (section.isEmpty()) {
            return HttpSettings.DEFAULT;
        }
        HttpSettings http = section.get()
                .parsed(
                        "bind",
                        ProblemCode.ILLEGAL_ADDRESS,
                        HttpSettings::parse,
                        "Write host:port, such as 127.0.0.1:8080; port 0 takes a free one.")
                .orElse(HttpSettings.DEFAULT);
        section.get().finish();
        return http;
    }
}
