package io.kullback.app.simulation;

import io.kullback.detection.change.ReferenceBins;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Counts the alarms that each rule raises on a stream in which nothing changes. */
final class FalseAlarms {

    /** Windows judged after each warm-up: every such part has a baseline of its own, so that the error is known. */
    static final int PART = 10_000;

    private FalseAlarms() {}

    /**
     * The alarms of each rule in one part of a stream.
     *
     * @param windows judged
     */
    static Map<Rule, Integer> part(StreamKind kind, List<Rule> rules, long seed, int part, int windows) {
        WindowSource source = kind.source(new Chance(Seeds.of(seed, kind.name(), part)));
        ReferenceBins reference = kind.reference();
        Map<Rule, Rule.Judge> judges = new EnumMap<>(Rule.class);
        rules.forEach(rule -> judges.put(rule, rule.judge(reference, kind.shares())));
        Map<Rule, Integer> alarms = new EnumMap<>(Rule.class);
        rules.forEach(rule -> alarms.put(rule, 0));
        for (int index = 0; index < Rule.WARM_UP + windows; index++) {
            long[] counts = source.next(index, Change.NONE, 0);
            long start = index * Rule.ADVANCE.toMillis();
            boolean judged = index >= Rule.WARM_UP;
            for (Map.Entry<Rule, Rule.Judge> judge : judges.entrySet()) {
                if (judge.getValue().alarms(index, start, counts) && judged) {
                    alarms.merge(judge.getKey(), 1, Integer::sum);
                }
            }
        }
        return alarms;
    }

    /**
     * A rate with its error.
     *
     * @param perTenThousand alarms in 10,000 windows
     * @param standardError of it, from the spread of the parts but at least that of as many independent alarms
     */
    record Rate(double perTenThousand, double standardError) {

        static Rate of(List<Integer> alarms, int windowsPerPart) {
            double unit = 10_000.0 / windowsPerPart;
            double mean = alarms.stream().mapToInt(Integer::intValue).average().orElse(0);
            double squares = alarms.stream()
                    .mapToDouble(count -> (count - mean) * (count - mean))
                    .sum();
            int parts = alarms.size();
            double between = parts < 2 ? 0 : squares / (parts - 1.0) / parts;
            double poisson = Math.max(mean, 1.0 / parts) / parts;
            return new Rate(unit * mean, unit * Math.sqrt(Math.max(between, poisson)));
        }
    }

    /** The rate of each rule over all parts. */
    static Map<Rule, Rate> rates(List<Map<Rule, Integer>> parts, int windowsPerPart) {
        Map<Rule, List<Integer>> byRule = new EnumMap<>(Rule.class);
        for (Map<Rule, Integer> part : parts) {
            part.forEach((rule, alarms) ->
                    byRule.computeIfAbsent(rule, unseen -> new ArrayList<>()).add(alarms));
        }
        Map<Rule, Rate> rates = new EnumMap<>(Rule.class);
        byRule.forEach((rule, alarms) -> rates.put(rule, Rate.of(alarms, windowsPerPart)));
        return rates;
    }
}
