package io.kullback.stream;

import io.kullback.detection.AlertCodec;
import io.kullback.detection.AlertStatus;
import io.kullback.detection.AlertTransition;
import io.kullback.detection.Verdict;
import io.kullback.detection.VerdictCodec;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What was decided of one window in one segment, by feature, and the state of each decider after it: what is needed to go back there when late events amend a
 * later window.
 */
record DecisionEntry(Map<String, Feature> features) {

    /**
     * One feature's part.
     *
     * @param head of the decider after the window
     * @param verdict empty for the state before the first window
     * @param alert where the series' alert stands after the window
     * @param transition the step that the window made in the newest run over it
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Feature(byte[] head, Optional<Verdict> verdict, AlertStatus alert, Optional<AlertTransition> transition) {}

    DecisionEntry {
        features = Collections.unmodifiableMap(new TreeMap<>(features));
    }

    /** What was decided of the given features only. */
    DecisionEntry ofFeatures(Set<String> names) {
        Map<String, Feature> kept = new TreeMap<>(features);
        kept.keySet().retainAll(names);
        return new DecisionEntry(kept);
    }

    /** Whether the same was said of one feature. */
    boolean says(String feature, Verdict verdict, AlertStatus alert) {
        Feature said = features.get(feature);
        return said != null && said.alert() == alert && said.verdict().equals(Optional.of(verdict));
    }

    /** The verdict on one feature, if there was one. */
    Optional<Verdict> verdict(String feature) {
        return Optional.ofNullable(features.get(feature)).flatMap(Feature::verdict);
    }

    void write(DataOutputStream out) throws IOException {
        VarInt.write(features.size(), out);
        for (Map.Entry<String, Feature> entry : features.entrySet()) {
            Feature feature = entry.getValue();
            Text.write(entry.getKey(), out);
            VarInt.write(feature.head().length, out);
            out.write(feature.head());
            out.writeBoolean(feature.verdict().isPresent());
            if (feature.verdict().isPresent()) {
                VerdictCodec.write(feature.verdict().get(), out);
            }
            out.writeByte(feature.alert().ordinal());
            out.writeBoolean(feature.transition().isPresent());
            if (feature.transition().isPresent()) {
                AlertCodec.write(feature.transition().get(), out);
            }
        }
    }

    static DecisionEntry read(DataInputStream in) throws IOException {
        Map<String, Feature> features = new TreeMap<>();
        for (long size = VarInt.read(in); size > 0; size--) {
            features.put(
                    Text.read(in),
                    new Feature(
                            in.readNBytes((int) VarInt.read(in)),
                            in.readBoolean() ? Optional.of(VerdictCodec.read(in)) : Optional.empty(),
                            AlertStatus.values()[in.readUnsignedByte()],
                            in.readBoolean() ? Optional.of(AlertCodec.readTransition(in)) : Optional.empty()));
        }
        return new DecisionEntry(features);
    }
}
