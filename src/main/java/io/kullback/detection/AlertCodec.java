package io.kullback.detection;

import io.kullback.detection.AlertTransition.Ending;
import io.kullback.detection.AlertTransition.Kind;
import io.kullback.histogram.Window;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Optional;

/**
 * Alert states and transitions as bytes. The same value always gives the same bytes, and they give the same value again.
 *
 * <p>Layout: one byte of format version, one of kind, then the fields in the order of the record.
 */
public final class AlertCodec {

    private static final int VERSION = 1;

    private AlertCodec() {}

    /** Writes a state, some hundred bytes. */
    public static void write(AlertState state, DataOutput out) throws IOException {
        out.writeByte(VERSION);
        out.writeByte(state.status().ordinal());
        out.writeLong(state.sequence());
        if (state instanceof AlertState.Inactive inactive) {
            out.writeBoolean(inactive.newest().isPresent());
            if (inactive.newest().isPresent()) {
                EvidenceCodec.write(inactive.newest().get(), out);
            }
        } else if (state instanceof AlertState.Pending pending) {
            write(pending.alertBegun(), out);
            EvidenceCodec.write(pending.evidence(), out);
            EvidenceCodec.writeStreaks(pending.streaks(), out);
            out.writeBoolean(pending.resolvedAt().isPresent());
            if (pending.resolvedAt().isPresent()) {
                EvidenceCodec.write(pending.resolvedAt().get(), out);
            }
            EvidenceCodec.write(pending.newestWindow(), out);
        } else if (state instanceof AlertState.Firing firing) {
            write(firing.alertOn(), out);
            EvidenceCodec.write(firing.evidence(), out);
            out.writeInt(firing.quiet());
            out.writeInt(firing.quietNeeded());
            out.writeInt(firing.clear());
            EvidenceCodec.write(firing.newestWindow(), out);
        } else if (state instanceof AlertState.Resolved resolved) {
            write(resolved.alertOver(), out);
            EvidenceCodec.write(resolved.at(), out);
            EvidenceCodec.write(resolved.newestWindow(), out);
        }
    }

    /**
     * Reads a state.
     *
     * @throws IOException if the bytes are of another version, or not of a state
     */
    public static AlertState readState(DataInput in) throws IOException {
        requireVersion(in);
        AlertStatus status = EvidenceCodec.read(AlertStatus.values(), in);
        long sequence = in.readLong();
        return switch (status) {
            case INACTIVE ->
                new AlertState.Inactive(
                        in.readBoolean() ? Optional.of(EvidenceCodec.readWindow(in)) : Optional.empty(), sequence);
            case PENDING ->
                new AlertState.Pending(
                        readAlert(in),
                        EvidenceCodec.readEvidence(in),
                        EvidenceCodec.readStreaks(in),
                        in.readBoolean() ? Optional.of(EvidenceCodec.readInstant(in)) : Optional.empty(),
                        EvidenceCodec.readWindow(in),
                        sequence);
            case FIRING ->
                new AlertState.Firing(
                        readAlert(in),
                        EvidenceCodec.readEvidence(in),
                        in.readInt(),
                        in.readInt(),
                        in.readInt(),
                        EvidenceCodec.readWindow(in),
                        sequence);
            case RESOLVED ->
                new AlertState.Resolved(
                        readAlert(in), EvidenceCodec.readInstant(in), EvidenceCodec.readWindow(in), sequence);
        };
    }

    /** Writes a transition, so that a later revision can be compared with it. */
    public static void write(AlertTransition transition, DataOutput out) throws IOException {
        out.writeByte(VERSION);
        out.writeByte(transition.kind().ordinal());
        out.writeByte(transition.status().ordinal());
        out.writeLong(transition.sequence());
        out.writeUTF(transition.series().monitor());
        out.writeUTF(transition.series().segment());
        out.writeUTF(transition.series().feature());
        write(transition.alert(), out);
        EvidenceCodec.write(transition.window(), out);
        EvidenceCodec.write(transition.evidence(), out);
        out.writeByte(transition.ending().map(ending -> 1 + ending.ordinal()).orElse(0));
    }

    /**
     * Reads a transition.
     *
     * @throws IOException if the bytes are of another version, or not of a transition
     */
    public static AlertTransition readTransition(DataInput in) throws IOException {
        requireVersion(in);
        Kind kind = EvidenceCodec.read(Kind.values(), in);
        AlertStatus status = EvidenceCodec.read(AlertStatus.values(), in);
        long sequence = in.readLong();
        SeriesId series = new SeriesId(in.readUTF(), in.readUTF(), in.readUTF());
        Alert alert = readAlert(in);
        Window window = EvidenceCodec.readWindow(in);
        var evidence = EvidenceCodec.readEvidence(in);
        int ending = in.readUnsignedByte();
        if (ending > Ending.values().length) {
            throw new IOException("alert transition: there is no ending number " + ending);
        }
        return new AlertTransition(
                series,
                alert,
                kind,
                status,
                window,
                evidence,
                ending == 0 ? Optional.empty() : Optional.of(Ending.values()[ending - 1]),
                sequence);
    }

    private static void requireVersion(DataInput in) throws IOException {
        int version = in.readUnsignedByte();
        if (version != VERSION) {
            throw new IOException("alert state has format version " + version + ", but only " + VERSION
                    + " is known here. It was written by a newer Kullback, or is not alert state.");
        }
    }

    private static void write(Alert alert, DataOutput out) throws IOException {
        out.writeUTF(alert.id());
        EvidenceCodec.write(alert.first(), out);
    }

    private static Alert readAlert(DataInput in) throws IOException {
        return new Alert(in.readUTF(), EvidenceCodec.readWindow(in));
    }
}
