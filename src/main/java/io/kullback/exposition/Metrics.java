package io.kullback.exposition;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmInfoMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.function.Supplier;

/** The one registry behind {@code /metrics}: drift by a collector that reads the board, JVM, process and Kafka clients by Micrometer. */
public final class Metrics implements AutoCloseable {

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final PrometheusMeterRegistry meters =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, registry, Clock.SYSTEM);
    private final ExpositionFormats formats = ExpositionFormats.init();
    private final JvmGcMetrics garbageCollection = new JvmGcMetrics();
    private final PipelineBoard pipeline;
    private volatile Supplier<List<Delivery>> deliveries = List::of;

    public Metrics(Board board, BuildInfo build) {
        pipeline = new PipelineBoard(registry, board.monitors());
        registry.register(new DriftCollector(board, pipeline, build));
        registry.register(new DeliveryCollector(() -> deliveries.get()));
        // Prometheus' own checker refuses these names; the processor time comes back under its usual one.
        meters.config().meterFilter(MeterFilter.denyNameStartsWith("process.cpu.time"));
        meters.config().meterFilter(MeterFilter.denyNameStartsWith("system.cpu.count"));
        FunctionCounter.builder("process.cpu.seconds", this, metrics -> processorSeconds())
                .description("Processor time that the process has used.")
                .register(meters);
        new ClassLoaderMetrics().bindTo(meters);
        new JvmInfoMetrics().bindTo(meters);
        new JvmMemoryMetrics().bindTo(meters);
        new JvmThreadMetrics().bindTo(meters);
        new ProcessorMetrics().bindTo(meters);
        new UptimeMetrics().bindTo(meters);
        new FileDescriptorMetrics().bindTo(meters);
        garbageCollection.bindTo(meters);
    }

    private static double processorSeconds() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .map(duration -> duration.toMillis() / 1e3)
                .orElse(0.0);
    }

    /** From now on shows how these destinations of alerts are served, and no others. */
    public void show(Supplier<List<Delivery>> served) {
        deliveries = served;
    }

    /** Where the pipeline tells how it runs. */
    public PipelineBoard pipeline() {
        return pipeline;
    }

    /** Where the meters of Kafka's clients go. */
    public MeterRegistry meters() {
        return meters;
    }

    /** The format that a scraper asks for: the classic text, OpenMetrics, or protobuf. */
    ExpositionFormatWriter writer(String acceptHeader) {
        return formats.findWriter(acceptHeader);
    }

    /** Writes everything as it is now. */
    void write(ExpositionFormatWriter writer, OutputStream out) throws IOException {
        writer.write(out, FiniteSamples.of(registry.scrape()));
    }

    @Override
    public void close() {
        garbageCollection.close();
        meters.close();
    }
}
