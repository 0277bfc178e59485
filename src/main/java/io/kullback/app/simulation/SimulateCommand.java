package io.kullback.app.simulation;

import io.kullback.app.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures false alarms and delays on simulated streams. */
@Command(
        name = "simulate",
        description = {
            "Measure false alarms and delays of every rule on simulated streams.",
            "In some nothing changes, in others something does. The same seed gives the same",
            "numbers on every machine."
        },
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  kullback simulate --quick"})
public final class SimulateCommand implements Callable<Integer> {

    private static final List<Integer> BASELINES = List.of(200, 1_000);
    private static final List<Rule> THRESHOLDS = List.of(Rule.KL_1, Rule.PSI_1, Rule.PSI_25, Rule.JS_1, Rule.KS_05);

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--windows",
            paramLabel = "N",
            description =
                    "Windows judged in each stream, in parts of 10,000 with a baseline each. Default: ${DEFAULT-VALUE}.",
            defaultValue = "100000")
    private int windows = 100_000;

    @Option(names = "--seed", paramLabel = "N", description = "Seed. Default: ${DEFAULT-VALUE}.", defaultValue = "1")
    private long seed = 1;

    @Option(names = "--quick", description = "A tenth of the windows and of the repetitions.")
    private boolean quick;

    @Option(
            names = "--streams",
            paramLabel = "NAME",
            split = ",",
            description = "Only these streams: ${COMPLETION-CANDIDATES}.")
    private List<StreamKind> streams = List.of(StreamKind.values());

    @Override
    public Integer call() throws InterruptedException, ExecutionException, IOException {
        PrintWriter out = spec.commandLine().getOut();
        ExecutorService workers = Executors.newFixedThreadPool(2);
        try {
            falseAlarms(workers, out);
            if (streams.contains(StreamKind.IID)) {
                delays(workers, out, StreamKind.IID, Delays.OF_NUMBERS, THRESHOLDS);
            }
            if (streams.contains(StreamKind.CATEGORIES)) {
                delays(workers, out, StreamKind.CATEGORIES, Delays.OF_CATEGORIES, THRESHOLDS.subList(0, 4));
            }
            out.println();
            out.println(new DecisionCost().text(seed));
            out.flush();
        } finally {
            workers.shutdownNow();
        }
        return ExitCode.OK.code();
    }

    private void falseAlarms(ExecutorService workers, PrintWriter out) throws InterruptedException, ExecutionException {
        int parts = Math.max(1, (quick ? windows / 10 : windows) / FalseAlarms.PART);
        Map<StreamKind, List<Future<Map<Rule, Integer>>>> pending = new LinkedHashMap<>();
        for (StreamKind kind : streams) {
            pending.put(
                    kind,
                    IntStream.range(0, parts)
                            .mapToObj(part -> workers.submit(
                                    () -> FalseAlarms.part(kind, rulesFor(kind), seed, part, FalseAlarms.PART)))
                            .toList());
        }
        out.println(
                "Alarms in 10,000 windows without a change ± standard error; one is allowed to each of the first five rules");
        out.println();
        List<String> titles = new ArrayList<>(List.of("stream"));
        Arrays.stream(Rule.values()).map(Rule::title).forEach(titles::add);
        out.println(Text.header(titles));
        for (Map.Entry<StreamKind, List<Future<Map<Rule, Integer>>>> entry : pending.entrySet()) {
            List<Map<Rule, Integer>> counts = new ArrayList<>();
            for (Future<Map<Rule, Integer>> part : entry.getValue()) {
                counts.add(part.get());
                progress(entry.getKey().title() + ": " + counts.size() * FalseAlarms.PART + " of "
                        + parts * FalseAlarms.PART + " windows");
            }
            Map<Rule, FalseAlarms.Rate> rates = FalseAlarms.rates(counts, FalseAlarms.PART);
            List<String> cells = new ArrayList<>(List.of(entry.getKey().title()));
            for (Rule rule : Rule.values()) {
                FalseAlarms.Rate rate = rates.get(rule);
                cells.add(
                        rate == null
                                ? "–"
                                : Text.number(rate.perTenThousand()) + " ± " + Text.number(rate.standardError()));
            }
            out.println(Text.row(cells));
            out.flush();
        }
    }

    /** Categories have no order, so no cumulative shares to compare. */
    private static List<Rule> rulesFor(StreamKind kind) {
        return Arrays.stream(Rule.values())
                .filter(rule -> rule != Rule.KS_05 || kind != StreamKind.CATEGORIES)
                .toList();
    }

    private void delays(
            ExecutorService workers, PrintWriter out, StreamKind kind, List<Change> changes, List<Rule> thresholds)
            throws InterruptedException, ExecutionException {
        out.println();
        out.println("Windows until the alarm, " + kind.title() + ": mean (95 % quantile)");
        out.println();
        List<String> titles = new ArrayList<>(List.of("rule"));
        changes.forEach(change -> titles.add(change.title()));
        out.println(Text.header(titles));
        int repetitions = quick ? 50 : 500;
        for (int baseline : BASELINES) {
            List<String> cells = new ArrayList<>(List.of("change, B " + baseline));
            for (Change change : changes) {
                cells.add(summary(
                        workers,
                        repetitions,
                        repetition -> Delays.ofDetector(kind, baseline, Delays.BEFORE, change, seed, repetition)));
                progress(kind.title() + ", baseline " + baseline + ": " + change.title());
            }
            out.println(Text.row(cells));
            out.flush();
        }
        for (Rule rule : thresholds) {
            List<String> cells = new ArrayList<>(List.of(rule.title()));
            for (Change change : changes) {
                cells.add(summary(
                        workers,
                        Math.max(20, repetitions / 10),
                        repetition -> Delays.ofThreshold(rule, kind, change, seed, repetition)));
            }
            out.println(Text.row(cells));
            out.flush();
        }
    }

    /** One repetition of a measurement. */
    @FunctionalInterface
    private interface Measurement {
        OptionalInt delay(int repetition);
    }

    private static String summary(ExecutorService workers, int repetitions, Measurement measurement)
            throws InterruptedException, ExecutionException {
        List<Future<OptionalInt>> pending = IntStream.range(0, repetitions)
                .mapToObj(repetition -> workers.submit(() -> measurement.delay(repetition)))
                .toList();
        List<OptionalInt> delays = new ArrayList<>();
        for (Future<OptionalInt> repetition : pending) {
            delays.add(repetition.get());
        }
        return Delays.Summary.of(delays).text();
    }

    private void progress(String text) {
        spec.commandLine().getErr().println(text);
        spec.commandLine().getErr().flush();
    }
}
