package io.kullback.stream;

import io.kullback.detection.AlertTransition;
import io.kullback.detection.DriftRule;
import io.kullback.detection.Verdict;
import io.kullback.detection.WindowResult;
import io.kullback.histogram.Reference;
import io.kullback.ingest.FieldValues;
import io.kullback.ingest.Fields;
import io.kullback.ingest.JsonDecoder;
import io.kullback.testing.CsvEvents;
import io.kullback.testing.Identities;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A recorded stream through one monitor, without Kafka: its events are decoded, counted, handed over pane by pane, merged, measured and decided about by the code
 * that does so in a running service.
 */
final class StreamReplay implements MergeOutput {

    private final MonitorCounter counter;
    private final MonitorMerge merge;
    private final MonitorSettings monitor;
    private final JsonDecoder decoder;
    private final FieldValues values;
    private final List<WindowResult> results = new ArrayList<>();
    private final List<AlertTransition> transitions = new ArrayList<>();
    private Optional<Reference> built = Optional.empty();
    private long pane = Partial.NONE;

    private StreamReplay(MonitorSettings monitor) {
        Fields fields = new Fields();
        this.monitor = monitor;
        this.counter = new MonitorCounter(monitor, 0, fields);
        this.merge = new MonitorMerge(monitor, new MonitorState(monitor));
        this.decoder = new JsonDecoder(fields);
        this.values = new FieldValues(fields.size());
    }

    /**
     * Replays a stream to its end.
     *
     * @param stream gives its events in order of time
     */
    static StreamReplay of(MonitorSettings monitor, Consumer<Consumer<CsvEvents.Event>> stream) {
        StreamReplay replay = new StreamReplay(monitor);
        stream.accept(replay::take);
        replay.counter.observeSilence(Optional.of(monitor.idleTimeout()), System.currentTimeMillis());
        replay.handOver();
        Identities.assertHold(replay.merge.progress());
        return replay;
    }

    private void take(CsvEvents.Event event) {
        long next = monitor.window().paneOf(event.time());
        if (next != pane) {
            handOver();
            pane = next;
        }
        byte[] json = event.json().getBytes(StandardCharsets.UTF_8);
        decoder.decode(json, 0, json.length, values)
                .ifPresentOrElse(
                        counter::reject, () -> counter.count(values, event.time(), System.currentTimeMillis()));
    }

    private void handOver() {
        counter.drain(1).ifPresent(partial -> merge.accept(partial, this));
    }

    @Override
    public void result(WindowResult result) {
        results.add(result);
    }

    @Override
    public void reference(Reference reference) {
        built = Optional.of(reference);
    }

    @Override
    public void alert(AlertTransition transition, String explanation) {
        transitions.add(transition);
    }

    /** The results of one feature, in order of time. */
    List<WindowResult> results(String feature) {
        return results.stream()
                .filter(result -> result.series().feature().equals(feature))
                .toList();
    }

    /** The reference that was built from the monitor's period. */
    Reference reference() {
        return built.orElseThrow();
    }

    /** The windows in which alerts fired, in order. */
    List<AlertTransition> fired() {
        return transitions.stream()
                .filter(transition -> transition.kind() == AlertTransition.Kind.FIRING)
                .toList();
    }

    /**
     * All alerts that fired, in order: {@code origin 2001-03-05 level until 2001-03-08}, with the estimated onset where that is before the window, and
     * {@code still on} where the stream ended first.
     *
     * @param name writes the start of a window
     */
    List<String> alerts(Function<Instant, String> name) {
        return fired().stream().map(fired -> alert(fired, name)).toList();
    }

    private String alert(AlertTransition fired, Function<Instant, String> name) {
        Instant start = fired.window().start();
        String since = fired.since().isBefore(start) ? " since " + name.apply(fired.since()) : "";
        String until = end(fired)
                .map(resolved -> " until " + name.apply(resolved.window().start()))
                .orElse(" still on");
        return fired.series().feature() + " " + name.apply(start) + " " + rules(fired) + since + until;
    }

    private Optional<AlertTransition> end(AlertTransition fired) {
        return transitions.stream()
                .filter(transition -> transition.alert().equals(fired.alert())
                        && transition.series().equals(fired.series())
                        && transition.kind() == AlertTransition.Kind.RESOLVED)
                .findFirst();
    }

    /** The windows of a feature that any rule called drifted, whether an alert was on already or not. */
    List<Instant> drifted(String feature) {
        return results(feature).stream()
                .filter(result -> result.verdict() instanceof Verdict.Drifted)
                .map(result -> result.window().start())
                .toList();
    }

    private static String rules(AlertTransition transition) {
        Set<DriftRule> rules = new TreeSet<>();
        transition.evidence().forEach(evidence -> rules.add(evidence.rule()));
        return rules.stream().map(DriftRule::label).collect(Collectors.joining("+"));
    }

    /** A date, with the time of day where it is not midnight. */
    static String date(Instant time) {
        String text = time.atOffset(ZoneOffset.UTC).toLocalDateTime().toString();
        return text.endsWith("T00:00") ? text.substring(0, 10) : text;
    }
}
