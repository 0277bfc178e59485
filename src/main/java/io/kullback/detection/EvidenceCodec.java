package io.kullback.detection;

import io.kullback.detection.Evidence.Direction;
import io.kullback.histogram.Window;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The parts of alert state as bytes: evidence, streaks, windows, instants. */
final class EvidenceCodec {

    private EvidenceCodec() {}

    static void write(List<Evidence> pieces, DataOutput out) throws IOException {
        out.writeShort(pieces.size());
        for (Evidence piece : pieces) {
            out.writeByte(piece.rule().ordinal());
            if (piece instanceof Evidence.Change change) {
                out.writeUTF(change.channel());
                out.writeByte(change.direction().ordinal());
                out.writeDouble(change.value());
                out.writeDouble(change.threshold());
                write(change.since(), out);
                out.writeInt(change.windows());
            } else if (piece instanceof Evidence.Level level) {
                out.writeDouble(level.value());
                out.writeDouble(level.minKl());
                out.writeDouble(level.noiseFloor());
                out.writeDouble(level.unrest());
            } else if (piece instanceof Evidence.Threshold threshold) {
                out.writeUTF(threshold.divergence());
                out.writeDouble(threshold.value());
                out.writeDouble(threshold.above());
                out.writeInt(threshold.forWindows());
            }
        }
    }

    static List<Evidence> readEvidence(DataInput in) throws IOException {
        int size = in.readUnsignedShort();
        List<Evidence> pieces = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            pieces.add(
                    switch (read(DriftRule.values(), in)) {
                        case CHANGE ->
                            new Evidence.Change(
                                    in.readUTF(),
                                    read(Direction.values(), in),
                                    in.readDouble(),
                                    in.readDouble(),
                                    readInstant(in),
                                    in.readInt());
                        case LEVEL ->
                            new Evidence.Level(in.readDouble(), in.readDouble(), in.readDouble(), in.readDouble());
                        case THRESHOLD ->
                            new Evidence.Threshold(in.readUTF(), in.readDouble(), in.readDouble(), in.readInt());
                    });
        }
        return pieces;
    }

    static void writeStreaks(List<Streak> streaks, DataOutput out) throws IOException {
        out.writeShort(streaks.size());
        for (Streak streak : streaks) {
            out.writeByte(streak.rule().ordinal());
            out.writeUTF(streak.measure());
            out.writeInt(streak.length());
        }
    }

    static List<Streak> readStreaks(DataInput in) throws IOException {
        int size = in.readUnsignedShort();
        List<Streak> streaks = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            streaks.add(new Streak(read(DriftRule.values(), in), in.readUTF(), in.readInt()));
        }
        return streaks;
    }

    static void write(Window window, DataOutput out) throws IOException {
        write(window.start(), out);
        write(window.end(), out);
    }

    static Window readWindow(DataInput in) throws IOException {
        return new Window(readInstant(in), readInstant(in));
    }

    static void write(Instant instant, DataOutput out) throws IOException {
        out.writeLong(instant.getEpochSecond());
        out.writeInt(instant.getNano());
    }

    static Instant readInstant(DataInput in) throws IOException {
        return Instant.ofEpochSecond(in.readLong(), in.readInt());
    }

    /** One of several constants, by the byte of its number. */
    static <E> E read(E[] constants, DataInput in) throws IOException {
        int number = in.readUnsignedByte();
        if (number >= constants.length) {
            throw new IOException("alert state has the number " + number + " where only " + constants.length
                    + " are known. It was written by a newer Kullback, or is not alert state.");
        }
        return constants[number];
    }
}
