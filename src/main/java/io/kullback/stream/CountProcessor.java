package io.kullback.stream;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The first stage: counts the events of its task's source partitions in heap, and hands the partial counts on before each commit, in the transaction
 * that commits the events' offsets. What is in heap is therefore never part of what is committed, and needs no changelog; the watermarks do.
 */
final class CountProcessor implements Processor<byte[], byte[], byte[], byte[]> {

    static final String HAND_OVER = "hand-over";
    static final String WATERMARKS = "source-watermarks";
    /** Name of the sink of dead letters, where there is one. */
    static final String DEAD_LETTERS = "dead-letters";
    /** Name that Kafka Streams gives to the first node behind this one on the way to the merge stage. */
    private static final String TO_MERGE = DriftTopology.PARTIALS + "-repartition-filter";

    private static final Duration IDLE_CHECK = Duration.ofSeconds(1);

    private final Map<String, List<MonitorSettings>> monitorsByTopic;
    private final Map<String, PartialCodec> codecs;
    private final SourceProgress progress;
    private final ToIntFunction<String> partitionsOf;
    private final ExclusionLog exclusions;
    private final Optional<DeadLetterSettings> deadLetterSettings;

    // Set by init, which Kafka Streams calls first, and again when it revives a task.
    private ProcessorContext<byte[], byte[]> context;
    private KeyValueStore<Bytes, byte[]> watermarks;
    private Map<TopicPartition, PartitionCounter> counters = new TreeMap<>(BY_NAME);
    private Optional<DeadLetters> deadLetters = Optional.empty();

    private static final Comparator<TopicPartition> BY_NAME =
            Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition);

    /**
     * @param partitionsOf number of partitions of a source topic
     * @param exclusions shared by all tasks
     */
    CountProcessor(
            List<MonitorSettings> monitors,
            SourceProgress progress,
            ToIntFunction<String> partitionsOf,
            ExclusionLog exclusions,
            Optional<DeadLetterSettings> deadLetters) {
        this.exclusions = exclusions;
        this.deadLetterSettings = deadLetters;
        this.monitorsByTopic = monitors.stream().collect(Collectors.groupingBy(MonitorSettings::topic));
        this.codecs = monitors.stream().collect(Collectors.toMap(MonitorSettings::name, PartialCodec::new));
        this.progress = progress;
        this.partitionsOf = partitionsOf;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        this.context = context;
        this.watermarks = context.getStateStore(WATERMARKS);
        this.counters = new TreeMap<>(BY_NAME);
        this.deadLetters = deadLetterSettings.map(
                settings -> new DeadLetters(settings, letter -> context.forward(letter, DEAD_LETTERS)));
        // Partitions without a single event must report too, or no window would ever close.
        for (String topic : monitorsByTopic.keySet()) {
            if (context.taskId().partition() < partitionsOf.applyAsInt(topic)) {
                counter(new TopicPartition(topic, context.taskId().partition()));
            }
        }
        BeforeCommit beforeCommit = context.getStateStore(HAND_OVER);
        beforeCommit.run(context, this::handOver);
        context.schedule(IDLE_CHECK, PunctuationType.WALL_CLOCK_TIME, this::observeSilence);
    }

    @Override
    public void process(Record<byte[], byte[]> frame) {
        RecordMetadata metadata = context.recordMetadata().orElseThrow();
        counter(new TopicPartition(metadata.topic(), metadata.partition()))
                .count(frame.value(), context.currentSystemTimeMs());
    }

    private PartitionCounter counter(TopicPartition partition) {
        return counters.computeIfAbsent(
                partition,
                key -> new PartitionCounter(
                        partition,
                        monitorsByTopic.get(partition.topic()),
                        monitor -> {
                            byte[] stored = watermarks.get(key(partition, monitor));
                            return stored == null
                                    ? Partial.NONE
                                    : ByteBuffer.wrap(stored).getLong();
                        },
                        this::exclude));
    }

    private void exclude(ExcludedRecord excluded) {
        long now = context.currentSystemTimeMs();
        exclusions.add(excluded, now);
        deadLetters.ifPresent(letters -> letters.add(excluded, now));
    }

    private void observeSilence(long now) {
        exclusions.sayWhatIsDue(now);
        for (PartitionCounter counter : counters.values()) {
            for (MonitorCounter monitor : counter.monitors()) {
                monitor.observeSilence(progress.silence(counter.partition(), counter.countedTo()), now);
            }
        }
    }

    private void handOver() {
        deadLetters.ifPresent(letters -> letters.tellOfTheOthers(context.currentSystemTimeMs()));
        for (PartitionCounter counter : counters.values()) {
            int partitions = Math.max(
                    partitionsOf.applyAsInt(counter.partition().topic()),
                    counter.partition().partition() + 1);
            for (MonitorCounter monitor : counter.monitors()) {
                monitor.drain(partitions)
                        .ifPresent(partial -> handOver(counter.partition(), monitor.monitor(), partial));
            }
        }
    }

    private void handOver(TopicPartition partition, MonitorSettings monitor, Partial partial) {
        byte[] key = monitor.name().getBytes(StandardCharsets.UTF_8);
        // The repartition topic's own time must not be event time: its broker would delete segments of 2001 unread.
        context.forward(
                new Record<>(key, codecs.get(monitor.name()).write(partial), context.currentSystemTimeMs()), TO_MERGE);
        if (partial.watermark() != Partial.NONE && !partial.panes().isEmpty()) {
            watermarks.put(
                    key(partition, monitor),
                    ByteBuffer.allocate(8).putLong(partial.watermark()).array());
        }
    }

    private static Bytes key(TopicPartition partition, MonitorSettings monitor) {
        return Bytes.wrap((partition + "/" + monitor.name()).getBytes(StandardCharsets.UTF_8));
    }
}
