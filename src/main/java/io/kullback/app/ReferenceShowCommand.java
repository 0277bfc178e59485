package io.kullback.app;

import io.kullback.config.ConfigurationFile;
import io.kullback.config.Settings;
import io.kullback.detection.Figures;
import io.kullback.histogram.Histogram;
import io.kullback.histogram.Reference;
import io.kullback.ingest.ReferenceJson;
import io.kullback.stream.MonitorSettings;
import io.kullback.stream.ReferenceVersions;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows the versions of a reference, or what one of them holds. */
@Command(
        name = "show",
        description = {
            "List the published versions of a monitor's reference and since when which was",
            "in force; or show what one of them, or a file, holds."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  kullback reference show my.yaml --monitor payments",
            "  kullback reference show my.yaml 1f0c --monitor payments",
            "  kullback reference show my.yaml reference.json --feature amount"
        })
final class ReferenceShowCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private MonitorOption monitorOption;

    @Parameters(index = "0", paramLabel = "FILE", description = "The configuration.")
    private Path file;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "REFERENCE",
            description = "A file, a published version's id, or 'configured'. Default: list the versions.")
    private String name;

    @Option(names = "--feature", paramLabel = "NAME", description = "Show this feature bin by bin.")
    private String feature;

    @Option(names = "--segment", paramLabel = "KEY", description = "Only this segment.")
    private String segment;

    @Option(names = "--json", description = "Print the reference as the file that 'build' writes.")
    private boolean asJson;

    @Override
    public Integer call() {
        Settings settings = ConfigurationFile.read(file, System.getenv());
        MonitorSettings monitor = monitorOption.of(settings);
        PrintWriter out = spec.commandLine().getOut();
        if (name == null) {
            if (asJson || feature != null || segment != null) {
                throw new ParameterException(spec.commandLine(), "name the reference that is to be shown");
            }
            versions(ReferenceVersions.read(settings.stream()), monitor, out);
        } else {
            Reference reference = new NamedReference(settings, monitor).find(name);
            if (asJson) {
                out.println(new String(ReferenceJson.write(reference), StandardCharsets.UTF_8));
            } else {
                show(reference, out);
            }
        }
        out.flush();
        return ExitCode.OK.code();
    }

    private static void versions(ReferenceVersions known, MonitorSettings monitor, PrintWriter out) {
        List<ReferenceVersions.Version> versions = known.versions(monitor.name());
        if (versions.isEmpty()) {
            out.println("no version of monitor '" + monitor.name() + "' has been published");
        }
        for (ReferenceVersions.Version version : versions) {
            AlignedText text = new AlignedText(0, 4)
                    .add(version.reference().id(), "published " + version.publishedAt() + " by " + version.by());
            if (!version.note().isEmpty()) {
                text.add("", version.note());
            }
            text.add("", version.reference().origin()).lines().forEach(out::println);
        }
        for (ReferenceVersions.Promoted promoted : known.promotions(monitor.name())) {
            out.println("in force from " + promoted.from() + ": " + promoted.id() + " (by " + promoted.by() + ", "
                    + promoted.promotedAt() + ")");
        }
    }

    private void show(Reference reference, PrintWriter out) {
        out.println(reference.id() + ", " + reference.origin());
        reference.histograms().forEach((of, byFeature) -> {
            if (segment == null || segment.equals(of)) {
                byFeature.forEach((featureName, histogram) -> {
                    if (feature == null || feature.equals(featureName)) {
                        show(of, featureName, histogram, out);
                    }
                });
            }
        });
    }

    private void show(String of, String featureName, Histogram histogram, PrintWriter out) {
        out.println((of.equals(Reference.WHOLE) ? featureName : featureName + " of " + of) + ": "
                + histogram.binning().type().name().toLowerCase(Locale.ROOT) + ", "
                + histogram.binning().valueBins() + " bins, " + histogram.total() + " events, "
                + (histogram.total() - histogram.usable()) + " of them without a usable value");
        if (feature != null) {
            for (int bin = 0; bin < histogram.binning().bins(); bin++) {
                double share = (double) histogram.count(bin) / Math.max(1, histogram.total());
                out.println("  " + histogram.binning().label(bin) + "  " + histogram.count(bin) + "  "
                        + Figures.percent(share));
            }
        }
    }
}
