package io.kullback.detection;

import io.kullback.detection.change.NullMoments;
import io.kullback.divergence.KlEstimate;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How much windows differ from the earlier ones that each is compared with, while nothing changes: mean and variance of G = 2 Nₑ KL over the first such pairs.
 *
 * <p>Its state is a journal of one number for each pair, which only grows, and is cut when a later window is taken back.
 */
final class PairedNoise {

    private final int most;
    private final List<Double> statistics = new ArrayList<>();
    private Optional<NullMoments> moments = Optional.empty();
    private int momentsOf = -1;

    /** @param most pairs that are learned from */
    PairedNoise(int most) {
        this.most = most;
    }

    /** Takes a pair, if it is among the first and its divergence is finite. */
    void learn(KlEstimate kl) {
        double statistic = 2 * kl.effectiveObservations() * kl.plugIn();
        if (statistics.size() < most && Double.isFinite(statistic)) {
            statistics.add(statistic);
        }
    }

    int pairs() {
        return statistics.size();
    }

    /** Empty while there are fewer than {@value BaselineNoise#FEWEST_WINDOWS} pairs, and where they do not differ at all. */
    Optional<NullMoments> moments() {
        if (momentsOf != statistics.size()) {
            momentsOf = statistics.size();
            moments = statistics.size() < BaselineNoise.FEWEST_WINDOWS
                    ? Optional.empty()
                    : BaselineNoise.moments(
                            statistics.stream().mapToDouble(Double::doubleValue).toArray());
        }
        return moments;
    }

    byte[] entry(int index) {
        return ByteBuffer.allocate(Double.BYTES)
                .putDouble(statistics.get(index))
                .array();
    }

    void restore(List<byte[]> entries) {
        statistics.clear();
        entries.forEach(entry -> statistics.add(ByteBuffer.wrap(entry).getDouble()));
    }

    /** Forgets all but the first so many pairs. */
    void cut(int pairs) {
        if (pairs > statistics.size()) {
            throw new IllegalStateException(
                    "there are " + statistics.size() + " pairs, but " + pairs + " are to be gone back to");
        }
        statistics.subList(pairs, statistics.size()).clear();
        momentsOf = -1;
    }
}
