package io.kullback.histogram;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The fixed bins of one feature: k value bins, numbered 0 to k − 1, then one bin for each {@link UnusableBin}.
 *
 * <p>Every value has exactly one bin. Two histograms can be merged or compared only when their binnings are equal.
 */
public sealed interface Binning
        permits NumberBinning, CategoryBinning, BooleanBinning, VectorBinning, PosteriorBinning {

    /** Type of the values these bins take. */
    FeatureType type();

    /** Number k of value bins, at least 1. */
    int valueBins();

    /**
     * Name of a value bin.
     *
     * @param bin in [0, {@link #valueBins()})
     */
    String valueLabel(int bin);

    /** One line of text that is equal for equal binnings and differs otherwise. */
    String canonical();

    /** Number of elements whose {@link Moments} a histogram over this binning carries beside its counts; 0 for none. */
    default int momentsDimension() {
        return 0;
    }

    /** A tally of nothing over these bins. */
    default Tally newTally() {
        return BinnedTally.of(this);
    }

    /** Number of all bins: the value bins and the unusable ones. */
    default int bins() {
        return valueBins() + UnusableBin.values().length;
    }

    /** Number of the bin that takes values of the given unusable kind. */
    default int binOf(UnusableBin unusable) {
        return valueBins() + unusable.ordinal();
    }

    /**
     * Name of any bin.
     *
     * @param bin in [0, {@link #bins()})
     */
    default String label(int bin) {
        return bin < valueBins() ? valueLabel(bin) : UnusableBin.values()[bin - valueBins()].label();
    }

    /** The names of all bins, in bin order. */
    default List<String> labels() {
        List<String> labels = new ArrayList<>(bins());
        for (int bin = 0; bin < bins(); bin++) {
            labels.add(label(bin));
        }
        return labels;
    }

    /** The first 16 hexadecimal digits of the SHA-256 of {@link #canonical()}. */
    default String fingerprint() {
        return fingerprintOf(canonical());
    }

    /** The first 16 hexadecimal digits of the SHA-256 of a text: the form of every id in Kullback. */
    static String fingerprintOf(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
