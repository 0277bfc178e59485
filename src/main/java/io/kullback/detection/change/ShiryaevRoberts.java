package io.kullback.detection.change;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Gathers evidence for a change over the windows of one series, for several alternatives at once, in logarithms.
 *
 * <p>Each window brings an e-value for each alternative, of expectation at most 1 while nothing has changed. Shiryaev and Roberts' R ← (R + 1) e sums the
 * evidence over every window at which the change may have begun; when an alarm is raised at Σ wⱼ Rⱼ ≥ c and R starts again at 0, T windows without a change
 * hold at most T / c alarms on average. Page's C ← max(C, 1) e keeps the best single beginning, which dates the change.
 *
 * @see <a href="https://doi.org/10.51387/23-NEJSDS51">Shin, Ramdas and Rinaldo, E-detectors, NEJSDS 2 (2024) 229–260</a>
 */
final class ShiryaevRoberts {

    private final double[] logWeights;
    private final double[] logSums;
    private final double[] logProducts;
    private final long[] onsetIndices;
    private final long[] onsetStarts;

    /** @param weights of the alternatives, above 0; divided by their sum */
    ShiryaevRoberts(double... weights) {
        double total = Arrays.stream(weights).sum();
        this.logWeights = Arrays.stream(weights)
                .map(weight -> StrictMath.log(weight / total))
                .toArray();
        this.logSums = new double[weights.length];
        this.logProducts = new double[weights.length];
        this.onsetIndices = new long[weights.length];
        this.onsetStarts = new long[weights.length];
        reset();
    }

    /** One with equal weights. */
    static ShiryaevRoberts ofEqualWeights(int alternatives) {
        double[] weights = new double[alternatives];
        Arrays.fill(weights, 1);
        return new ShiryaevRoberts(weights);
    }

    /** Forgets all evidence, as after an alarm. */
    void reset() {
        Arrays.fill(logSums, Double.NEGATIVE_INFINITY);
        Arrays.fill(logProducts, Double.NEGATIVE_INFINITY);
    }

    /**
     * Takes the e-values of a window.
     *
     * @param logE ln e for each alternative
     * @param index number of the window in its series
     * @param start of the window, epoch milliseconds
     */
    void update(double[] logE, long index, long start) {
        for (int j = 0; j < logSums.length; j++) {
            logSums[j] = logE[j] + softplus(logSums[j]);
            if (logProducts[j] > 0) {
                logProducts[j] += logE[j];
            } else {
                logProducts[j] = logE[j];
                onsetIndices[j] = index;
                onsetStarts[j] = start;
            }
        }
    }

    private static double softplus(double x) {
        return Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
    }

    /** ln Σ wⱼ Rⱼ; −∞ before the first window. */
    double logEvidence() {
        return logWeightedSum(logSums);
    }

    /** ln Σ wⱼ Cⱼ, never above {@link #logEvidence()}. */
    double logProduct() {
        return logWeightedSum(logProducts);
    }

    private double logWeightedSum(double[] logs) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int j = 0; j < logs.length; j++) {
            largest = Math.max(largest, logWeights[j] + logs[j]);
        }
        if (Double.isInfinite(largest)) {
            return largest;
        }
        double sum = 0;
        for (int j = 0; j < logs.length; j++) {
            sum += StrictMath.exp(logWeights[j] + logs[j] - largest);
        }
        return largest + StrictMath.log(sum);
    }

    /** The alternative with the most evidence; the first of them where several are equal. */
    int leader() {
        int leader = 0;
        for (int j = 1; j < logSums.length; j++) {
            if (logWeights[j] + logSums[j] > logWeights[leader] + logSums[leader]) {
                leader = j;
            }
        }
        return leader;
    }

    /** Number of the window at which the present run of evidence for an alternative began. */
    long onsetIndex(int alternative) {
        return onsetIndices[alternative];
    }

    /** Start of that window, epoch milliseconds. */
    long onsetStart(int alternative) {
        return onsetStarts[alternative];
    }

    void write(DataOutput out) throws IOException {
        for (int j = 0; j < logSums.length; j++) {
            out.writeDouble(logSums[j]);
            out.writeDouble(logProducts[j]);
            out.writeLong(onsetIndices[j]);
            out.writeLong(onsetStarts[j]);
        }
    }

    void read(DataInput in) throws IOException {
        for (int j = 0; j < logSums.length; j++) {
            logSums[j] = in.readDouble();
            logProducts[j] = in.readDouble();
            onsetIndices[j] = in.readLong();
            onsetStarts[j] = in.readLong();
        }
    }
}
