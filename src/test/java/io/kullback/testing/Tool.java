package io.kullback.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A checker of the Prometheus project, run to its end. */
public final class Tool {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private Tool() {}

    /** What it says, all of it, having found nothing wrong. */
    public static String approves(List<String> command, List<String> files) throws InterruptedException {
        List<String> all = new ArrayList<>(command);
        all.addAll(files);
        try (ChildProcess tool = ChildProcess.start(Map.of(), all)) {
            int exit = tool.awaitExit(PATIENCE);
            String said = String.join("\n", tool.lines());
            assertThat(exit).as("%s%n%s", all, said).isZero();
            return said;
        }
    }
}
