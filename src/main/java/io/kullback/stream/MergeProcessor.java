package io.kullback.stream;

import io.kullback.detection.AlertTransition;
import io.kullback.detection.MonitorListener;
import io.kullback.detection.PipelineMeter;
import io.kullback.detection.WindowResult;
import io.kullback.histogram.Reference;
import io.kullback.histogram.Window;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The second stage: merges the partial counts of the monitors whose key is in its partition, and forwards a result for each window, segment and feature.
 *
 * <p>Its state lives in heap and is written to a logged store before each commit, once however often it changed.
 */
final class MergeProcessor implements Processor<byte[], byte[], byte[], byte[]> {

    static final String WRITE_BACK = "write-back";
    static final String STATE = "monitor-state";

    private static final Duration HEARTBEAT = Duration.ofSeconds(1);

    private static final String ALERT = "kullback-alert";

    private final Map<String, MonitorSettings> monitors;
    private final Map<String, PartialCodec> codecs;
    private final MonitorListener listener;
    private final PipelineMeter meter;
    private final String commandsTopic;

    // Set by init, which Kafka Streams calls first, and again when it revives a task.
    private ProcessorContext<byte[], byte[]> context;
    private String task = "";
    private KeyValueStore<Bytes, byte[]> store;
    private Map<String, MonitorMerge> merges = new TreeMap<>();
    private Map<String, MonitorMerge> touched = new TreeMap<>();
    private LargeEntries entries = new LargeEntries();

    /** @param commandsTopic its records are commands, all others partials */
    MergeProcessor(
            List<MonitorSettings> monitors, String commandsTopic, MonitorListener listener, PipelineMeter meter) {
        this.meter = meter;
        this.commandsTopic = commandsTopic;
        this.monitors = monitors.stream().collect(Collectors.toMap(MonitorSettings::name, Function.identity()));
        this.codecs = monitors.stream().collect(Collectors.toMap(MonitorSettings::name, PartialCodec::new));
        this.listener = listener;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        this.context = context;
        this.task = context.taskId().toString();
        this.store = context.getStateStore(STATE);
        this.merges = new TreeMap<>();
        this.touched = new TreeMap<>();
        this.entries = new LargeEntries();
        beat(context.currentSystemTimeMs());
        context.schedule(HEARTBEAT, PunctuationType.WALL_CLOCK_TIME, this::beat);
        restore();
        BeforeCommit beforeCommit = context.getStateStore(WRITE_BACK);
        beforeCommit.run(context, this::writeBack);
    }

    private void beat(long now) {
        meter.taskAlive(task, Instant.ofEpochMilli(now));
    }

    private void restore() {
        try (KeyValueIterator<Bytes, byte[]> stored = store.all()) {
            while (stored.hasNext()) {
                KeyValue<Bytes, byte[]> entry = stored.next();
                entries.restore(entry.key.get(), entry.value);
            }
        }
        // Entries of a monitor that is no longer configured are left alone: it may come back.
        entries.forEachRestored((key, value) -> Optional.ofNullable(monitors.get(EntryName.monitorOf(key)))
                .ifPresent(monitor -> merge(monitor).state().restore(key, value)));
        merges.values().forEach(merge -> {
            merge.state().restored();
            show(merge);
        });
    }

    private void show(MonitorMerge merge) {
        String monitor = merge.progress().monitor();
        meter.adopted(monitor);
        merge.state().shownReference().ifPresent(reference -> listener.referenceInForce(monitor, reference));
        merge.showLast(new Shown());
        listener.progressed(merge.progress());
    }

    private MonitorMerge merge(MonitorSettings monitor) {
        return merges.computeIfAbsent(monitor.name(), name -> new MonitorMerge(monitor, new MonitorState(monitor)));
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        String name = new String(record.key(), StandardCharsets.UTF_8);
        MonitorSettings monitor = monitors.get(name);
        if (monitor == null) {
            // From before the monitor was taken out of the configuration.
            return;
        }
        boolean isNew = !merges.containsKey(name);
        MonitorMerge merge = merge(monitor);
        if (isNew) {
            show(merge);
        }
        touched.put(name, merge);
        MergeOutput output = new Issued(name);
        boolean isCommand = context.recordMetadata()
                .map(metadata -> metadata.topic().equals(commandsTopic))
                .orElse(false);
        if (isCommand) {
            CommandJson.read(record.value()).ifPresent(command -> obey(command, merge, output));
        } else {
            codecs.get(name).read(record.value()).ifPresent(partial -> merge.accept(partial, output));
        }
    }

    private static void obey(Command command, MonitorMerge merge, MergeOutput output) {
        if (command instanceof Command.Accept accept) {
            merge.accept(accept.segment(), accept.feature(), output);
        } else if (command instanceof Command.Promote promote) {
            merge.promote(promote.reference(), promote.from().toEpochMilli());
        }
    }

    /** Whether a record that this processor forwards is a step of an alert; else it is a result. */
    static boolean isAlert(Headers headers) {
        return headers.lastHeader(ALERT) != null;
    }

    /** Sends what is new. The topics keep the time of issue, not event time: a broker's retention would otherwise delete results of old events. */
    private final class Issued implements MergeOutput {
        private final String monitor;

        Issued(String monitor) {
            this.monitor = monitor;
        }

        @Override
        public void result(WindowResult result) {
            context.forward(
                    new Record<>(ResultJson.key(result), ResultJson.value(result), context.currentSystemTimeMs()));
            listener.windowClosed(result);
        }

        @Override
        public void closed(Window window, double completeness) {
            Duration delay = Duration.ofMillis(
                    context.currentSystemTimeMs() - window.end().toEpochMilli());
            meter.closed(monitor, delay, completeness);
        }

        @Override
        public void split(WindowSplit split) {
            context.forward(new Record<>(SplitJson.key(split), SplitJson.value(split), context.currentSystemTimeMs()));
        }

        @Override
        public void alert(AlertTransition transition, String explanation) {
            Headers headers = new RecordHeaders().add(ALERT, new byte[0]);
            context.forward(new Record<>(
                    AlertJson.key(transition),
                    AlertJson.value(transition, explanation),
                    context.currentSystemTimeMs(),
                    headers));
            listener.alertChanged(transition, explanation);
        }

        @Override
        public void reference(Reference reference) {
            listener.referenceInForce(monitor, reference);
        }
    }

    /** Shows again what was sent before a restart. */
    private final class Shown implements MergeOutput {
        @Override
        public void result(WindowResult result) {
            listener.windowClosed(result);
        }

        @Override
        public void alert(AlertTransition transition, String explanation) {}

        @Override
        public void reference(Reference reference) {}
    }

    private void writeBack() {
        touched.values().forEach(merge -> {
            merge.state()
                    .writeChanges((key, value) ->
                            entries.put(key, value, (name, part) -> store.put(Bytes.wrap(name), part.orElse(null))));
            listener.progressed(merge.progress());
        });
        touched.clear();
    }

    @Override
    public void close() {
        merges.keySet().forEach(monitor -> {
            listener.released(monitor);
            meter.released(monitor);
        });
        merges.clear();
        meter.taskGone(task);
    }
}
