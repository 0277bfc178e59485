package io.kullback.stream;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
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

    private static final Duration IDLE_CHECK = Duration.ofSeconds(1);

    private static final Comparator<TopicPartition> BY_NAME =
            Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition);

    private final Map<String, List<MonitorSettings>> monitorsByTopic;
    private final Map<String, PartialCodec> codecs;
    private final SourceProgress progress;
    private final ToIntFunction<String> partitionsOf;

    // Set by init, which Kafka Streams calls first, and again when it revives a task.
    private ProcessorContext<byte[], byte[]> context;
    private Map<TopicPartition, PartitionCounter> counters = new TreeMap<>(BY_NAME);

    /** @param partitionsOf number of partitions of a source topic; 0 while it is not known to exist */
    CountProcessor(List<MonitorSettings> monitors, SourceProgress progress, ToIntFunction<String> partitionsOf) {
        this.monitorsByTopic = monitors.stream().collect(Collectors.groupingBy(MonitorSettings::topic));
        this.codecs = monitors.stream().collect(Collectors.toMap(MonitorSettings::name, PartialCodec::new));
        this.progress = progress;
        this.partitionsOf = partitionsOf;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        this.context = context;
        this.counters = new TreeMap<>(BY_NAME);
        reportSilentPartitions();
        BeforeCommit beforeCommit = context.getStateStore(HAND_OVER);
        beforeCommit.run(context, this::handOver);
        context.schedule(IDLE_CHECK, PunctuationType.WALL_CLOCK_TIME, this::observeSilence);
    }

    /** Partitions without a single event must report too, or no window would ever close; and topics may come while the task runs. */
    private void reportSilentPartitions() {
        for (String topic : monitorsByTopic.keySet()) {
            if (context.taskId().partition() < partitionsOf.applyAsInt(topic)) {
                counter(new TopicPartition(topic, context.taskId().partition()));
            }
        }
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
                partition, key -> new PartitionCounter(partition, monitorsByTopic.get(partition.topic())));
    }

    private void observeSilence(long now) {
        reportSilentPartitions();
        for (PartitionCounter counter : counters.values()) {
            for (MonitorCounter monitor : counter.monitors()) {
                monitor.observeSilence(progress.silence(counter.partition(), counter.countedTo()), now);
            }
        }
    }

    private void handOver() {
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
        byte[] key = monitor.name().getBytes(StandardCharsets.UTF_8);
        // The repartition topic's own time must not be event time: its broker would delete segments of 2001 unread.
        context.forward(new Record<>(key, codecs.get(monitor.name()).write(partial), context.currentSystemTimeMs()));
    }
}
