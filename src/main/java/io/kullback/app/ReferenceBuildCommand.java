package io.kullback.app;

import io.kullback.config.ConfigurationFile;
import io.kullback.config.Settings;
import io.kullback.histogram.Reference;
import io.kullback.ingest.CsvFile;
import io.kullback.ingest.ReferenceJson;
import io.kullback.stream.MonitorSettings;
import io.kullback.stream.ReferenceBuilder;
import io.kullback.stream.ReferenceSource;
import io.kullback.stream.TopicReference;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Counts recorded events into a reference file. */
@Command(
        name = "build",
        description = {
            "Count recorded events into a reference file, exactly as the pipeline would.",
            "The events are those of the monitor's topic, or the rows of a CSV file."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  kullback reference build my.yaml --monitor flights \\",
            "      --from 2001-01-04T00:00Z --to 2001-01-18T00:00Z -o flights.json",
            "  kullback reference build my.yaml --monitor flights --csv january.csv.gz"
        })
final class ReferenceBuildCommand implements Callable<Integer> {

    /** Between two looks at the clock. */
    private static final int ROWS = 1_000;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The configuration.")
    private Path file = Path.of("kullback.yaml");

    @Option(
            names = "--monitor",
            paramLabel = "NAME",
            description = "Which monitor. May be left out if there is only one.")
    private String monitorName;

    @Option(
            names = "--csv",
            paramLabel = "FILE",
            description = "Take the rows of this file; gzipped if it ends in .gz.")
    private Path csv;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "First event time taken. Default: the configured period's.")
    private String from;

    @Option(names = "--to", paramLabel = "TIME", description = "First event time no longer taken.")
    private String to;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Where the reference goes. Default: standard output.")
    private Path output;

    @Override
    public Integer call() throws IOException {
        Settings settings = ConfigurationFile.readWithoutReferences(file, System.getenv());
        MonitorSettings monitor = monitor(settings.stream().monitors());
        Optional<ReferenceSource.Period> period = period(monitor);
        Reference reference;
        try (ShownProgress progress = new ShownProgress(
                spec.commandLine().getErr(), csv == null ? Progress.Unit.RECORDS : Progress.Unit.BYTES)) {
            reference = csv == null
                    ? TopicReference.build(settings.stream(), monitor, period, progress::show)
                    : ofCsv(monitor, period, progress);
        } catch (IllegalArgumentException | IllegalStateException | CsvFile.CsvFormatException e) {
            throw new UserError(ExitCode.RUNTIME, e.getMessage());
        }
        write(ReferenceJson.write(reference));
        say(reference);
        return ExitCode.OK.code();
    }

    private MonitorSettings monitor(List<MonitorSettings> monitors) {
        String names = monitors.stream().map(MonitorSettings::name).collect(Collectors.joining(", "));
        if (monitorName == null) {
            if (monitors.size() > 1) {
                throw usage("there are several monitors; choose one with --monitor: " + names);
            }
            return monitors.get(0);
        }
        return monitors.stream()
                .filter(monitor -> monitor.name().equals(monitorName))
                .findFirst()
                .orElseThrow(() -> usage("there is no monitor '" + monitorName + "'; there are: " + names));
    }

    private Optional<ReferenceSource.Period> period(MonitorSettings monitor) {
        if ((from == null) != (to == null)) {
            throw usage("--from and --to belong together");
        }
        if (from == null) {
            return monitor.reference() instanceof ReferenceSource.Period period
                    ? Optional.of(period)
                    : Optional.empty();
        }
        try {
            return Optional.of(new ReferenceSource.Period(time(from), time(to)));
        } catch (IllegalArgumentException e) {
            throw usage(e.getMessage());
        }
    }

    private Instant time(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw usage("a time is written like 2001-01-04T00:00Z, but this is '" + text + "'");
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private Reference ofCsv(MonitorSettings monitor, Optional<ReferenceSource.Period> period, ShownProgress progress)
            throws IOException {
        if (monitor.eventTime().isEmpty()) {
            throw new UserError(
                    ExitCode.RUNTIME,
                    "monitor '" + monitor.name()
                            + "' takes the event time from Kafka's record, and a CSV row has none. "
                            + "Name the column with the key 'event-time'.");
        }
        ReferenceBuilder builder = new ReferenceBuilder(monitor, period);
        try {
            CsvFile.read(csv, builder.fields(), (values, row, done, total) -> {
                builder.count(values, -1);
                if (row % ROWS == 0) {
                    progress.show(done, total);
                }
            });
        } catch (NoSuchFileException e) {
            throw new UserError(ExitCode.RUNTIME, "there is no file " + csv);
        }
        return builder.build("file " + csv.getFileName());
    }

    private void write(byte[] json) throws IOException {
        if (output == null) {
            spec.commandLine().getOut().println(new String(json, StandardCharsets.UTF_8));
            spec.commandLine().getOut().flush();
        } else {
            Files.write(output, json);
        }
    }

    private void say(Reference reference) {
        long series =
                reference.histograms().values().stream().mapToLong(Map::size).sum();
        spec.commandLine()
                .getErr()
                .printf(
                        Locale.ROOT,
                        "reference %s: %s, %d segments, %d series%s%n",
                        reference.id(),
                        reference.origin(),
                        reference.histograms().size(),
                        series,
                        output == null ? "" : ", written to " + output);
    }
}
