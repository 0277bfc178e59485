package io.kullback.detection.change;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The default detector: learns from a baseline, then ranks each window's location, scale and rest among all it remembers.
 *
 * <p>Holds whatever happens inside a window, as long as whitened window scores are exchangeable while nothing changes. Its memory grows to 5,000 windows and keeps
 * the first ones. A window that raised an alarm, or was declared drifted, is never remembered.
 */
public final class ChangeDetector implements SequentialDetector {

    private static final int FORMAT = 1;
    private static final int FEW_REMEMBERED = 2_000;

    private final ChangeSettings settings;
    private final ReferenceBins reference;
    private final double logThreshold;
    private final List<byte[]> baseline = new ArrayList<>();
    private long observed;
    private int journal;
    /** Null while the baseline is being collected. */
    private BaselineFit fit;

    private List<RankChannel> channels = List.of();

    private ChangeDetector(ChangeSettings settings, ReferenceBins reference) {
        this.settings = settings;
        this.reference = reference;
        this.logThreshold = settings.logThreshold(Channel.values().length);
    }

    /** A detector that has seen nothing. */
    public static ChangeDetector of(ChangeSettings settings, ReferenceBins reference) {
        return new ChangeDetector(settings, reference);
    }

    @Override
    public ChangeDecision observe(long windowStart, long[] counts, boolean declaredDrifted) {
        long events = reference.events(counts);
        long index = observed++;
        if (fit == null) {
            return learn(windowStart, counts, declaredDrifted);
        }
        int remembered = journal;
        WindowScores scores = fit.score(reference, counts);
        List<ChangeDecision.Evidence> evidence = new ArrayList<>(channels.size());
        double[] whitened = new double[channels.size()];
        boolean learnable = !declaredDrifted && journal < RankMemory.CAPACITY;
        for (int c = 0; c < whitened.length; c++) {
            RankChannel channel = channels.get(c);
            double standardised = fit.standardised(channel.channel(), scores, windowStart);
            whitened[c] = channel.whiten(standardised, fit.model(channel.channel()));
            ChangeDecision.Evidence judged = channel.judge(whitened[c], index, windowStart, logThreshold);
            evidence.add(judged);
            learnable &= !judged.alarm();
        }
        if (learnable) {
            for (int c = 0; c < whitened.length; c++) {
                channels.get(c).remember(whitened[c]);
            }
            journal++;
        }
        return new ChangeDecision.Watching(
                logThreshold, evidence, remembered, remembered < FEW_REMEMBERED, smallestShift(remembered, events));
    }

    private ChangeDecision learn(long windowStart, long[] counts, boolean declaredDrifted) {
        if (!declaredDrifted) {
            baseline.add(BaselineWindow.of(windowStart, counts).encoded());
            journal++;
            if (journal == settings.baseline()) {
                List<BaselineWindow> windows = baselineWindows();
                fit = BaselineFit.of(settings, reference, windows);
                startChannels(windows);
            }
        }
        return new ChangeDecision.Learning(journal, settings.baseline());
    }

    private List<BaselineWindow> baselineWindows() {
        return baseline.stream()
                .map(entry -> BaselineWindow.decode(entry, reference.size()))
                .toList();
    }

    @Override
    public List<long[]> baseline() {
        return baselineWindows().stream().map(window -> window.counts().clone()).toList();
    }

    private void startChannels(List<BaselineWindow> windows) {
        List<WindowScores> scores = windows.stream()
                .map(window -> fit.score(reference, window.counts()))
                .toList();
        List<RankChannel> started = new ArrayList<>();
        for (Channel channel : Channel.values()) {
            if (fit.isWatched(channel)) {
                double[] standardised = new double[windows.size()];
                for (int t = 0; t < standardised.length; t++) {
                    standardised[t] = fit.standardised(
                            channel, scores.get(t), windows.get(t).start());
                }
                RankChannel watched = new RankChannel(channel);
                watched.learn(standardised, fit.model(channel));
                started.add(watched);
            }
        }
        channels = List.copyOf(started);
    }

    /**
     * A change that moves the score by z standard deviations in every window is caught only while 2 ln c / z² is below the windows remembered; a shift of δ moves it
     * by δ √N.
     */
    private OptionalDouble smallestShift(int remembered, long events) {
        if (!fit.isWatched(Channel.LOCATION)) {
            return OptionalDouble.empty();
        }
        double z = Math.sqrt(2 * logThreshold / remembered);
        return OptionalDouble.of(z * fit.shiftPerDeviation(Channel.LOCATION, events) / Math.sqrt(events));
    }

    /** The season that is taken out; none before the baseline is complete, or if that held fewer than seven periods. */
    public Season season() {
        return fit == null ? Season.NONE : fit.season();
    }

    /** Changes with all that the state depends on: under another reference or with another baseline it would mean something else. */
    private int owner() {
        int settingsHash = 31 * (31 * settings.baseline() + settings.season().ordinal())
                + Long.hashCode(settings.advance().toMillis());
        return 31 * reference.fingerprint() + settingsHash;
    }

    @Override
    public void writeHead(DataOutput out) throws IOException {
        StateFormat.write(out, FORMAT, owner());
        out.writeBoolean(fit != null);
        out.writeInt(journal);
        out.writeLong(observed);
        for (RankChannel channel : channels) {
            channel.write(out);
        }
    }

    @Override
    public void readHead(DataInput in) throws IOException {
        StateFormat.require(in, FORMAT, owner());
        boolean watching = in.readBoolean();
        int length = in.readInt();
        if (length > journal || (watching && fit == null)) {
            throw new IllegalStateException("the head needs " + length + " journal entries"
                    + (watching ? " and a fit" : "") + ", but there are " + journal
                    + (fit == null ? " and no fit" : " and a fit") + "; start a new detector");
        }
        observed = in.readLong();
        if (!watching) {
            fit = null;
            channels = List.of();
            baseline.subList(Math.min(length, baseline.size()), baseline.size()).clear();
        }
        for (RankChannel channel : channels) {
            channel.read(in);
            channel.truncate(length - fit.model(channel.channel()).order());
        }
        journal = length;
    }

    @Override
    public boolean hasFit() {
        return fit != null;
    }

    @Override
    public void writeFit(DataOutput out) throws IOException {
        StateFormat.write(out, FORMAT, owner());
        fit.write(out);
    }

    @Override
    public int journalSize() {
        return journal;
    }

    @Override
    public byte[] journalEntry(int index) {
        if (index < 0 || index >= journal) {
            throw new IndexOutOfBoundsException(
                    "the journal has " + journal + " entries, but entry " + index + " was asked for");
        }
        if (index < baseline.size()) {
            return baseline.get(index).clone();
        }
        ByteBuffer entry = ByteBuffer.allocate(Double.BYTES * channels.size());
        for (RankChannel channel : channels) {
            entry.putDouble(
                    channel.remembered(index - fit.model(channel.channel()).order()));
        }
        return entry.array();
    }

    @Override
    public void readFit(DataInput in) throws IOException {
        StateFormat.require(in, FORMAT, owner());
        fit = BaselineFit.read(in);
    }

    @Override
    public void readJournal(List<byte[]> entries) {
        int learned = Math.min(entries.size(), settings.baseline());
        entries.subList(0, learned).forEach(entry -> baseline.add(entry.clone()));
        if (fit != null) {
            startChannels(baselineWindows());
            for (byte[] entry : entries.subList(learned, entries.size())) {
                ByteBuffer scores = ByteBuffer.wrap(entry);
                channels.forEach(channel -> channel.remember(scores.getDouble()));
            }
        }
        journal = entries.size();
    }
}
