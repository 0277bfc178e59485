package io.kullback.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.ContainerLaunchException;

/**
 * Something a test needs that not every machine has. Where it is absent the test is skipped and says so; where the environment variable {@code TESTS_REQUIRE}
 * lists it (comma-separated), its absence is a failure instead, so that a build meant to have it cannot skip unnoticed.
 */
public enum Requirement {
    /** A Docker engine, for Testcontainers. */
    DOCKER(Requirement::runsContainers, "no Docker engine runs containers for Testcontainers"),
    /** Prometheus and its checker promtool. */
    PROMETHEUS(
            () -> onPath("prometheus") && onPath("promtool"),
            "prometheus and promtool are not on the PATH (Debian: package prometheus)"),
    /** Alertmanager, which Debian calls prometheus-alertmanager, and its tool amtool. */
    ALERTMANAGER(
            () -> onPath("amtool") && (onPath("alertmanager") || onPath("prometheus-alertmanager")),
            "alertmanager and amtool are not on the PATH (Debian: package prometheus-alertmanager)"),
    /** A browser, for the status page. */
    CHROMIUM(() -> onPath("chromium"), "chromium is not on the PATH (Debian: package chromium)"),
    /** The folder of real data sets and exact answers beside the project. */
    SHARED(() -> Files.isDirectory(SharedFolder.PATH), "the folder " + SharedFolder.PATH + " is absent");

    private final BooleanSupplier present;
    private final String absence;

    Requirement(BooleanSupplier present, String absence) {
        this.present = present;
        this.absence = absence;
    }

    /** Goes on if the thing is there; else skips the test, or fails it where the thing is required. */
    public void orSkip() {
        boolean isPresent = present.getAsBoolean();
        if (!isPresent && isRequired()) {
            throw new AssertionError(absence + ", but TESTS_REQUIRE lists it as required");
        }
        assumeTrue(isPresent, absence);
    }

    /** The thing is there but of no use: skips the test, or fails it where the thing is required. */
    public void isUnusable(RuntimeException problem) {
        if (isRequired()) {
            throw problem;
        }
        assumeTrue(false, () -> name() + " is there but cannot be used: " + problem.getMessage());
    }

    private boolean isRequired() {
        String required = System.getenv().getOrDefault("TESTS_REQUIRE", "");
        return Arrays.asList(required.toUpperCase(Locale.ROOT).split("[, ]+")).contains(name());
    }

    private static boolean runsContainers() {
        try {
            return DockerClientFactory.instance().isDockerAvailable();
        } catch (ContainerLaunchException e) {
            // An engine that answers, but cannot start the container that cleans up.
            return false;
        }
    }

    /** Whether a program is found by its name. */
    public static boolean onPath(String program) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
