package io.kullback.app;

import io.kullback.config.ConfigurationFile;
import io.kullback.config.Settings;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the alert rules. */
@Command(
        name = "rules",
        description = {
            "Print the alert rules for Prometheus.",
            "They hold for any configuration. With a FILE they also know how late the windows of its monitors may "
                    + "close; without one that is a window and an hour."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  kullback rules my.yaml --dashboard-url https://grafana.my.org",
            "  kullback rules my.yaml --format k8s | kubectl apply -f -",
            "",
            "Exit codes: 0 ok, 2 usage, 3 the configuration is wrong."
        })
final class RulesCommand implements Callable<Integer> {

    /** For whom the rules are. */
    enum Format {
        /** A rule file of Prometheus. */
        PROMETHEUS,
        /** A PrometheusRule, as the Prometheus operator takes it in Kubernetes. */
        K8S;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "FILE", description = "The configuration.")
    private Path file;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description =
                    "One of ${COMPLETION-CANDIDATES}: a rule file, or a PrometheusRule. Default: ${DEFAULT-VALUE}.")
    private Format format = Format.PROMETHEUS;

    @Option(
            names = "--runbook-url",
            paramLabel = "URL",
            description =
                    "Where your people find src/docs/runbook.md; alerts link to its sections. Default: ${DEFAULT-VALUE}, "
                            + "which is not there.")
    private URI runbook = AlertRules.RUNBOOK;

    @Option(
            names = "--dashboard-url",
            paramLabel = "URL",
            description = "Your Grafana; alerts link to its boards. Default: ${DEFAULT-VALUE}, which is not there.")
    private URI dashboards = AlertRules.DASHBOARDS;

    @Override
    public Integer call() {
        AlertRules rules = AlertRules.shipped()
                .withRunbook(address("--runbook-url", runbook))
                .withDashboards(address("--dashboard-url", dashboards));
        if (file != null) {
            Settings settings = ConfigurationFile.readWithoutReferences(file, System.getenv());
            rules = rules.of(settings.stream().monitors());
        }
        spec.commandLine()
                .getOut()
                .print(
                        switch (format) {
                            case PROMETHEUS -> rules.text();
                            case K8S -> rules.kubernetes();
                        });
        spec.commandLine().getOut().flush();
        return ExitCode.OK.code();
    }

    private URI address(String option, URI given) {
        boolean isOfTheWeb = "https".equals(given.getScheme()) || "http".equals(given.getScheme());
        if (!isOfTheWeb || given.getHost() == null || given.getQuery() != null || given.getFragment() != null) {
            throw new ParameterException(
                    spec.commandLine(),
                    option + " must be an address such as https://host/path, without ? and #, but is '" + given + "'");
        }
        return given;
    }
}
