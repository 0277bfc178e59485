package io.kullback.app.replay;

import io.kullback.app.ExitCode;
import io.kullback.app.Progress;
import io.kullback.app.ShownProgress;
import io.kullback.app.UserError;
import io.kullback.config.ConfigurationFile;
import io.kullback.config.Settings;
import io.kullback.ingest.CsvFile;
import io.kullback.stream.MonitorSettings;
import io.kullback.stream.Replay;
import io.kullback.stream.ReplayRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says what a configuration would have said of events of the past, and how that differs from what another one says. */
@Command(
        name = "replay",
        description = {
            "Say what a configuration would have said of events of the past: those that its topics still hold, or the "
                    + "rows of a CSV file, through the code that runs live, as fast as they can be read.",
            "Joins no consumer group, commits nothing, and writes to no topic."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  kullback replay new.yaml --from 2026-07-01 --to 2026-10-01",
            "  kullback replay now.yaml --compare new.yaml --format html -o diff.html",
            "  kullback replay my.yaml --csv january.csv.gz --fail-on alert",
            "",
            "Exit codes: 0 ok, 1 runtime error, 2 usage, 3 configuration, 4 what --fail-on",
            "names was found, 5 Kafka not reachable."
        })
public final class ReplayCommand implements Callable<Integer> {

    /** How the answer is written. */
    enum Format {
        /** For a terminal. */
        TABLE,
        /** For programs. */
        JSON,
        /** One file for a browser. */
        HTML;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What makes the exit code 4. */
    enum FailOn {
        /** A drifted window. */
        DRIFT,
        /** An alert that fired. */
        ALERT;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The configuration.")
    private Path file = Path.of("kullback.yaml");

    @Option(
            names = "--monitor",
            paramLabel = "NAME",
            description = "Only this monitor. May be given several times. Default: all.")
    private List<String> names = List.of();

    @Option(
            names = "--csv",
            paramLabel = "DATA",
            description = "Take the rows of this file, whose first line names the columns; gzipped if it ends in .gz. "
                    + "Default: the monitors' topics.")
    private Path csv;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "First event time that counts, such as 2026-07-01 or 2026-07-01T06:00Z. The period of a "
                    + "reference is read even if it lies before.")
    private String from;

    @Option(names = "--to", paramLabel = "TIME", description = "First event time that no longer counts.")
    private String to;

    @Option(
            names = "--compare",
            paramLabel = "OTHER",
            description = "A second configuration for the same events: say which alerts it gains, loses and moves, and "
                    + "what both spend of their budgets.")
    private Path other;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "One of ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private Format format = Format.TABLE;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "OUT",
            description = "Where the answer goes. Default: standard output.")
    private Path output;

    @Option(
            names = "--fail-on",
            paramLabel = "WHAT",
            description = "End with 4 if FILE finds this: ${COMPLETION-CANDIDATES}.")
    private FailOn failOn;

    @Override
    public Integer call() throws IOException {
        ReplayRange range = range();
        if (csv != null && !Files.isReadable(csv)) {
            throw usage("there is no file " + csv + " that can be read");
        }
        if (format == Format.HTML && output == null) {
            throw usage("a page goes into a file: name it with -o");
        }
        List<Settings> settings = new ArrayList<>();
        settings.add(ConfigurationFile.read(file, System.getenv()));
        if (other != null) {
            settings.add(ConfigurationFile.read(other, System.getenv()));
        }
        requireNames(settings);
        List<Candidate> candidates = new ArrayList<>();
        for (Settings one : settings) {
            candidates.add(new Candidate(
                    candidates.isEmpty() ? file : other,
                    one,
                    one.stream().monitors().stream()
                            .filter(monitor -> names.isEmpty() || names.contains(monitor.name()))
                            .map(Findings::new)
                            .toList()));
        }
        try (Destination destination = Destination.of(output, spec.commandLine().getOut())) {
            write(candidates, range, destination);
            destination.keep();
        } catch (IllegalArgumentException | CsvFile.CsvFormatException e) {
            throw new UserError(ExitCode.RUNTIME, e.getMessage());
        }
        return exitCode(candidates.get(0)).code();
    }

