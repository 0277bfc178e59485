package io.kullback.detection.change;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** The first bytes of each part of a detector's state, which say what can read the rest. */
final class StateFormat {

    private StateFormat() {}

    static void write(DataOutput out, int format, int owner) throws IOException {
        out.writeByte(format);
        out.writeInt(owner);
    }

    static void require(DataInput in, int format, int owner) throws IOException {
        int found = in.readUnsignedByte();
        if (found != format) {
            throw new IllegalStateException("the detector's state has format " + found + ", but " + format
                    + " is read here; start a new detector");
        }
        if (in.readInt() != owner) {
            throw new IllegalStateException(
                    "the detector's state belongs to another reference, other bins or other settings; start a new detector");
        }
    }
}
