package io.kullback.stream;

/** One of Kullback's own topics exists with another number of partitions than the configuration asks for, so that some of what it carries would never be heard. */
public final class OtherPartitionsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    OtherPartitionsException(String topic, int found, int needed) {
        super("the topic '" + topic + "' has " + found + " partitions, but merge-partitions is " + needed
                + ". Set merge-partitions to " + found + ", or name another topic under 'topics'.");
    }
}
