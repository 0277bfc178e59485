package io.kullback.detection;

import io.kullback.divergence.ScoringSettings;
import io.kullback.divergence.SmallestShift;
import io.kullback.histogram.Histogram;
import io.kullback.histogram.VectorBinning;
import io.kullback.histogram.Window;
import io.kullback.histogram.WindowPlan;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is remembered of a series' past windows: how much they differ while nothing changes, and the evidence that something has.
 *
 * <p>A feature of bins has a {@link SequentialDetector}. A vector has no bins to speak of: it is judged by the law of its divergence alone, which for normal
 * vectors is known exactly.
 */
final class SeriesWatch {

    /** A reference without a pseudo-count leaves bins that no window may hit; the detectors need some mass in each. */
    private static final double LEAST_PSEUDO_COUNT = 0.5;

    private final DecisionSettings settings;
    private final Optional<ReferenceBins> bins;
    private final Optional<SequentialDetector> detector;
    /** Windows of the reference's own period, if they are enough to know the noise from; else 0. */
    private int ownWindows;

    private Optional<NullMoments> noise = Optional.empty();
    private int noiseOf = -1;

    private SeriesWatch(
            DecisionSettings settings, Optional<ReferenceBins> bins, Optional<SequentialDetector> detector) {
        this.settings = settings;
        this.bins = bins;
        this.detector = detector;
    }

    static SeriesWatch of(DecisionSettings settings, WindowPlan plan, ScoringSettings scoring, Histogram reference) {
        if (reference.binning() instanceof VectorBinning) {
            return new SeriesWatch(settings, Optional.empty(), Optional.empty());
        }
        ReferenceBins bins = ReferenceBins.of(
                reference,
                new ScoringSettings(
                        scoring.observedPseudoCount(),
                        Math.max(LEAST_PSEUDO_COUNT, scoring.referencePseudoCount()),
                        scoring.scoreUnusable()));
        // Windows that overlap are not looked at, so those that are lie a whole size apart.
        ChangeSettings change = ChangeSettings.of(
                settings,
                plan.size(),
                settings.change().baseline(),
                settings.change().season());
        SequentialDetector detector =
                isIid(settings) ? LearnedNullDetector.of(change, bins) : ChangeDetector.of(change, bins);
        return new SeriesWatch(settings, Optional.of(bins), Optional.of(detector));
    }

    private static boolean isIid(DecisionSettings settings) {
        return settings.change().nullModel() == NullModel.IID;
    }

    /** Windows that the noise is known from. */
    int windows() {
        return detector.map(SequentialDetector::journalSize).orElse(0);
    }

    /** Whether a window can be told from noise: independent events and vectors need no baseline for that. */
    boolean knowsNoise() {
        return detector.isEmpty() || isIid(settings) || windows() >= BaselineNoise.FEWEST_WINDOWS;
    }

    /** Mean and variance of G while nothing changes; empty for those of independent events. */
    Optional<NullMoments> noise() {
        if (detector.isEmpty() || isIid(settings)) {
            return Optional.empty();
        }
        int known = ownWindows > 0
                ? ownWindows
                : Math.min(windows(), settings.change().baseline());
        if (noiseOf != known) {
            noiseOf = known;
            noise = BaselineNoise.of(baseline(known));
        }
        return noise;
    }

    /** The windows of the reference's own period have been seen: when all was well, they say best what is noise. */
    void referenceSeen() {
        int seen = Math.min(windows(), settings.change().baseline());
        ownWindows = seen >= BaselineNoise.FEWEST_WINDOWS ? seen : 0;
    }

    private List<long[]> baseline(int windows) {
        List<long[]> counts = new ArrayList<>();
        for (int i = 0; i < windows; i++) {
            counts.add(BaselineWindow.decode(
                            detector.orElseThrow().journalEntry(i),
                            bins.orElseThrow().size())
                    .counts());
        }
        return counts;
    }

    /**
     * Takes a window.
     *
     * @param isSuspect whether it must not be learned from
     * @return what the rule that watches for change says of it; empty while that learns, and for vectors
     */
    Optional<Verdict> observe(Window window, Histogram observed, boolean isSuspect) {
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
        if (detector.isPresent()) {
            detector.get().writeHead(out);
        }
    }

    void readHead(DataInput in) throws IOException {
        noiseOf = -1;
        if (detector.isPresent()) {
            detector.get().readHead(in);
        }
    }

    boolean hasFit() {
        return detector.map(SequentialDetector::hasFit).orElse(false);
    }

    void writeFit(DataOutput out) throws IOException {
        out.writeInt(ownWindows);
        out.writeBoolean(hasFit());
        if (hasFit()) {
            detector.orElseThrow().writeFit(out);
        }
    }

    int journalSize() {
        return detector.map(SequentialDetector::journalSize).orElse(0);
    }

    byte[] journalEntry(int index) {
        return detector.orElseThrow().journalEntry(index);
    }

    void restore(DataInput fit, List<byte[]> journal) throws IOException {
        ownWindows = fit.readInt();
        if (fit.readBoolean()) {
            detector.orElseThrow().readFit(fit);
        }
        if (detector.isPresent()) {
            detector.get().readJournal(journal);
        }
    }
}
