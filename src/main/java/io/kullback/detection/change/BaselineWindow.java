package io.kullback.detection.change;

import java.io.ByteArrayOutputStream;

/** One window of a baseline, kept until the baseline is complete: its start and counts. Immutable. */
final class BaselineWindow {

    private final long start;
    private final long[] counts;

    private BaselineWindow(long start, long[] counts) {
        this.start = start;
        this.counts = counts;
    }

    static BaselineWindow of(long start, long[] counts) {
        return new BaselineWindow(start, counts.clone());
    }

    long start() {
        return start;
    }

    /** The counts; not to be changed. */
    long[] counts() {
        return counts;
    }

    /** The start and the counts in as few bytes as each needs, seven bits to a byte. */
    byte[] encoded() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(8 + 2 * counts.length);
        write(out, (start << 1) ^ (start >> 63));
        for (long count : counts) {
            write(out, count);
        }
        return out.toByteArray();
    }

    private static void write(ByteArrayOutputStream out, long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out.write((int) (rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    static BaselineWindow decode(byte[] encoded, int bins) {
        long[] numbers = new long[1 + bins];
        int at = 0;
        for (int i = 0; i < numbers.length; i++) {
            int shift = 0;
            long part;
            do {
                part = encoded[at];
                numbers[i] |= (part & 0x7f) << shift;
                shift += 7;
                at++;
            } while (part < 0);
        }
        long start = (numbers[0] >>> 1) ^ -(numbers[0] & 1);
        long[] counts = new long[bins];
        System.arraycopy(numbers, 1, counts, 0, bins);
        return new BaselineWindow(start, counts);
    }
}
