package io.kullback.app.demo;

import io.kullback.app.ExitCode;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The flights of the demo alone, for brokers that are there already: what the Compose file watches. */
@Command(
        name = "demo-feed",
        description = "Send the demo's half a year of real flights to a topic of your own brokers, at a speed.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  kullback demo-feed --bootstrap-server localhost:9092"})
public final class DemoFeedCommand implements Callable<Integer> {

    /** The first flight is of the first of January 2001. */
    private static final Duration MARCH = Duration.ofDays(59);

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--bootstrap-server",
            paramLabel = "HOST:PORT",
            required = true,
            description = "A broker; no more than a plain connection.")
    private String bootstrapServer = "";

    @Option(
            names = "--topic",
            paramLabel = "TOPIC",
            description = "Created if absent. Default: ${DEFAULT-VALUE}.",
            defaultValue = "flights")
    private String topic = "flights";

    @Option(
            names = "--partitions",
            paramLabel = "N",
            description = "Of a topic that is created. Default: ${DEFAULT-VALUE}.",
            defaultValue = "4")
    private int partitions = 4;

    @Option(
            names = "--speed",
            paramLabel = "N|max",
            description =
                    "Seconds of event time that pass in a second, in January and February. Default: ${DEFAULT-VALUE}, a minute and a half for both.",
            defaultValue = "60000")
    private String speed = "60000";

    @Option(
            names = "--then",
            paramLabel = "N|max",
            description =
                    "The same from March on, when things happen. Default: ${DEFAULT-VALUE}, a day in thirty seconds.",
            defaultValue = "2880")
    private String then = "2880";

    @Override
    public Integer call() throws IOException, InterruptedException {
        FlightReplay replay =
                new FlightReplay(bootstrapServer, topic, partitions, new Pace(speed(speed), MARCH, speed(then)));
        replay.createTopic();
        spec.commandLine().getOut().println("sending " + Flights.COUNT + " flights to " + topic + " …");
        spec.commandLine().getOut().flush();
        replay.run();
        spec.commandLine().getOut().println("sent " + replay.sent());
        return ExitCode.OK.code();
    }

    private Speed speed(String text) {
        try {
            return Speed.parse(text);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }
}
