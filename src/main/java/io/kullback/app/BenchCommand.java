package io.kullback.app;

import io.kullback.app.demo.BenchRun;
import io.kullback.app.demo.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures the pipeline against a bare consumer. */
@Command(
        name = "bench",
        description = {
            "Measure how many events a second the pipeline counts.",
            "Beside it a consumer that only reads: the same topic on an embedded broker, in",
            "turns."
        },
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  kullback bench --millions 10 --rounds 3"})
final class BenchCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--millions",
            paramLabel = "N",
            description = "Million events. Default: ${DEFAULT-VALUE}.",
            defaultValue = "10")
    private int millions = 10;

    @Option(
            names = "--partitions",
            paramLabel = "N",
            description = "Partitions. Default: ${DEFAULT-VALUE}.",
            defaultValue = "4")
    private int partitions = 4;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "Turns of each. Default: ${DEFAULT-VALUE}.",
            defaultValue = "3")
    private int rounds = 3;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path folder = CacheFolder.path().resolve("bench");
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder)) {
            BenchRun run = new BenchRun(broker.bootstrapServers(), folder, millions, partitions);
            spec.commandLine().getErr().println("writing " + millions + " million events …");
            run.fill();
            for (int round = 1; round <= rounds; round++) {
                double bare = run.bareConsumer();
                double pipeline = run.pipeline(round);
                spec.commandLine()
                        .getOut()
                        .printf(
                                Locale.ROOT,
                                "round %d: bare consumer %.2f M events/s, pipeline %.2f M events/s (%.2f of it)%n",
                                round,
                                bare / 1e6,
                                pipeline / 1e6,
                                pipeline / bare);
                spec.commandLine().getOut().flush();
            }
        }
        return ExitCode.OK.code();
    }
}
