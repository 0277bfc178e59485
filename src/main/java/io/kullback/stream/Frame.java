package io.kullback.stream;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Many events of one source partition in one Kafka Streams record, because the price of a record in Kafka Streams is four times that of counting it.
 *
 * <p>Layout, repeated to the end: offset (8 bytes), timestamp (8), length of the value (4, or one of the two negative constants), value. Every event keeps its exact offset,
 * since compaction and transactions leave gaps.
 */
final class Frame {

    /** A frame is full from this size on. Large enough to make the price for each record small, small enough to stay in the processor's cache. */
    static final int FULL = 128 * 1024;

    /** Most headers of one event. Whoever sends more has lost control of what he sends, and such an event is refused. */
    static final int MAX_HEADERS = 100;

    /** Length of a null value. */
    static final int NULL = -1;
    /** Length that stands for a record with more headers than are taken; its value is not in the frame. */
    static final int TOO_MANY_HEADERS = -2;

    private static final int HEADER = 8 + 8 + 4;

    private Frame() {}

    /** What {@link #forEach} calls. */
    @FunctionalInterface
    interface EventVisitor {
        /**
         * @param buffer holds the event's value at [start, start + length)
         * @param length {@link #NULL} or {@link #TOO_MANY_HEADERS} where there is no value
         */
        void visit(long offset, long timestamp, byte[] buffer, int start, int length);
    }

    /** Visits the events of a frame in the order they were added. */
    static void forEach(byte[] frame, EventVisitor visitor) {
        ByteBuffer in = ByteBuffer.wrap(frame);
        while (in.hasRemaining()) {
            long offset = in.getLong();
            long timestamp = in.getLong();
            int length = in.getInt();
            visitor.visit(offset, timestamp, frame, in.position(), length);
            in.position(in.position() + Math.max(0, length));
        }
    }

    /** Collects the events of one frame. Reused from frame to frame. */
    static final class Builder {
        private static final byte[] NO_VALUE = new byte[0];

        private byte[] bytes = new byte[FULL + FULL / 4];
        private int size;
        private long firstOffset;
        private long latestTimestamp;

        boolean isEmpty() {
            return size == 0;
        }

        boolean isFull() {
            return size >= FULL;
        }

        /** Offset of the first event. */
        long firstOffset() {
            return firstOffset;
        }

        /** The highest timestamp of the events; at least 0, since Kafka Streams drops records of negative time unseen. */
        long latestTimestamp() {
            return latestTimestamp;
        }

        @SuppressWarnings("NullAway") // a null value is a tombstone, and Kafka gives it as null
        void add(long offset, long timestamp, byte[] value) {
            add(offset, timestamp, value, value == null ? NULL : value.length);
        }

        /** Adds an event as Kafka gives it. Its key and its headers are left behind: nothing is made of them. */
        void add(ConsumerRecord<byte[], byte[]> event) {
            // An event without headers, as most are, costs a look here and no more.
            if (event.headers().toArray().length > MAX_HEADERS) {
                add(event.offset(), event.timestamp(), NO_VALUE, TOO_MANY_HEADERS);
            } else {
                add(event.offset(), event.timestamp(), event.value());
            }
        }

        private void add(long offset, long timestamp, byte[] value, int lengthOrConstant) {
            if (isEmpty()) {
                firstOffset = offset;
                latestTimestamp = 0;
            }
            latestTimestamp = Math.max(latestTimestamp, timestamp);
            int length = Math.max(0, lengthOrConstant);
            if (bytes.length - size < HEADER + length) {
                bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + HEADER + length));
            }
            ByteBuffer out = ByteBuffer.wrap(bytes, size, HEADER + length)
                    .putLong(offset)
                    .putLong(timestamp)
                    .putInt(lengthOrConstant);
            if (length > 0) {
                out.put(value);
            }
            size += HEADER + length;
        }

        /** The frame; the builder is empty afterwards. */
        byte[] finish() {
            byte[] frame = Arrays.copyOf(bytes, size);
            size = 0;
            return frame;
        }
    }
}
