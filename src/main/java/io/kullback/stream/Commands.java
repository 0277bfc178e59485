package io.kullback.stream;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Tells the running service something, through its commands topic: whichever instance has the monitor hears it, and after a restart it is not heard again. */
public final class Commands {

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private Commands() {}

    /**
     * Accepts what the alerts of a monitor show for the new normal.
     *
     * @param segment only there; everywhere where empty
     * @param feature only this one; all where empty
     * @param by who accepts it, for the audit trail
     * @throws KafkaUnreachableException if the brokers do not take it
     */
    public static void accept(
            StreamSettings settings, String monitor, Optional<String> segment, Optional<String> feature, String by) {
        Map<String, Object> properties = new HashMap<>(Pipeline.clientProperties(settings));
        properties.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
        properties.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, (int) PATIENCE.toMillis());
        byte[] command = CommandJson.write(new CommandJson.Accept(segment, feature), by);
        try (Producer<String, byte[]> producer = new KafkaProducer<>(properties)) {
            producer.send(new ProducerRecord<>(settings.topics().commands(), monitor, command))
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new KafkaUnreachableException(servers(settings), e.getCause());
        } catch (TimeoutException e) {
            throw new KafkaUnreachableException(servers(settings), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaUnreachableException(servers(settings), e);
        }
    }

    private static String servers(StreamSettings settings) {
        return settings.kafka().getOrDefault("bootstrap.servers", "");
    }
}
