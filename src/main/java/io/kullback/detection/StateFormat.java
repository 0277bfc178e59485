package io.kullback.detection;

import java.io.DataInput;
import java.io.IOException;

/** The first bytes of a detector's head, which say what can read the rest. */
final class StateFormat {

    private StateFormat() {}

    static void require(DataInput in, int format, int reference) throws IOException {
        int found = in.readUnsignedByte();
        if (found != format) {
            throw new IllegalStateException("the detector's state has format " + found + ", but " + format
                    + " is read here; start a new detector");
        }
        if (in.readInt() != reference) {
            throw new IllegalStateException(
                    "the detector's state belongs to another reference or other bins; start a new detector");
        }
    }
}
