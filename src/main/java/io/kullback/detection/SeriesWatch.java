package io.kullback.detection;

import io.kullback.detection.change.ChangeDecision;
import io.kullback.detection.change.ChangeDetector;
import io.kullback.detection.change.ChangeSettings;
import io.kullback.detection.change.LearnedNullDetector;
import io.kullback.detection.change.NullMoments;
import io.kullback.detection.change.ReferenceBins;
import io.kullback.detection.change.SequentialDetector;
import io.kullback.divergence.ScoreCard;
import io.kullback.divergence.ScoringSettings;
import io.kullback.divergence.SmallestShift;
import io.kullback.histogram.Histogram;
import io.kullback.histogram.Restlessness;
import io.kullback.histogram.VectorBinning;
import io.kullback.histogram.Window;
import io.kullback.histogram.WindowPlan;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is remembered of a series' past windows: how much they differ while nothing changes, and the evidence that something has.
 *
 * <p>A feature of bins has a {@link SequentialDetector}. A vector has no bins to speak of: it is judged by the law of its divergence alone, which for normal
 * vectors is known exactly.
 */
final class SeriesWatch {

    private final DecisionSettings settings;
    private final Optional<ReferenceBins> bins;
    private final Optional<SequentialDetector> detector;
    /** What the reference brings, if it is of windows of this length: when all was well, they say best what is noise. */
    private final Optional<Restlessness> brought;
    /** Of windows that are each compared with a time of their own. */
    private final Optional<PairedNoise> pairs;

    private Optional<NullMoments> learned = Optional.empty();
    private int learnedFrom = -1;

    private SeriesWatch(
            DecisionSettings settings,
            Optional<ReferenceBins> bins,
            Optional<SequentialDetector> detector,
            Optional<Restlessness> brought,
            Optional<PairedNoise> pairs) {
        this.settings = settings;
        this.bins = bins;
        this.detector = detector;
        this.brought = brought;
        this.pairs = pairs;
    }

    /**
     * A watch that has seen nothing.
     *
     * @param restlessness of the reference's own windows, if it is known
     */
    static SeriesWatch of(
            DecisionSettings settings,
            WindowPlan plan,
            ScoringSettings scoring,
            Comparison comparison,
            Histogram reference,
            Optional<Restlessness> restlessness) {
        if (reference.binning() instanceof VectorBinning || comparison == Comparison.SIDE_BY_SIDE) {
            return withoutDetector(settings, Optional.empty());
        }
        if (comparison == Comparison.WITH_PAST) {
            return withoutDetector(
                    settings,
                    isIid(settings)
                            ? Optional.empty()
                            : Optional.of(new PairedNoise(settings.change().baseline())));
        }
        ReferenceBins bins = ReferenceBins.watched(reference, scoring);
        // Windows that overlap are not looked at, so those that are lie a whole size apart.
        ChangeSettings change = settings.change().settings(LevelRule.alpha(settings, plan.size()), plan.size());
        SequentialDetector detector =
                isIid(settings) ? LearnedNullDetector.of(change, bins) : ChangeDetector.of(change, bins);
        return new SeriesWatch(
                settings,
                Optional.of(bins),
                Optional.of(detector),
                restlessness.filter(known -> BaselineNoise.isOf(known, plan.size())),
                Optional.empty());
    }

    private static SeriesWatch withoutDetector(DecisionSettings settings, Optional<PairedNoise> pairs) {
        return new SeriesWatch(settings, Optional.empty(), Optional.empty(), Optional.empty(), pairs);
    }

    private static boolean isIid(DecisionSettings settings) {
        return settings.change().nullModel() == NullModel.IID;
    }

    /** Windows that the noise can be learned from. */
    int windows() {
        return journalSize();
    }

    /** Whether a window can be told from noise: independent events and vectors need no baseline for that. */
    boolean knowsNoise() {
        return detector.isEmpty() && pairs.isEmpty()
                || isIid(settings)
                || brought.isPresent()
                || windows() >= BaselineNoise.FEWEST_WINDOWS;
    }

