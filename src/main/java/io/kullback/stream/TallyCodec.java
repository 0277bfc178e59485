package io.kullback.stream;

import io.kullback.histogram.BinnedTally;
import io.kullback.histogram.Binning;
import io.kullback.histogram.CategorySketch;
import io.kullback.histogram.MomentTally;
import io.kullback.histogram.NumberSketch;
import io.kullback.histogram.Tally;
import io.kullback.histogram.UnusableBin;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * Tallies as bytes, in partial counts and in state: a kind, then only what is not zero. Equal tallies give equal bytes.
 *
 * <p>Bins are not written but their fingerprint is: both sides know them from the configuration, and bytes counted over other bins are refused.
 */
final class TallyCodec {

    private static final int BINNED = 1;
    private static final int NUMBERS = 2;
    private static final int CATEGORIES = 3;
    private static final int MOMENTS = 4;

    private TallyCodec() {}

    /** The bytes hold a tally of another family or over other bins than the configuration now gives. */
    static final class OtherBinsException extends IOException {
        private static final long serialVersionUID = 1L;

        OtherBinsException() {
            super("counted over other bins than the configuration now gives");
        }
    }

    static void write(Tally tally, DataOutputStream out) throws IOException {
        if (tally instanceof BinnedTally binned) {
            writeBinned(binned, out);
        } else if (tally instanceof NumberSketch numbers) {
            writeNumbers(numbers, out);
        } else if (tally instanceof CategorySketch categories) {
            writeCategories(categories, out);
        } else if (tally instanceof MomentTally moments) {
            out.writeByte(MOMENTS);
            out.writeLong(fingerprint(moments.binning()));
            moments.write(out);
        }
    }

    /**
     * Reads what {@link #write} wrote, adding it to a tally of nothing.
     *
     * @throws OtherBinsException if it does not fit; the bytes of this tally are consumed all the same
     */
    static void readInto(Tally tally, DataInputStream in) throws IOException {
        int kind = in.readUnsignedByte();
        switch (kind) {
            case BINNED -> readBinned(tally, in);
            case NUMBERS -> readNumbers(tally, in);
            case CATEGORIES -> readCategories(tally, in);
            case MOMENTS -> readMoments(tally, in);
            default -> throw new IOException("a tally begins with 1, 2, 3 or 4, but here is " + kind);
        }
    }

    /** Reads what {@link #write} wrote, and forgets it. */
    static void skip(DataInputStream in) throws IOException {
        try {
            readInto(new NumberSketch(), in);
        } catch (OtherBinsException e) {
            // Consumed all the same, which is all that is wanted.
            return;
        }
    }

    private static void writeBinned(BinnedTally tally, DataOutputStream out) throws IOException {
        out.writeByte(BINNED);
        out.writeLong(fingerprint(tally.binning()));
        int used = 0;
        for (int bin = 0; bin < tally.binning().bins(); bin++) {
            used += tally.count(bin) == 0 ? 0 : 1;
        }
        VarInt.write(used, out);
        for (int bin = 0; bin < tally.binning().bins(); bin++) {
            if (tally.count(bin) != 0) {
                VarInt.write(bin, out);
                VarInt.write(tally.count(bin), out);
            }
        }
    }

    private static long fingerprint(Binning binning) {
        return Long.parseUnsignedLong(binning.fingerprint(), 16);
    }

    private static void readBinned(Tally tally, DataInputStream in) throws IOException {
        long fingerprint = in.readLong();
        boolean fits = tally instanceof BinnedTally binned && fingerprint(binned.binning()) == fingerprint;
        long[] counts = fits ? new long[((BinnedTally) tally).binning().bins()] : new long[0];
        for (long used = VarInt.read(in); used > 0; used--) {
            int bin = (int) VarInt.read(in);
            long count = VarInt.read(in);
            if (fits) {
                counts[bin] = count;
            }
        }
        if (!fits) {
            throw new OtherBinsException();
        }
        tally.merge(BinnedTally.of(((BinnedTally) tally).binning(), counts));
    }

    private static void writeNumbers(NumberSketch tally, DataOutputStream out) throws IOException {
        out.writeByte(NUMBERS);
        writeUnusable(tally, out);
        VarInt.write(tally.size(), out);
        // The visitor cannot throw what a stream throws; bytes go to memory, so nothing is thrown.
        tally.forEachBucket((bucket, count) -> {
            try {
                out.writeInt(bucket);
                VarInt.write(count, out);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static void readNumbers(Tally tally, DataInputStream in) throws IOException {
        NumberSketch read = new NumberSketch();
        for (UnusableBin bin : UnusableBin.values()) {
            read.addUnusable(bin, VarInt.read(in));
        }
        for (long size = VarInt.read(in); size > 0; size--) {
            read.add(in.readInt(), VarInt.read(in));
        }
        mergeIfFits(tally, read);
    }

    private static void writeCategories(CategorySketch tally, DataOutputStream out) throws IOException {
        out.writeByte(CATEGORIES);
        writeUnusable(tally, out);
        VarInt.write(tally.overflow(), out);
        Map<String, Long> counts = tally.counts();
        VarInt.write(counts.size(), out);
        for (Map.Entry<String, Long> entry : counts.entrySet()) {
            Text.write(entry.getKey(), out);
            VarInt.write(entry.getValue(), out);
        }
    }

    private static void readCategories(Tally tally, DataInputStream in) throws IOException {
        long[] unusable = new long[UnusableBin.values().length];
        for (int i = 0; i < unusable.length; i++) {
            unusable[i] = VarInt.read(in);
        }
        long overflow = VarInt.read(in);
        long size = VarInt.read(in);
        CategorySketch read = new CategorySketch((int) Math.max(1, size));
        for (UnusableBin bin : UnusableBin.values()) {
            read.addUnusable(bin, unusable[bin.ordinal()]);
        }
        read.addOverflow(overflow);
        for (; size > 0; size--) {
            read.add(Text.read(in), VarInt.read(in));
        }
        mergeIfFits(tally, read);
    }

    private static void readMoments(Tally tally, DataInputStream in) throws IOException {
        long fingerprint = in.readLong();
        if (tally instanceof MomentTally moments && fingerprint(moments.binning()) == fingerprint) {
            moments.readAndAdd(in);
        } else {
            MomentTally.skip(in);
            throw new OtherBinsException();
        }
    }

    private static void writeUnusable(Tally tally, DataOutputStream out) throws IOException {
        for (UnusableBin bin : UnusableBin.values()) {
            VarInt.write(tally.count(bin), out);
        }
    }

    private static void mergeIfFits(Tally tally, Tally read) throws OtherBinsException {
        if (!tally.getClass().equals(read.getClass())) {
            throw new OtherBinsException();
        }
        tally.merge(read);
    }
}
