package io.kullback.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A program that a test starts, listens to and ends. What it writes to standard output and to standard error is read as one. */
public final class ChildProcess implements AutoCloseable {

    private final Process process;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Thread reader;

    private ChildProcess(Process process) {
        this.process = process;
        this.reader = new Thread(this::read, "child-output");
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts a program with some more environment variables. */
    public static ChildProcess start(Map<String, String> environment, List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        try {
            return new ChildProcess(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts Kullback's jar as a user would, its caches in a folder of the build. */
    public static ChildProcess kullback(Path cache, String... arguments) {
        return kullback(cache, Map.of(), arguments);
    }

    /** The same with some more environment variables. */
    public static ChildProcess kullback(Path cache, Map<String, String> environment, String... arguments) {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar"));
        command.add(Path.of("target", "kullback.jar").toString());
        command.addAll(List.of(arguments));
        Map<String, String> all = new HashMap<>(environment);
        all.put("XDG_CACHE_HOME", cache.toAbsolutePath().toString());
        return start(all, command);
    }

    private void read() {
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                lines.add(line);
            }
        } catch (IOException e) {
            lines.add("(output lost: " + e.getMessage() + ")");
        }
    }

    /** What was written so far. */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    /**
     * The first match of a pattern in any line, as soon as there is one.
     *
     * @throws AssertionError if the program ends without it, or takes longer than the patience
     */
    public Matcher await(String pattern, Duration patience) throws InterruptedException {
        Pattern wanted = Pattern.compile(pattern);
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            boolean ended = !process.isAlive();
            if (ended) {
                reader.join();
            }
            for (String line : lines) {
                Matcher matcher = wanted.matcher(line);
                if (matcher.find()) {
                    return matcher;
                }
            }
            if (ended || System.nanoTime() > deadline) {
                throw new AssertionError((ended ? "the program ended" : "nothing for " + patience)
                        + " without a line like " + pattern + ":\n" + String.join("\n", lines));
            }
            process.waitFor(50, TimeUnit.MILLISECONDS);
        }
    }

    /** Sends a signal, such as INT for Ctrl-C. */
    public void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /**
     * The exit code, once the program has ended.
     *
     * @throws AssertionError if that takes longer than the patience
     */
    public int awaitExit(Duration patience) throws InterruptedException {
        if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("still running after " + patience + ":\n" + String.join("\n", lines));
        }
        reader.join();
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
