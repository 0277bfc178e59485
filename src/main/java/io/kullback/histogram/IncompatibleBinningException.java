package io.kullback.histogram;

/** Two histograms were to be merged or compared whose bins differ. */
public final class IncompatibleBinningException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    public IncompatibleBinningException(Binning one, Binning other) {
        super("histograms must have the same bins, but one has binning " + one.fingerprint() + " (" + one.valueBins()
                + " value bins) and the other " + other.fingerprint() + " (" + other.valueBins() + " value bins)");
    }
}
