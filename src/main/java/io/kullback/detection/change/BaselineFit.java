package io.kullback.detection.change;

import io.kullback.divergence.Sum;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What a baseline taught of a series, so that the scores of later windows can be compared with its own: axes, overdispersion, season, autocorrelation. */
final class BaselineFit {

    private final BinAxes axes;
    private final Season season;
    private final Map<Channel, ChannelFit> channels;

    private BaselineFit(BinAxes axes, Season season, Map<Channel, ChannelFit> channels) {
        this.axes = axes;
        this.season = season;
        this.channels = channels;
    }

    /**
     * One channel's part.
     *
     * @param overdispersion ρ, the correlation of events within a window along this channel, at least 0
     * @param rhythm of the score once that is divided out
     * @param model of the score once the rhythm is taken off
     */
    private record ChannelFit(double overdispersion, Harmonics rhythm, AutoRegression model) {

        double corrected(WindowScores scores, Channel channel) {
            double inflation = 1 + (scores.events() - 1) * overdispersion;
            return scores.of(channel) / (channel == Channel.REST ? inflation : Math.sqrt(inflation));
        }
    }

    static BaselineFit of(ChangeSettings settings, ReferenceBins reference, List<BaselineWindow> baseline) {
        BinAxes axes = reference.isOrdered() ? BinAxes.ordered(reference) : BinAxes.principal(reference, baseline);
        List<WindowScores> scores = baseline.stream()
                .map(window -> axes.score(reference, window.counts()))
                .toList();
        long[] starts = baseline.stream().mapToLong(BaselineWindow::start).toArray();
        long span = starts[starts.length - 1] - starts[0] + settings.advance().toMillis();
        Season season = settings.season().supportedBy(span);
        Map<Channel, ChannelFit> channels = new EnumMap<>(Channel.class);
        for (Channel channel : Channel.values()) {
            int degreesOfFreedom = channel == Channel.REST ? axes.restDegreesOfFreedom(reference) : 1;
            ChannelFit dispersion = new ChannelFit(
                    overdispersion(scores, channel, degreesOfFreedom), Harmonics.NONE, AutoRegression.NONE);
            double[] values = scores.stream()
                    .mapToDouble(score -> dispersion.corrected(score, channel))
                    .toArray();
            Harmonics rhythm =
                    Harmonics.fit(starts, values, season.period().toMillis(), season.cycles(settings.advance()));
            for (int t = 0; t < values.length; t++) {
                values[t] -= rhythm.at(starts[t]);
            }
            AutoRegression model = AutoRegression.fit(values, AutoRegression.mostFor(values.length));
            channels.put(channel, new ChannelFit(dispersion.overdispersion(), rhythm, model));
        }
        return new BaselineFit(axes, season, channels);
    }

    /** ρ = max(0, Σ (v / df − 1) / Σ (N − 1)), v the channel's χ² in each window. */
    private static double overdispersion(List<WindowScores> scores, Channel channel, int degreesOfFreedom) {
        Sum excess = new Sum();
        double pairs = 0;
        for (WindowScores score : scores) {
            excess.add(score.squared(channel) / Math.max(1, degreesOfFreedom) - 1);
            pairs += score.events() - 1;
        }
        return pairs > 0 ? Math.max(0, excess.value() / pairs) : 0;
    }

    WindowScores score(ReferenceBins reference, long[] counts) {
        return axes.score(reference, counts);
    }

    /** Whether a channel varies at all. */
    boolean isWatched(Channel channel) {
        return !model(channel).isConstant();
    }

    AutoRegression model(Channel channel) {
        return channels.get(channel).model();
    }

    /** A score without overdispersion and season, in standard deviations of the baseline. */
    double standardised(Channel channel, WindowScores scores, long start) {
        ChannelFit fit = channels.get(channel);
        return fit.model()
                .standardised(fit.corrected(scores, channel) - fit.rhythm().at(start));
    }

    /** The lasting shift of the raw score in a window of so many events that moves the whitened one by one standard deviation. */
    double shiftPerDeviation(Channel channel, long events) {
        ChannelFit fit = channels.get(channel);
        return Math.sqrt(1 + (events - 1) * fit.overdispersion()) * fit.model().shiftPerDeviation();
    }

    Season season() {
        return season;
    }

    void write(DataOutput out) throws IOException {
        axes.write(out);
        out.writeByte(season.ordinal());
        for (Channel channel : Channel.values()) {
            ChannelFit fit = channels.get(channel);
            out.writeDouble(fit.overdispersion());
            fit.rhythm().write(out);
            fit.model().write(out);
        }
    }

    static BaselineFit read(DataInput in) throws IOException {
        BinAxes axes = BinAxes.read(in);
        Season season = Season.values()[in.readUnsignedByte()];
        Map<Channel, ChannelFit> channels = new EnumMap<>(Channel.class);
        for (Channel channel : Channel.values()) {
            channels.put(channel, new ChannelFit(in.readDouble(), Harmonics.read(in), AutoRegression.read(in)));
        }
        return new BaselineFit(axes, season, channels);
    }
}
