package io.kullback.stream;

import io.kullback.detection.MonitorListener;
import io.kullback.detection.PipelineMeter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The whole topology: source topics → count → partials → merge → results. Its shape does not depend on the monitors, which are data; only the source topics do.
 */
final class DriftTopology {

    /** Name of the repartition topic between the stages, without the application id before and {@code -repartition} behind it. */
    static final String PARTIALS = "partials";

    private DriftTopology() {}

    /** The topology of those who do not ask how it runs. */
    static Topology of(
            StreamSettings settings,
            SourceProgress progress,
            ToIntFunction<String> partitionsOf,
            MonitorListener listener) {
        return of(settings, progress, partitionsOf, listener, PipelineMeter.NONE);
    }

    /** @param partitionsOf number of partitions of a source topic */
    static Topology of(
            StreamSettings settings,
            SourceProgress progress,
            ToIntFunction<String> partitionsOf,
            MonitorListener listener,
            PipelineMeter meter) {
        List<MonitorSettings> monitors = settings.monitors();
        Serde<byte[]> bytes = Serdes.ByteArray();
        StreamsBuilder builder = new StreamsBuilder(new TopologyConfig(new StreamsConfig(Map.of(
                StreamsConfig.APPLICATION_ID_CONFIG,
                settings.applicationId(),
                StreamsConfig.BOOTSTRAP_SERVERS_CONFIG,
                "topology-only:9092",
                StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG,
                true))));
        ExclusionLog exclusions = new ExclusionLog(meter);
        KStream<byte[], byte[]> counted = builder.stream(
                        SourceTopics.pattern(monitors),
                        Consumed.with(bytes, bytes)
                                // A frame's time is already made non-negative; the default extractor would stop the
                                // thread otherwise.
                                .withTimestampExtractor((record, partitionTime) -> Math.max(0, record.timestamp()))
                                .withName("events"))
                .process(
                        supplier(
                                () -> new CountProcessor(
                                        settings.counted(),
                                        progress,
                                        partitionsOf,
                                        exclusions,
                                        settings.deadLetters(),
                                        meter),
                                Set.of(BeforeCommit.named(CountProcessor.HAND_OVER))),
                        Named.as("count"));
        settings.deadLetters()
                .ifPresent(letters ->
                        counted.to(letters.topic(), Produced.with(bytes, bytes).withName(CountProcessor.DEAD_LETTERS)));
        KStream<byte[], byte[]> partials = counted.repartition(
                Repartitioned.with(bytes, bytes).withName(PARTIALS).withNumberOfPartitions(settings.mergePartitions()));
        // Commands are keyed as partials are and lie in as many partitions, so they meet the monitor they are for.
        KStream<byte[], byte[]> commands = builder.stream(
                settings.topics().commands(),
                Consumed.with(bytes, bytes)
                        .withTimestampExtractor((record, partitionTime) -> Math.max(0, record.timestamp()))
                        .withName("commands"));
        partials.merge(commands, Named.as("partials-and-commands"))
                .process(
                        supplier(
                                () -> new MergeProcessor(
                                        monitors, settings.topics().commands(), listener, meter),
                                Set.of(BeforeCommit.named(MergeProcessor.WRITE_BACK), logged(MergeProcessor.STATE))),
                        Named.as("merge"))
                .to(
                        new OwnTopicChoice(
                                settings.topics().results(), settings.topics().alerts()),
                        Produced.with(bytes, bytes).withName("results-and-alerts"));
        return builder.build();
    }

    /** State is small, so it is kept in memory; its changelog makes it durable. */
    private static StoreBuilder<?> logged(String name) {
        return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), Serdes.Bytes(), Serdes.ByteArray())
                .withLoggingEnabled(Map.of())
                .withCachingDisabled();
    }

    private interface Instances {
        Processor<byte[], byte[], byte[], byte[]> next();
    }

    private static ProcessorSupplier<byte[], byte[], byte[], byte[]> supplier(
            Instances instances, Set<StoreBuilder<?>> stores) {
        return new ProcessorSupplier<>() {
            @Override
            public Processor<byte[], byte[], byte[], byte[]> get() {
                return instances.next();
            }

            @Override
            public Set<StoreBuilder<?>> stores() {
                return stores;
            }
        };
    }
}
