package io.kullback.detection.change;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** One channel of a series in default mode: whitens a score, ranks it among those remembered, gathers the evidence. */
final class RankChannel {

    private static final double[] TWO_SIDED = {0.25, 0.5, 1, 2, 3, -0.25, -0.5, -1, -2, -3};
    private static final double[] ONE_SIDED = {0.25, 0.5, 1, 2, 3};

    private final Channel channel;
    private final double[] shifts;
    private final double[] logE;
    private final RankMemory memory = new RankMemory();
    private final ShiryaevRoberts evidence;
    private final double[] tail = new double[AutoRegression.MOST];

    RankChannel(Channel channel) {
        this.channel = channel;
        this.shifts = channel == Channel.REST ? ONE_SIDED : TWO_SIDED;
        this.logE = new double[shifts.length];
        this.evidence = ShiryaevRoberts.ofEqualWeights(shifts.length);
    }

    Channel channel() {
        return channel;
    }

    /** Starts with what a baseline left: its whitened scores, and the standardised ones that the next window needs. */
    void learn(double[] standardised, AutoRegression model) {
        for (int t = 0; t < standardised.length; t++) {
            if (t >= model.order()) {
                memory.add(model.whitened(standardised[t], tail));
            }
            push(standardised[t]);
        }
    }

    private void push(double standardised) {
        System.arraycopy(tail, 0, tail, 1, tail.length - 1);
        tail[0] = standardised;
    }

    /** Whitens a window's score. */
    double whiten(double standardised, AutoRegression model) {
        double whitened = model.whitened(standardised, tail);
        push(standardised);
        return whitened;
    }

    /** Judges a whitened score. */
    ChangeDecision.Evidence judge(double whitened, long index, long start, double logThreshold) {
        RankEvidence.logEValues(memory.larger(whitened), memory.atLeast(whitened) + 1, memory.size() + 1, shifts, logE);
        evidence.update(logE, index, start);
        double total = evidence.logEvidence();
        int leader = evidence.leader();
        boolean alarm = total >= logThreshold;
        if (alarm) {
            evidence.reset();
        }
        return new ChangeDecision.Evidence(
                channel, total, direction(leader), evidence.onsetIndex(leader), evidence.onsetStart(leader), alarm);
    }

    private ChangeDecision.Direction direction(int leader) {
        if (channel == Channel.REST) {
            return ChangeDecision.Direction.NONE;
        }
        return shifts[leader] > 0 ? ChangeDecision.Direction.UP : ChangeDecision.Direction.DOWN;
    }

    void remember(double whitened) {
        memory.add(whitened);
    }

    /** The whitened score remembered as number {@code index}, from 0. */
    double remembered(int index) {
        return memory.score(index);
    }

    void truncate(int length) {
        memory.truncate(length);
    }

    void write(DataOutput out) throws IOException {
        for (double score : tail) {
            out.writeDouble(score);
        }
        evidence.write(out);
    }

    void read(DataInput in) throws IOException {
        for (int i = 0; i < tail.length; i++) {
            tail[i] = in.readDouble();
        }
        evidence.read(in);
    }
}