    /** Mean and variance of G while nothing changes; empty for those of independent events. */
    Optional<NullMoments> noise() {
        if (pairs.isPresent()) {
            return pairs.get().moments();
        }
        if (detector.isEmpty() || isIid(settings)) {
            return Optional.empty();
        }
        if (brought.isPresent()) {
            return brought.flatMap(NullMoments::of);
        }
        int known = Math.min(windows(), settings.change().baseline());
        if (learnedFrom != known) {
            learnedFrom = known;
            learned = BaselineNoise.of(detector.get().baseline());
        }
        return learned;
    }

    /**
     * Takes a window.
     *
     * @param scores against what it is compared with
     * @param isSuspect whether it must not be learned from
     * @return what the rule that watches for change says of it; empty while that learns, and for vectors
     */
    Optional<Verdict> observe(Window window, Histogram observed, Optional<ScoreCard> scores, boolean isSuspect) {
        if (pairs.isPresent() && scores.isPresent() && !isSuspect) {
            pairs.get().learn(scores.get().kl());
        }
        if (detector.isEmpty()) {
            return Optional.empty();
        }
        ChangeDecision decision = detector.get()
                .observe(window.start().toEpochMilli(), bins.orElseThrow().scored(observed), isSuspect);
        return decision instanceof ChangeDecision.Watching watching
                ? Optional.of(verdict(watching, window))
                : Optional.empty();
    }

    private Verdict verdict(ChangeDecision.Watching watching, Window window) {
        if (watching.alarm().isPresent()) {
            return new Verdict.Drifted(
                    settings.minKl(), List.of(evidence(watching.alarm().get(), watching, window)));
        }
        List<Evidence> readings = watching.channels().stream()
                .max((one, other) -> Double.compare(one.logEvidence(), other.logEvidence()))
                .map(strongest -> List.of(evidence(strongest, watching, window)))
                .orElse(List.of());
        Optional<SmallestShift> shift = watching.smallestShift().isPresent()
                ? Optional.of(shiftOf(watching.smallestShift().getAsDouble()))
                : Optional.empty();
        return new Verdict.Stable(readings, shift);
    }

    /** A shift of the mean of a normal distribution by δ standard deviations has KL = δ²/2. */
    private static SmallestShift shiftOf(double sigmas) {
        return new SmallestShift(sigmas * sigmas / 2, sigmas);
    }

    private static Evidence evidence(ChangeDecision.Evidence found, ChangeDecision.Watching watching, Window window) {
        long size = Duration.between(window.start(), window.end()).toMillis();
        long since = Math.min(found.onsetStart(), window.start().toEpochMilli());
        return new Evidence.Change(
                found.channel().label(),
                switch (found.direction()) {
                    case UP -> Evidence.Direction.UP;
                    case DOWN -> Evidence.Direction.DOWN;
                    case NONE -> Evidence.Direction.NONE;
                },
                found.logEvidence(),
                watching.logThreshold(),
                Instant.ofEpochMilli(since),
                (int) ((window.start().toEpochMilli() - since) / size) + 1);
    }

    void writeHead(DataOutput out) throws IOException {
        if (pairs.isPresent()) {
            out.writeInt(pairs.get().pairs());
        }
        if (detector.isPresent()) {
            detector.get().writeHead(out);
        }
    }

    void readHead(DataInput in) throws IOException {
        learnedFrom = -1;
        if (pairs.isPresent()) {
            pairs.get().cut(in.readInt());
        }
        if (detector.isPresent()) {
            detector.get().readHead(in);
        }
    }

    boolean hasFit() {
        return detector.map(SequentialDetector::hasFit).orElse(false);
    }

    void writeFit(DataOutput out) throws IOException {
        out.writeBoolean(hasFit());
        if (hasFit()) {
            detector.orElseThrow().writeFit(out);
        }
    }

    int journalSize() {
        return pairs.map(PairedNoise::pairs)
                .or(() -> detector.map(SequentialDetector::journalSize))
                .orElse(0);
    }

    byte[] journalEntry(int index) {
        return pairs.isPresent()
                ? pairs.get().entry(index)
                : detector.orElseThrow().journalEntry(index);
    }

    void restore(DataInput fit, List<byte[]> journal) throws IOException {
        if (fit.readBoolean()) {
            detector.orElseThrow().readFit(fit);
        }
        if (pairs.isPresent()) {
            pairs.get().restore(journal);
        }
        if (detector.isPresent()) {
            detector.get().readJournal(journal);
        }
    }
}
