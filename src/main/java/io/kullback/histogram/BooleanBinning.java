package io.kullback.histogram;

/** Two bins: {@code false}, then {@code true}. */
public record BooleanBinning() implements Binning {

    @Override
    public FeatureType type() {
        return FeatureType.BOOLEAN;
    }

    @Override
    public int valueBins() {
        return 2;
    }

    @Override
    public String valueLabel(int bin) {
        return bin == 0 ? "false" : "true";
    }

    /** Bin of a value: 0 for false, 1 for true. */
    public int binOf(boolean value) {
        return value ? 1 : 0;
    }

    @Override
    public String canonical() {
        return "boolean";
    }
}
