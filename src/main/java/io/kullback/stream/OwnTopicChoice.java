package io.kullback.stream;

import org.apache.kafka.streams.processor.RecordContext;
import org.apache.kafka.streams.processor.TopicNameExtractor;

/** Sends what the merge stage forwards to the topic it is for. */
record OwnTopicChoice(String results, String alerts) implements TopicNameExtractor<byte[], byte[]> {
    @Override
    public String extract(byte[] key, byte[] value, RecordContext context) {
        return MergeProcessor.isAlert(context.headers()) ? alerts : results;
    }
}
