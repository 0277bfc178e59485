package io.kullback.stream;

import io.kullback.detection.PipelineMeter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * The first stage: counts the events of its task's source partitions in heap, and hands the partial counts on before each commit, in the transaction
 * that commits the events' offsets. What is in heap is therefore never part of what is committed, and needs no changelog. Without one, source topics may
 * get partitions, or be made anew with other ones, while all runs: no topic of Kafka Streams' own has as many partitions as they have.
 */
final class CountProcessor implements Processor<byte[], byte[], byte[], byte[]> {

    static final String HAND_OVER = "hand-over";
    /** Name of the sink of dead letters, where there is one. */
    static final String DEAD_LETTERS = "dead-letters";
    /** Name that Kafka Streams gives to the first node behind this one on the way to the merge stage. */
    private static final String TO_MERGE = DriftTopology.PARTIALS + "-repartition-filter";

    private static final Duration IDLE_CHECK = Duration.ofSeconds(1);

    private static final Comparator<TopicPartition> BY_NAME =
            Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition);

    private final Map<String, List<MonitorSettings>> monitorsByTopic;
    private final Map<String, PartialCodec> codecs;
    private final SourceProgress progress;
    private final ToIntFunction<String> partitionsOf;
    private final ExclusionLog exclusions;
    private final Optional<DeadLetterSettings> deadLetterSettings;
    private final PipelineMeter meter;

    // Set by init, which Kafka Streams calls first, and again when it revives a task.
    private ProcessorContext<byte[], byte[]> context;
    private String task = "";
    private Map<TopicPartition, PartitionCounter> counters = new TreeMap<>(BY_NAME);
    private Optional<DeadLetters> deadLetters = Optional.empty();

    /**
     * @param partitionsOf number of partitions of a source topic; 0 while it is not known to exist
     * @param exclusions shared by all tasks
     */
    CountProcessor(
            List<MonitorSettings> monitors,
            SourceProgress progress,
            ToIntFunction<String> partitionsOf,
            ExclusionLog exclusions,
            Optional<DeadLetterSettings> deadLetters,
            PipelineMeter meter) {
        this.meter = meter;
        this.exclusions = exclusions;
        this.deadLetterSettings = deadLetters;
        this.monitorsByTopic = SourceTopics.names(monitors).stream()
                .collect(Collectors.toMap(
                        topic -> topic,
                        topic -> monitors.stream()
                                .filter(monitor -> monitor.topics().contains(topic))
                                .toList()));
        this.codecs = monitors.stream().collect(Collectors.toMap(MonitorSettings::name, PartialCodec::new));
        this.progress = progress;
        this.partitionsOf = partitionsOf;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        this.context = context;
        this.task = context.taskId().toString();
        this.counters = new TreeMap<>(BY_NAME);
        this.deadLetters = deadLetterSettings.map(
                settings -> new DeadLetters(settings, letter -> context.forward(letter, DEAD_LETTERS)));
        meter.taskAlive(task, Instant.ofEpochMilli(context.currentSystemTimeMs()));
        monitorsByTopic
                .keySet()
                .forEach(topic -> progress.begun(
                        new TopicPartition(topic, context.taskId().partition())));
        reportSilentPartitions();
        BeforeCommit beforeCommit = context.getStateStore(HAND_OVER);
        beforeCommit.run(context, this::handOver);
        context.schedule(IDLE_CHECK, PunctuationType.WALL_CLOCK_TIME, this::observeSilence);
    }

    /** Partitions without a single event must report too, or no window would ever close; and topics may come while the task runs. */
    private void reportSilentPartitions() {
        int partition = context.taskId().partition();
        for (String topic : monitorsByTopic.keySet()) {
            int partitions = partitionsOf.applyAsInt(topic);
            if (partition < partitions || partition == 0 && partitions == 0 && isReference(topic)) {
                counter(new TopicPartition(topic, partition));
            }
        }
    }

    /** Of what windows are compared with, even the absence must be reported, or they would wait for it for ever. */
    private boolean isReference(String topic) {
        return monitorsByTopic.get(topic).stream().anyMatch(monitor -> monitor.isReferenceTopic(topic));
    }

    @Override
    public void process(Record<byte[], byte[]> frame) {
        RecordMetadata metadata = context.recordMetadata().orElseThrow();
        PartitionCounter counter = counter(new TopicPartition(metadata.topic(), metadata.partition()));
        counter.count(frame.value(), context.currentSystemTimeMs());
        if (counter.isFull()) {
            // All of it, not the full parts alone: what is handed over also says how far the partition has been read.
            handOver(counter);
        }
    }

    private PartitionCounter counter(TopicPartition partition) {
        return counters.computeIfAbsent(
                partition,
                key -> new PartitionCounter(partition, monitorsByTopic.get(partition.topic()), this::exclude));
    }

    private void exclude(ExcludedRecord excluded) {
        long now = context.currentSystemTimeMs();
        exclusions.add(excluded, now);
        deadLetters.ifPresent(letters -> letters.add(excluded, now));
    }

    private void observeSilence(long now) {
        meter.taskAlive(task, Instant.ofEpochMilli(now));
        exclusions.sayWhatIsDue(now);
        reportSilentPartitions();
        for (PartitionCounter counter : counters.values()) {
            for (MonitorCounter monitor : counter.monitors()) {
                monitor.observeSilence(progress.silence(counter.partition(), counter.countedTo()), now);
            }
        }
    }

    private void handOver() {
        deadLetters.ifPresent(letters -> letters.tellOfTheOthers(context.currentSystemTimeMs()));
        counters.values().forEach(this::handOver);
    }

    private void handOver(PartitionCounter counter) {
        int partitions = Math.max(
                partitionsOf.applyAsInt(counter.partition().topic()),
                counter.partition().partition() + 1);
        for (MonitorCounter monitor : counter.monitors()) {
            monitor.drainFull(partitions).forEach(partial -> handOver(monitor.monitor(), partial));
            monitor.drain(partitions).ifPresent(partial -> handOver(monitor.monitor(), partial));
        }
    }

    private void handOver(MonitorSettings monitor, Partial partial) {
        if (!partial.panes().isEmpty() && partial.watermark() != Partial.NONE) {
            // Once for each partition and commit: to look at the clock for every event would cost more than to count
            // it.
            meter.counted(monitor.name(), Duration.ofMillis(context.currentSystemTimeMs() - partial.watermark()));
        }
        byte[] key = monitor.name().getBytes(StandardCharsets.UTF_8);
        // The repartition topic's own time must not be event time: its broker would delete segments of 2001 unread.
        context.forward(
                new Record<>(key, codecs.get(monitor.name()).write(partial), context.currentSystemTimeMs()), TO_MERGE);
    }

    @Override
    public void close() {
        meter.taskGone(task);
    }
}
