package io.kullback.detection.change;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The detector for events that are known to be independent: needs no baseline, and is faster and exact there and only there. Numbers are watched by tilts of the
 * law in location and scale, categories by learners.
 *
 * <p>Everything is in the head; there is neither fit nor journal.
 */
public final class LearnedNullDetector implements SequentialDetector {

    private static final int FORMAT = 2;
    private static final double[] LOCATION_TILTS = {.02, .05, .1, .2, .4, -.02, -.05, -.1, -.2, -.4};
    private static final double[] SCALE_TILTS = {.02, .05, .1, .2, -.02, -.05, -.1, -.2};

    private final ReferenceBins reference;
    private final double logThreshold;
    private final LearnedNull law;
    private final double[][] tilts;
    private final LearnedBank bank;
    private final ShiryaevRoberts evidence;
    private long observed;
    private double events;

    private LearnedNullDetector(ChangeSettings settings, ReferenceBins reference) {
        this.reference = reference;
        this.logThreshold = settings.logThreshold(1);
        this.law = new LearnedNull(reference.weights());
        this.tilts = reference.isOrdered() ? tilts(reference) : new double[0][];
        this.bank = reference.isOrdered()
                ? new LearnedBank(new double[0], new double[0], reference.size())
                : LearnedBank.standard(reference.size());
        this.evidence = ShiryaevRoberts.ofEqualWeights(tilts.length + bank.size());
    }

    /**
     * A detector that has seen nothing.
     *
     * @param reference counts with a pseudo-count above 0, ½ by default
     * @throws IllegalArgumentException if the reference is exact, or has a bin of weight 0
     */
    public static LearnedNullDetector of(ChangeSettings settings, ReferenceBins reference) {
        if (Double.isInfinite(reference.events()) || reference.used() < reference.size()) {
            throw new IllegalArgumentException(
                    "the null 'iid' needs a reference of counts with a pseudo-count above 0 in every bin");
        }
        return new LearnedNullDetector(settings, reference);
    }

    private static double[][] tilts(ReferenceBins reference) {
        double[] location = BinScores.location(reference);
        double[] scale = BinScores.scale(reference, location);
        List<double[]> tilts = new ArrayList<>();
        for (double tilt : LOCATION_TILTS) {
            tilts.add(times(tilt, location));
        }
        for (double tilt : SCALE_TILTS) {
            tilts.add(times(tilt, scale));
        }
        return tilts.toArray(double[][]::new);
    }

    private static double[] times(double factor, double[] scores) {
        double[] product = new double[scores.length];
        for (int bin = 0; bin < product.length; bin++) {
            product[bin] = factor * scores[bin];
        }
        return product;
    }

    @Override
    public ChangeDecision observe(long windowStart, long[] counts, boolean declaredDrifted) {
        long inWindow = reference.events(counts);
        long index = observed++;
        events += inWindow;
        evidence.update(logEValues(counts), index, windowStart);
        bank.learn(counts);
        double total = evidence.logEvidence();
        int leader = evidence.leader();
        boolean alarm = total >= logThreshold;
        if (alarm) {
            evidence.reset();
        }
        double restsOn = law.total();
        if (!declaredDrifted) {
            law.learn(counts);
        }
        ChangeDecision.Evidence judged = new ChangeDecision.Evidence(
                channel(leader),
                total,
                direction(leader),
                evidence.onsetIndex(leader),
                evidence.onsetStart(leader),
                alarm);
        return new ChangeDecision.Watching(
                logThreshold,
                List.of(judged),
                (int) Math.min(Integer.MAX_VALUE, index),
                false,
                OptionalDouble.of(Math.sqrt(2 * logThreshold / restsOn)));
    }

    private double[] logEValues(long[] counts) {
        double logMass = law.logMass(counts);
        double[] logE = new double[tilts.length + bank.size()];
        for (int j = 0; j < tilts.length; j++) {
            logE[j] = law.logTiltedRatio(counts, tilts[j], logMass);
        }
        if (bank.size() > 0) {
            double[] logMasses = new double[bank.size()];
            bank.logMasses(counts, law.shares(), events / observed, logMasses);
            for (int learner = 0; learner < logMasses.length; learner++) {
                logE[tilts.length + learner] = logMasses[learner] - logMass;
            }
        }
        return logE;
    }

    private Channel channel(int alternative) {
        if (alternative >= tilts.length) {
            return Channel.REST;
        }
        return alternative < LOCATION_TILTS.length ? Channel.LOCATION : Channel.SCALE;
    }

    private ChangeDecision.Direction direction(int alternative) {
        if (alternative >= tilts.length) {
            return ChangeDecision.Direction.NONE;
        }
        double tilt = alternative < LOCATION_TILTS.length
                ? LOCATION_TILTS[alternative]
                : SCALE_TILTS[alternative - LOCATION_TILTS.length];
        return tilt > 0 ? ChangeDecision.Direction.UP : ChangeDecision.Direction.DOWN;
    }

    @Override
    public void writeHead(DataOutput out) throws IOException {
        StateFormat.write(out, FORMAT, reference.fingerprint());
        out.writeLong(observed);
        out.writeDouble(events);
        law.write(out);
        bank.write(out);
        evidence.write(out);
    }

    @Override
    public void readHead(DataInput in) throws IOException {
        StateFormat.require(in, FORMAT, reference.fingerprint());
        observed = in.readLong();
        events = in.readDouble();
        law.read(in);
        bank.read(in);
        evidence.read(in);
    }

    @Override
    public boolean hasFit() {
        return false;
    }

    @Override
    public void writeFit(DataOutput out) {
        throw new IllegalStateException("this detector has no fit; ask hasFit() first");
    }

    @Override
    public void readFit(DataInput in) {
        throw new IllegalStateException("this detector has no fit to read");
    }

    @Override
    public List<long[]> baseline() {
        return List.of();
    }

    @Override
    public int journalSize() {
        return 0;
    }

    @Override
    public byte[] journalEntry(int index) {
        throw new IndexOutOfBoundsException("this detector has no journal, but entry " + index + " was asked for");
    }

    @Override
    public void readJournal(List<byte[]> entries) {
        if (!entries.isEmpty()) {
            throw new IllegalStateException(
                    "this detector has no journal, but " + entries.size() + " entries were given");
        }
    }
}
