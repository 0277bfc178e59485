package io.kullback.detection;

import io.kullback.detection.change.NullMoments;
import io.kullback.divergence.ScoreCard;
import io.kullback.divergence.Scorer;
import io.kullback.divergence.ScoringSettings;
import io.kullback.histogram.Binning;
import io.kullback.histogram.Histogram;
import io.kullback.histogram.Restlessness;
import io.kullback.histogram.Window;
import io.kullback.histogram.WindowPlan;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Decides about the windows of one series, one after the other: what the rules say of each, and what becomes of the alert. Mutable and deterministic: the same
 * windows give the same decisions, wherever they are taken.
 *
 * <p>Its state comes in three parts, as that of its detector: a small <i>head</i> that changes with every window, a <i>fit</i> that seldom changes, and a
 * <i>journal</i> that only grows, until {@link #rollBack} to an earlier head cuts it.
 */
public final class SeriesDecider {

    private static final int FORMAT = 2;

    private final SeriesId series;
    private final DecisionSettings settings;
    private final WindowPlan plan;
    private final ScoringSettings scoring;
    private final AlertMachine machine;
    private final Judgement judgement;
    private final Histogram given;
    private final Comparison comparison;
    private final Optional<Restlessness> restlessness;

    private Optional<Histogram> accepted = Optional.empty();
    private SeriesWatch watch;
    private AlertState alert = AlertState.INITIAL;
    /** Windows with too few events, until there are enough of them to be judged together. */
    private Optional<Histogram> carried = Optional.empty();
    /** What was observed since the alert began: the new normal, if an operator accepts it. */
    private Optional<Histogram> sinceAlert = Optional.empty();

    /**
     * A decider that has seen nothing, and learns from its first windows how much they differ.
     *
     * @param settings with this series' own part of the budget
     * @param reference counts of the reference
     */
    public SeriesDecider(
            SeriesId series, DecisionSettings settings, WindowPlan plan, ScoringSettings scoring, Histogram reference) {
        this(series, settings, plan, scoring, Comparison.WITH_FIXED, reference, Optional.empty());
    }

    /**
     * A decider that has seen nothing.
     *
     * @param settings with this series' own part of the budget
     * @param comparison how windows stand to the reference
     * @param reference counts of the reference; where each window has one of its own, those of the first, whose bins all have
     * @param restlessness how much the reference's own windows differ, if it is known; taken if they are as long as the plan's
     */
    public SeriesDecider(
            SeriesId series,
            DecisionSettings settings,
            WindowPlan plan,
            ScoringSettings scoring,
            Comparison comparison,
            Histogram reference,
            Optional<Restlessness> restlessness) {
        this.series = series;
        this.settings = settings;
        this.plan = plan;
        this.scoring = scoring;
        this.machine = new AlertMachine(series, settings.policy());
        this.judgement = new Judgement(settings, settings.thresholds(), plan.advance());
        this.given = reference;
        this.comparison = comparison;
        this.restlessness = restlessness;
        this.watch = watch();
    }

    /** One that has seen nothing. Of a new normal that was accepted nobody knows yet how much its windows differ. */
    private SeriesWatch watch() {
        return SeriesWatch.of(
                settings,
                plan,
                scoring,
                comparison,
                reference(),
                accepted.isPresent() ? Optional.empty() : restlessness);
    }

    /**
     * What came of one window.
     *
     * @param alert where the alert stands after it
     * @param transition the step of the alert that this window made, if any
     */
    public record Decision(Verdict verdict, AlertState alert, Optional<AlertTransition> transition) {}

    /** What windows are compared with, unless each has a reference of its own: the reference, or what was accepted in its place. */
    public Histogram reference() {
        return accepted.orElse(given);
    }

    /** Whether an operator has put a new normal in the reference's place. */
    public boolean hasAccepted() {
        return accepted.isPresent();
    }

    public AlertState alert() {
        return alert;
    }

    /** Goes on counting the steps of the series' alerts where an earlier decider ended, whose alert is over. */
    public void numberAlertsAfter(AlertState earlier) {
        alert = earlier;
    }

    /** Learns from a window of the reference's own period, about which nothing is to be decided. */
    public void learn(Window window, Histogram observed) {
        if (observed.usable() >= settings.minEvents() && isOwn(window)) {
            watch.observe(window, observed, Optional.empty(), false);
        }
    }

    /**
     * Decides about the next window.
     *
     * @param scores the window's scores against {@link #reference}; empty if it cannot be scored
     */
    public Decision decide(Window window, Histogram observed, Optional<ScoreCard> scores) {
        return decide(window, observed, Optional.of(reference()), scores);
    }

    /**
     * Decides about the next window.
     *
     * @param against what it is compared with; empty if there is nothing for this window
     * @param scores the window's scores against that; empty if it cannot be scored
     */
    public Decision decide(Window window, Histogram observed, Optional<Histogram> against, Optional<ScoreCard> scores) {
        Verdict verdict;
        if (against.isEmpty()) {
            verdict = inconclusive(InconclusiveReason.NO_REFERENCE, observed.usable(), settings.minEvents());
        } else {
            Histogram judged = carried.map(before -> before.plus(observed)).orElse(observed);
            verdict = verdict(
                    window, judged, carried.isPresent() ? Scorer.score(judged, against.get(), scoring) : scores);
        }
        AlertStep step = machine.next(alert, window, verdict);
        alert = step.state();
        remember(window, observed);
        return new Decision(verdict, alert, step.transition());
    }

    private Verdict verdict(Window window, Histogram judged, Optional<ScoreCard> scores) {
        if (judged.usable() < settings.minEvents()) {
            // Windows that overlap hold the same events: added up, they would count twice.
            carried = isTumbling() ? Optional.of(judged) : Optional.empty();
            return inconclusive(InconclusiveReason.TOO_FEW_EVENTS, judged.usable(), settings.minEvents());
        }
        carried = Optional.empty();
        if (scores.isEmpty()) {
            return inconclusive(InconclusiveReason.DEGENERATE, judged.usable(), settings.minEvents());
        }
        if (!watch.knowsNoise()) {
            if (isOwn(window)) {
                watch.observe(window, judged, scores, false);
            }
            return inconclusive(InconclusiveReason.BASELINE_INCOMPLETE, watch.windows(), BaselineNoise.FEWEST_WINDOWS);
        }
        Optional<NullMoments> noise = watch.noise();
        Verdict level =
                LevelRule.decide(judged.usable(), Optional.of(reference()), scores, settings, plan.advance(), noise);
        // What is drifted, or may be as long as an alert is on, must not become part of what is normal.
        boolean isSuspect = level instanceof Verdict.Drifted || alert.status() == AlertStatus.FIRING;
        Optional<Verdict> change = isOwn(window) ? watch.observe(window, judged, scores, isSuspect) : Optional.empty();
        return judgement.of(level, change, scores, noise);
    }

    private static Verdict inconclusive(InconclusiveReason reason, long observations, long needed) {
        return new Verdict.Inconclusive(reason, observations, needed);
    }

    private boolean isTumbling() {
        return plan.size().equals(plan.advance());
    }

    /** Whether a window holds no event of the one before it that is looked at: of hopping windows every size / advance-th. */
    private boolean isOwn(Window window) {
        return Math.floorMod(window.start().toEpochMilli(), plan.size().toMillis()) == 0;
    }

    private void remember(Window window, Histogram observed) {
        boolean isOn = alert.status() == AlertStatus.PENDING || alert.status() == AlertStatus.FIRING;
        if (!isOn) {
            sinceAlert = Optional.empty();
        } else if (isOwn(window) || sinceAlert.isEmpty()) {
            sinceAlert =
                    Optional.of(sinceAlert.map(before -> before.plus(observed)).orElse(observed));
        }
    }

    /**
     * An operator takes what the windows have shown since the alert began for the new normal: the alert ends, the windows since then are the reference from now
     * on, and the detector starts anew.
     *
     * @return the end of the alert; empty if none was on, and then nothing has changed
     */
    public Optional<AlertTransition> accept() {
        if (sinceAlert.isEmpty()) {
            return Optional.empty();
        }
        AlertStep step = machine.accept(alert);
        alert = step.state();
        // A reference that moves takes the new normal up by itself.
        if (comparison == Comparison.WITH_FIXED && sinceAlert.get().usable() >= settings.minEvents()) {
            accepted = sinceAlert;
        }
        sinceAlert = Optional.empty();
        carried = Optional.empty();
        watch = watch();
        return step.transition();
    }

    /** Another reference takes this one's place by an operator's word: the alert ends. Nothing is to be decided after that. */
    public Optional<AlertTransition> end() {
        AlertStep step = machine.accept(alert);
        alert = step.state();
        return step.transition();
    }

    /** Compares what an amended window and those after it gave with what they had given before: from {@code saved}, the state of the alert before them. */
    public List<AlertTransition> revise(
            AlertState saved, AlertState before, List<AlertTransition> issued, List<AlertTransition> now) {
        AlertRevision revision = AlertRevision.of(saved, before, issued, new AlertReplay(alert, now));
        alert = revision.state();
        return revision.publish();
    }

    /** Writes what changes with every window. */
    public void writeHead(DataOutput out) throws IOException {
        out.writeByte(FORMAT);
        AlertCodec.write(alert, out);
        HistogramFormat.write(carried, out);
        HistogramFormat.write(sinceAlert, out);
        watch.writeHead(out);
    }

    /** Goes back to the state in which a head was written since the last {@link #accept}. The window after it comes next. */
    public void rollBack(DataInput head) throws IOException {
        int format = head.readUnsignedByte();
        if (format != FORMAT) {
            throw new IOException(
                    "series '" + series + "': state of format " + FORMAT + " is understood, but not of " + format);
        }
        alert = AlertCodec.readState(head);
        carried = HistogramFormat.read(given.binning(), head);
        sinceAlert = HistogramFormat.read(given.binning(), head);
        watch.readHead(head);
    }

    /** A number that changes whenever {@link #writeFit} would write something else. */
    public int fitVersion() {
        return accepted.map(Histogram::hashCode).orElse(0) * 2 + (watch.hasFit() ? 1 : 0);
    }

    /** Writes what changes seldom. */
    public void writeFit(DataOutput out) throws IOException {
        out.writeUTF(Binning.fingerprintOf(given.toString()));
        HistogramFormat.write(accepted, out);
        watch.writeFit(out);
    }

    /** Number of journal entries. */
    public int journalSize() {
        return watch.journalSize();
    }

    /** A journal entry. */
    public byte[] journalEntry(int index) {
        return watch.journalEntry(index);
    }

    /**
     * Takes up the state of a decider that ended, into one that has seen nothing.
     *
     * @throws IllegalStateException if that compared with another reference, or was set otherwise
     */
    public void restore(DataInput fit, List<byte[]> journal, DataInput head) throws IOException {
        if (!fit.readUTF().equals(Binning.fingerprintOf(given.toString()))) {
            throw new IllegalStateException("they were taken against another reference");
        }
        accepted = HistogramFormat.read(given.binning(), fit);
        watch = watch();
        watch.restore(fit, journal);
        rollBack(head);
    }
}
