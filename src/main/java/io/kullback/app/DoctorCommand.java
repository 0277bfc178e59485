package io.kullback.app;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kullback.config.ConfigurationFile;
import io.kullback.config.Settings;
import io.kullback.exposition.HttpSettings;
import io.kullback.exposition.diagnosis.Symptoms;
import io.kullback.stream.MonitorSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says why monitors are silent. */
@Command(
        name = "doctor",
        description = {
            "Say of each monitor why it is silent, and what to do about it.",
            "Asks the running service and the brokers. Where one of them does not answer, says what the other tells. "
                    + "Changes nothing."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  kullback doctor my.yaml",
            "  kullback doctor my.yaml --monitor payments --format json",
            "  kullback doctor my.yaml --url https://drift.my.org:8080 --token-file t",
            "",
            "Exit codes: 0 ok, 2 usage, 3 the configuration is wrong, 5 neither the service",
            "nor a broker answers."
        })
final class DoctorCommand implements Callable<Integer> {

    /** Environment variable of the token, for those who have no file. */
    static final String TOKEN = "KULLBACK_TOKEN";

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The configuration that the service runs with.")
    private Path file = Path.of("kullback.yaml");

    @Option(names = "--monitor", paramLabel = "NAME", description = "Only this monitor.")
    private String monitor;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Where the service answers, such as http://127.0.0.1:8080. Default: http.bind of the "
                    + "configuration.")
    private URI url;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "Holds a token of http.tokens, which the service may ask for. Default: the environment "
                    + "variable " + TOKEN + ".")
    private Path tokenFile;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "One of ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private OutputFormat format = OutputFormat.TEXT;

    @Override
    public Integer call() {
        Settings settings = ConfigurationFile.readWithoutReferences(file, System.getenv());
        List<MonitorSettings> asked = asked(settings);
        try (AskedService service = new AskedService(settings.http(), url(settings.http()), token());
                AskedBrokers brokers = new AskedBrokers(settings)) {
            Instant now = Instant.now();
            List<DoctorReport> reports = asked.stream()
                    .map(one -> new DoctorReport(new Symptoms(
                            one.name(),
                            one.topic(),
                            one.window(),
                            brokers.facts(one.topic()),
                            service.facts(one.name()),
                            now,
                            one.topics().stream()
                                    .skip(1)
                                    .findFirst()
                                    .map(topic -> new Symptoms.Beside(topic, brokers.facts(topic))))))
                    .toList();
            if (!service.answers() && !brokers.trouble().isEmpty()) {
                throw new UserError(
                        ExitCode.KAFKA_UNREACHABLE,
                        "nobody answers. The service: " + service.trouble() + ". The brokers: " + brokers.trouble());
            }
            say(asked, reports, service.trouble(), brokers.trouble());
        }
        return ExitCode.OK.code();
    }

    private List<MonitorSettings> asked(Settings settings) {
        List<MonitorSettings> all = settings.stream().monitors();
        List<MonitorSettings> asked = all.stream()
                .filter(one -> monitor == null || one.name().equals(monitor))
                .toList();
        if (asked.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "there is no monitor '" + monitor + "'; there are: "
                            + all.stream().map(MonitorSettings::name).collect(Collectors.joining(", ")));
        }
        return asked;
    }

    private URI url(HttpSettings http) {
        if (url == null) {
            if (http.port() == 0) {
                throw new ParameterException(
                        spec.commandLine(),
                        "the configuration takes a free port: give the service's address with --url");
            }
            return ServiceClient.urlOf(http);
        }
        if (!"http".equals(url.getScheme()) && !"https".equals(url.getScheme()) || url.getHost() == null) {
            throw new ParameterException(
                    spec.commandLine(), "--url must be an address such as http://host:8080, but is '" + url + "'");
        }
        return url;
    }

    private Optional<String> token() {
        if (tokenFile == null) {
            return Optional.ofNullable(System.getenv(TOKEN));
        }
        try {
            return Optional.of(Files.readString(tokenFile).strip());
        } catch (IOException e) {
            throw new ParameterException(
                    spec.commandLine(),
                    "the token's file " + tokenFile + " cannot be read ("
                            + e.getClass().getSimpleName() + ")",
                    e);
        }
    }

    private void say(List<MonitorSettings> asked, List<DoctorReport> reports, String service, String brokers) {
        PrintWriter out = spec.commandLine().getOut();
        if (format == OutputFormat.JSON) {
            ObjectNode root = JsonMapper.builder().build().createObjectNode();
            root.put("format", "kullback-doctor/1");
            root.put("service", service.isEmpty() ? "answers" : service);
            root.put("brokers", brokers.isEmpty() ? "answer" : brokers);
            ArrayNode monitors = root.putArray("monitors");
            reports.forEach(report -> report.write(monitors.addObject()));
            out.println(root.toPrettyString());
        } else {
            PrintWriter err = spec.commandLine().getErr();
            if (!service.isEmpty()) {
                err.println("the service: " + service);
            }
            if (!brokers.isEmpty()) {
                err.println("the brokers: " + brokers);
            }
            err.flush();
            for (int i = 0; i < reports.size(); i++) {
                out.println(
                        (i == 0 ? "" : System.lineSeparator()) + asked.get(i).name());
                reports.get(i).lines().forEach(out::println);
            }
        }
        out.flush();
    }
}
