package io.kullback.stream;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes single records for a command that somebody waits for, and says whether the brokers have them. */
final class TopicWriter {

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final StreamSettings settings;

    TopicWriter(StreamSettings settings) {
        this.settings = settings;
    }

    /**
     * Writes one record.
     *
     * @throws KafkaUnreachableException if the brokers do not take it
     * @throws IllegalArgumentException if it is larger than a record may be
     */
    void write(String topic, String key, byte[] value) {
        Map<String, Object> properties = new HashMap<>(Pipeline.clientProperties(settings));
        properties.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
        properties.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, (int) PATIENCE.toMillis());
        String servers = settings.kafka().getOrDefault("bootstrap.servers", "");
        try (Producer<String, byte[]> producer = new KafkaProducer<>(properties)) {
            producer.send(new ProducerRecord<>(topic, key, value)).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RecordTooLargeException) {
                throw new IllegalArgumentException(
                        value.length + " bytes are more than the brokers take in one record of topic '" + topic
                                + "': build the reference of fewer segments or coarser bins, or raise max.message.bytes of the"
                                + " topic and max.request.size under 'kafka'",
                        e);
            }
            throw new KafkaUnreachableException(servers, e.getCause());
        } catch (TimeoutException e) {
            throw new KafkaUnreachableException(servers, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaUnreachableException(servers, e);
        }
    }
}
