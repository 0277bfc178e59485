package io.kullback.stream;

import io.kullback.histogram.Binning;
import io.kullback.histogram.BinningRule;
import io.kullback.histogram.Window;
import io.kullback.ingest.FieldPath;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What the counts of a monitor mean: state and partial counts carry it, so that those made before the configuration changed are never taken for others.
 *
 * @param whole what all counts hang on: topic, event time, segment and windows; counts of another whole are of no use
 * @param features what the counts of each feature hang on, by its name: fields and bins; counts of another feature are left out
 * @param reference the period that a reference is built of, or that it is given
 */
record MonitorDefinition(String whole, Map<String, String> features, String reference) {

    MonitorDefinition {
        features = Collections.unmodifiableMap(new TreeMap<>(features));
    }

    static MonitorDefinition of(MonitorSettings monitor) {
        Map<String, String> features = new TreeMap<>();
        monitor.features().forEach(feature -> features.put(feature.name(), text(feature)));
        return new MonitorDefinition(
                "topic " + String.join(" beside ", monitor.topics()) + " (" + monitor.format() + "), event time "
                        + monitor.eventTime().map(FieldPath::toString).orElse("of the record") + ", segment "
                        + monitor.segment().map(FieldPath::toString).orElse("none") + ", windows of "
                        + monitor.window().size() + " every " + monitor.window().advance(),
                features,
                text(monitor.reference()));
    }

    private static String text(ReferenceSource source) {
        if (source instanceof ReferenceSource.Period period) {
            return new Window(period.from(), period.to()).toString();
        }
        if (source instanceof ReferenceSource.Past past) {
            return past.span().toString();
        }
        if (source instanceof ReferenceSource.Alongside alongside) {
            return "segment " + alongside.segment();
        }
        if (source instanceof ReferenceSource.AlongsideTopic alongside) {
            return "topic " + alongside.topic();
        }
        return source instanceof ReferenceSource.Promoted ? "promoted" : "given";
    }

    private static String text(FeatureSettings feature) {
        String bins = feature.bins() instanceof BinningRule.Fixed fixed
                ? fixed.type() + " " + fixed.binning().fingerprint()
                : feature.bins().toString();
        return feature.name() + " " + feature.fields() + " " + bins;
    }

    /** Names the whole. */
    long fingerprint() {
        return fingerprint(whole);
    }

    /** Names one feature as it is defined. */
    static long fingerprint(FeatureSettings feature) {
        return fingerprint(text(feature));
    }

    static long fingerprint(String text) {
        return Long.parseUnsignedLong(Binning.fingerprintOf(text), 16);
    }

    /** Names of the features that are the same in another definition. */
    Set<String> featuresAsIn(MonitorDefinition other) {
        return features.entrySet().stream()
                .filter(entry -> entry.getValue().equals(other.features.get(entry.getKey())))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    void write(DataOutputStream out) throws IOException {
        Text.write(whole, out);
        VarInt.write(features.size(), out);
        for (Map.Entry<String, String> feature : features.entrySet()) {
            Text.write(feature.getKey(), out);
            Text.write(feature.getValue(), out);
        }
        Text.write(reference, out);
    }

    static MonitorDefinition read(DataInputStream in) throws IOException {
        String whole = Text.read(in);
        Map<String, String> features = new TreeMap<>();
        for (long size = VarInt.read(in); size > 0; size--) {
            features.put(Text.read(in), Text.read(in));
        }
        return new MonitorDefinition(whole, features, Text.read(in));
    }
}
