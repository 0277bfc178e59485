package io.kullback.dashboards;

import io.kullback.exposition.DriftMetric;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Rules about what boards ask Prometheus. */
public final class QueryRules {

    /** Of Prometheus' own: alerts are raised over instances, so their series need not name one. */
    private static final String ALERTS = "ALERTS";

    private static final String UP = "up";
    private static final Path PAGE = Path.of("src/docs/metrics.md");
    private static final Pattern NAME_ON_PAGE = Pattern.compile("`(kullback_[a-z_]+)`");
    private static final Pattern COUNTER = Pattern.compile(".*(_total|_bucket|_sum|_count)");
    private static final String RATE_INTERVAL = "$__rate_interval";
    private static final Set<String> INCREASE_RANGES = Set.of(RATE_INTERVAL, "$__range");

    private QueryRules() {}

    static List<String> identity(Board board) {
        List<String> problems = new ArrayList<>();
        for (Expression expression : board.expressions()) {
            for (Expression.Selector selector : expression.selectors()) {
                if (selector.metric().equals(ALERTS)) {
                    continue;
                }
                // What offers the jobs cannot be of a chosen one.
                boolean isJobs = expression.place().equals("variable 'job'");
                boolean isInstances = expression.place().equals("variable 'instance'");
                boolean isOfJob = isJobs || selector.matchers().contains("job=~\"$job\"");
                boolean isOfInstance =
                        isJobs || isInstances || selector.matchers().contains("instance=~\"$instance\"");
                if (!isOfJob || !isOfInstance) {
                    problems.add(selector.metric() + " is not of the chosen job and instance in " + expression);
                }
            }
        }
        return problems;
    }

    static List<String> rates(Board board) {
        List<String> problems = new ArrayList<>();
        for (Expression expression : board.expressions()) {
            for (Expression.Selector selector : expression.selectors()) {
                boolean isCounter = COUNTER.matcher(selector.metric()).matches();
                boolean isRate =
                        selector.function().equals("rate") && selector.range().equals(RATE_INTERVAL);
                boolean isIncrease =
                        selector.function().equals("increase") && INCREASE_RANGES.contains(selector.range());
                if (isCounter != (isRate || isIncrease)) {
                    problems.add(selector.metric() + " is "
                            + (isCounter ? "not read as a rate" : "no counter, but read as a rate") + " in "
                            + expression);
                }
            }
        }
        return problems;
    }

    static List<String> metrics(Board board) {
        Set<String> known = known();
        return board.expressions().stream()
                .flatMap(expression -> expression.selectors().stream()
                        .map(Expression.Selector::metric)
                        .filter(metric -> !known.contains(metric))
                        .map(metric -> metric + " is no metric of Kullback in " + expression))
                .toList();
    }

    private static Set<String> known() {
        Set<String> known = new HashSet<>(scraped());
        known.addAll(Set.of(ALERTS, UP));
        Arrays.stream(DriftMetric.values()).map(DriftMetric::fullName).forEach(known::add);
        try {
            known.addAll(NAME_ON_PAGE
                    .matcher(Files.readString(PAGE))
                    .results()
                    .map(match -> match.group(1))
                    .collect(Collectors.toSet()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Set.copyOf(known).stream()
                .filter(name -> name.startsWith("kullback_"))
                .forEach(name -> known.add(name + "_bucket"));
        return known;
    }

    /** The metrics of the JVM, the process and Kafka's clients that boards may use: those of a real scrape, which an integration test compares with the list. */
    public static Set<String> scraped() {
        InputStream list = Objects.requireNonNull(QueryRules.class.getResourceAsStream("scraped-metrics.txt"));
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(list, StandardCharsets.UTF_8))) {
            return lines.lines().collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
