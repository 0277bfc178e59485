package io.kullback.detection;

import io.kullback.histogram.Binning;
import io.kullback.histogram.Histogram;
import io.kullback.histogram.Moments;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Optional;

/** Histograms within a series' state. Their bins are not written: they are those of the reference, which is known where the state is read. */
final class HistogramFormat {

    private HistogramFormat() {}

    static void write(Optional<Histogram> histogram, DataOutput out) throws IOException {
        out.writeBoolean(histogram.isPresent());
        if (histogram.isPresent()) {
            for (long count : histogram.get().counts()) {
                out.writeLong(count);
            }
            Optional<Moments> moments = histogram.get().moments();
            out.writeBoolean(moments.isPresent());
            if (moments.isPresent()) {
                out.writeLong(moments.get().count());
                write(moments.get().mean(), out);
                write(moments.get().m2(), out);
            }
        }
    }

    static Optional<Histogram> read(Binning binning, DataInput in) throws IOException {
        if (!in.readBoolean()) {
            return Optional.empty();
        }
        long[] counts = new long[binning.bins()];
        for (int bin = 0; bin < counts.length; bin++) {
            counts[bin] = in.readLong();
        }
        return Optional.of(
                in.readBoolean()
                        ? Histogram.of(binning, Moments.of(in.readLong(), doubles(in), doubles(in)), counts)
                        : Histogram.of(binning, counts));
    }

    private static void write(double[] numbers, DataOutput out) throws IOException {
        out.writeInt(numbers.length);
        for (double number : numbers) {
            out.writeDouble(number);
        }
    }

    private static double[] doubles(DataInput in) throws IOException {
        double[] numbers = new double[in.readInt()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = in.readDouble();
        }
        return numbers;
    }
}