    private void write(List<Candidate> candidates, ReplayRange range, Destination destination) throws IOException {
        switch (format) {
            case TABLE -> {
                ReplayReport report = replay(candidates, range, Optional.empty());
                Ansi ansi = output == null ? spec.commandLine().getColorScheme().ansi() : Ansi.OFF;
                for (String line : new ReplayTable(report, ansi).lines()) {
                    destination.writer().write(line + System.lineSeparator());
                }
            }
            case JSON -> {
                ReplayJson json = new ReplayJson(destination.writer(), candidates.size() > 1);
                json.end(replay(candidates, range, Optional.of(json)));
            }
            case HTML -> destination.writer().write(new ReplayPage(replay(candidates, range, Optional.empty())).html());
        }
    }

    private ReplayReport replay(List<Candidate> candidates, ReplayRange range, Optional<ReplayJson> json)
            throws IOException {
        Replay replay = new Replay(range, System.currentTimeMillis());
        List<Findings> all = new ArrayList<>();
        for (int i = 0; i < candidates.size(); i++) {
            int configuration = i;
            for (Findings findings : candidates.get(i).findings()) {
                all.add(findings);
                replay.add(
                        findings.monitor(),
                        json.map(of -> of.tap(configuration, findings)).orElse(findings));
            }
        }
        List<Replay.Outcome> outcomes;
        try (ShownProgress progress = new ShownProgress(
                spec.commandLine().getErr(), csv == null ? Progress.Unit.RECORDS : Progress.Unit.BYTES)) {
            outcomes = csv == null
                    ? replay.ofTopics(candidates.get(0).settings().stream(), progress::show)
                    : replay.ofFile(csv, progress::show);
        }
        Map<Findings, Replay.Outcome> byFindings = new HashMap<>();
        Set<String> topics = new TreeSet<>();
        for (int i = 0; i < outcomes.size(); i++) {
            all.get(i).end();
            byFindings.put(all.get(i), outcomes.get(i));
            topics.add(outcomes.get(i).monitor().topic());
        }
        String source = csv == null
                ? (topics.size() == 1 ? "topic " : "topics ") + String.join(", ", topics)
                : "file " + csv.getFileName();
        return new ReplayReport(source, range, candidates, byFindings);
    }

    private ExitCode exitCode(Candidate candidate) {
        if (failOn == null) {
            return ExitCode.OK;
        }
        boolean isFound = switch (failOn) {
            case DRIFT -> candidate.findings().stream().anyMatch(Findings::isAnyDrifted);
            case ALERT -> !candidate.alerts().isEmpty();
        };
        return isFound ? ExitCode.DRIFT_FOUND : ExitCode.OK;
    }

    private ReplayRange range() {
        try {
            return new ReplayRange(time("--from", from), time("--to", to));
        } catch (IllegalArgumentException e) {
            throw usage(e.getMessage());
        }
    }

    private Optional<Instant> time(String option, String text) {
        if (text == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    text.length() == "2026-07-01".length()
                            ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                            : OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            throw usage(
                    option + ": a time is written like 2026-07-01 or 2026-07-01T06:00Z, but this is '" + text + "'");
        }
    }

    /** Each name must be one of a monitor in either file: of two configurations that are compared, one may have it alone. */
    private void requireNames(List<Settings> settings) {
        Set<String> known = new TreeSet<>();
        settings.forEach(one ->
                one.stream().monitors().stream().map(MonitorSettings::name).forEach(known::add));
        for (String name : names) {
            if (!known.contains(name)) {
                throw usage("there is no monitor '" + name + "'; there are: " + String.join(", ", known));
            }
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
