package io.kullback.detection;

import io.kullback.divergence.SmallestShift;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Optional;

/** Verdicts as bytes: the same verdict always gives the same bytes, and they give the same verdict again. */
public final class VerdictCodec {

    private static final int STABLE = 1;
    private static final int DRIFTED = 2;
    private static final int INCONCLUSIVE = 3;

    private VerdictCodec() {}

    public static void write(Verdict verdict, DataOutput out) throws IOException {
        if (verdict instanceof Verdict.Stable stable) {
            out.writeByte(STABLE);
            EvidenceCodec.write(stable.readings(), out);
            write(stable.smallestShift(), out);
        } else if (verdict instanceof Verdict.Drifted drifted) {
            out.writeByte(DRIFTED);
            out.writeDouble(drifted.minKl());
            EvidenceCodec.write(drifted.evidence(), out);
        } else if (verdict instanceof Verdict.Inconclusive inconclusive) {
            out.writeByte(INCONCLUSIVE);
            out.writeByte(inconclusive.reason().ordinal());
            out.writeLong(inconclusive.observations());
            out.writeLong(inconclusive.needed());
            write(inconclusive.smallestShift(), out);
        }
    }

    /** @throws IOException if the bytes are not of a verdict */
    public static Verdict read(DataInput in) throws IOException {
        int kind = in.readUnsignedByte();
        return switch (kind) {
            case STABLE -> new Verdict.Stable(EvidenceCodec.readEvidence(in), readShift(in));
            case DRIFTED -> new Verdict.Drifted(in.readDouble(), EvidenceCodec.readEvidence(in));
            case INCONCLUSIVE ->
                new Verdict.Inconclusive(
                        EvidenceCodec.read(InconclusiveReason.values(), in),
                        in.readLong(),
                        in.readLong(),
                        readShift(in));
            default -> throw new IOException("a verdict begins with 1, 2 or 3, but here is " + kind);
        };
    }

    private static void write(Optional<SmallestShift> shift, DataOutput out) throws IOException {
        out.writeBoolean(shift.isPresent());
        if (shift.isPresent()) {
            out.writeDouble(shift.get().kl());
            out.writeDouble(shift.get().sigmas());
        }
    }

    private static Optional<SmallestShift> readShift(DataInput in) throws IOException {
        return in.readBoolean() ? Optional.of(new SmallestShift(in.readDouble(), in.readDouble())) : Optional.empty();
    }
}
