package io.kullback.detection;

import io.kullback.detection.change.NullMoments;
import io.kullback.divergence.KlEstimate;
import io.kullback.divergence.ScoreCard;
import io.kullback.divergence.SmallestShift;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Puts what the rules say of one window together into one verdict. */
public final class Judgement {

    private final DecisionSettings settings;
    private final List<ThresholdRule> thresholds;
    private final double alpha;

    /**
     * @param thresholds plain thresholds, beside the rules that keep the budget
     * @param advance distance between two windows
     */
    public Judgement(DecisionSettings settings, List<ThresholdRule> thresholds, Duration advance) {
        this.settings = settings;
        this.thresholds = List.copyOf(thresholds);
        this.alpha = LevelRule.alpha(settings, advance);
    }

    /**
     * The verdict on a window.
     *
     * <p>Drifted if any rule says so; inconclusive if rule B cannot tell, since the others see no more than it does; else stable, also while the baseline of
     * rule A is not complete.
     *
     * @param level what {@link LevelRule} says
     * @param change what rule A says; empty where it does not run
     * @param scores the window's scores, if it could be scored
     */
    public Verdict of(Verdict level, Optional<Verdict> change, Optional<ScoreCard> scores) {
        return of(level, change, scores, Optional.empty());
    }

    /**
     * The verdict on a window of a series whose noise is known.
     *
     * @param level what {@link LevelRule} says
     * @param change what rule A says; empty where it does not run
     * @param scores the window's scores, if it could be scored
     * @param noise of G while nothing changes; empty for that of independent events
     */
    public Verdict of(
            Verdict level, Optional<Verdict> change, Optional<ScoreCard> scores, Optional<NullMoments> noise) {
        List<Verdict> verdicts = new ArrayList<>();
        verdicts.add(withFigures(level, scores, noise));
        change.ifPresent(verdicts::add);
        // A window with too few events is not held against a threshold either: that is where thresholds are wrong most
        // often.
        if (!(level instanceof Verdict.Inconclusive) && scores.isPresent()) {
            thresholds.forEach(rule -> rule.judge(scores.get()).ifPresent(verdicts::add));
        }
        return together(verdicts);
    }

    private Verdict withFigures(Verdict level, Optional<ScoreCard> scores, Optional<NullMoments> noise) {
        if (scores.isEmpty()) {
            return level;
        }
        KlEstimate kl = scores.get().kl();
        List<Evidence> evidence = List.of(Evidence.Level.of(kl, settings.minKl(), noise));
        if (level instanceof Verdict.Drifted) {
            return new Verdict.Drifted(settings.minKl(), evidence);
        }
        Optional<SmallestShift> shift = Optional.of(smallestShift(kl, noise));
        return level instanceof Verdict.Inconclusive inconclusive
                ? new Verdict.Inconclusive(
                        inconclusive.reason(), inconclusive.observations(), inconclusive.needed(), shift)
                : new Verdict.Stable(evidence, shift);
    }

    private SmallestShift smallestShift(KlEstimate kl, Optional<NullMoments> noise) {
        return noise.map(law -> SmallestShift.of(
                        law.degreesOfFreedom(), kl.effectiveObservations(), law.scale(), alpha, settings.minKl()))
                .orElseGet(() -> SmallestShift.of(kl, alpha, settings.minKl()));
    }

    private Verdict together(List<Verdict> verdicts) {
        List<Evidence> findings = new ArrayList<>();
        List<Evidence> readings = new ArrayList<>();
        for (Verdict verdict : verdicts) {
            if (verdict instanceof Verdict.Drifted drifted) {
                findings.addAll(drifted.evidence());
            } else if (verdict instanceof Verdict.Stable stable) {
                readings.addAll(stable.readings());
            }
        }
        Verdict first = verdicts.get(0);
        if (verdicts.stream().anyMatch(Verdict.Drifted.class::isInstance)) {
            return new Verdict.Drifted(settings.minKl(), findings);
        }
        return first instanceof Verdict.Stable ? new Verdict.Stable(readings, smallestShift(verdicts)) : first;
    }

    /** A shift shows when any rule would see it. */
    private static Optional<SmallestShift> smallestShift(List<Verdict> verdicts) {
        return verdicts.stream()
                .filter(Verdict.Stable.class::isInstance)
                .flatMap(verdict -> ((Verdict.Stable) verdict).smallestShift().stream())
                .min(Comparator.comparingDouble(SmallestShift::kl));
    }
}
