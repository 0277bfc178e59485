package io.kullback.app;

import io.kullback.config.DurationText;
import io.kullback.stream.MonitorSettings;
import io.kullback.stream.TopicSample;
import io.kullback.stream.TopicState;
import java.util.List;
import java.util.Locale;

/**
 * What the brokers tell of one monitor.
 *
 * @param topic its topic
 * @param sample what a few records of the topic are to it
 */
record LiveMonitor(MonitorSettings monitor, TopicState.Present topic, TopicSample sample) {

    private static final int COLUMN = 17;

    /** Series to expect: each feature in each segment seen; with segments, more may come. */
    int series() {
        return monitor.features().size() * sample.segments();
    }

    /** The same for people. */
    List<String> lines() {
        AlignedText text = new AlignedText(2, COLUMN)
                .add(
                        "topic",
                        topic.partitions() + " partitions, about " + number(sample.inTopic()) + " records, kept "
                                + topic.retention()
                                        .map(age -> "for " + DurationText.of(age))
                                        .orElse("for ever"))
                .add(
                        "sampled",
                        number(sample.records()) + " records, " + percent(sample.read(), sample.records())
                                + " of them read"
                                + (sample.rejected().isEmpty() ? "" : "; refused: " + LiveCheck.reasons(sample)));
        for (TopicSample.FeatureSample feature : sample.features()) {
            text.add(
                    feature.feature(),
                    "found in " + percent(feature.found(), feature.records()) + " of these, usable in "
                            + percent(feature.usable(), feature.records()));
        }
        sample.eventsInWindow()
                .ifPresent(events -> text.add("windows", "about " + number(Math.round(events)) + " events in each"));
        text.add(
                "series",
                monitor.features().size() + " features in " + sample.segments() + " segments seen: " + series());
        return text.lines();
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String percent(long part, long whole) {
        return whole == 0 ? "none" : Math.round(100.0 * part / whole) + " %";
    }
}
