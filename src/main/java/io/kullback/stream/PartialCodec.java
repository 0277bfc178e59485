package io.kullback.stream;

import io.kullback.histogram.Tally;
import io.kullback.ingest.RejectReason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Partial counts as bytes, on their way from the counting stage to the merge stage, and panes as bytes in the merge stage's state. */
final class PartialCodec {

    private static final Logger LOG = LoggerFactory.getLogger(PartialCodec.class);
    private static final int VERSION = 2;

    private final MonitorSettings monitor;
    private final SeriesBins bins;
    private final boolean hasReferenceTopic;
    private final long definition;
    private final List<Long> features;
    private final Set<String> told = new HashSet<>();

    PartialCodec(MonitorSettings monitor) {
        this.monitor = monitor;
        this.bins = new SeriesBins(monitor);
        this.hasReferenceTopic = monitor.topics().size() > 1;
        this.definition = MonitorDefinition.of(monitor).fingerprint();
        this.features =
                monitor.features().stream().map(MonitorDefinition::fingerprint).toList();
    }

    byte[] write(Partial partial) {
        return bytes(out -> {
            out.writeByte(VERSION);
            out.writeLong(definition);
            if (hasReferenceTopic) {
                out.writeBoolean(partial.ofReference());
            }
            out.writeInt(partial.partition());
            out.writeInt(partial.partitions());
            out.writeLong(partial.watermark());
            out.writeBoolean(partial.idle());
            out.writeLong(partial.idleUntil());
            VarInt.write(partial.records(), out);
            VarInt.write(partial.late(), out);
            VarInt.write(partial.future(), out);
            VarInt.write(partial.rejected().size(), out);
            for (Map.Entry<RejectReason, Long> rejected :
                    inOrder(partial.rejected()).entrySet()) {
                Text.write(rejected.getKey().label(), out);
                VarInt.write(rejected.getValue(), out);
            }
            VarInt.write(partial.panes().size(), out);
            for (Partial.Pane pane : partial.panes()) {
                Text.write(pane.segment(), out);
                out.writeLong(pane.start());
                writePane(pane.counts(), out);
            }
        });
    }

    private static EnumMap<RejectReason, Long> inOrder(Map<RejectReason, Long> map) {
        EnumMap<RejectReason, Long> ordered = new EnumMap<>(RejectReason.class);
        ordered.putAll(map);
        return ordered;
    }

    /** The counts; empty if they were made while the monitor was another one, of another topic, say, or other windows. */
    Optional<Partial> read(byte[] bytes) {
        return value(bytes, in -> {
            int version = in.readUnsignedByte();
            if (version != VERSION) {
                throw new IOException(
                        "partial counts of version " + VERSION + " are understood, but these have version " + version
                                + "; run the same version of Kullback on all instances");
            }
            if (in.readLong() != definition) {
                tell(
                        "definition",
                        "left out counts that were made under another definition of the monitor; run all instances with the same configuration");
                return Optional.empty();
            }
            boolean ofReference = hasReferenceTopic && in.readBoolean();
            int partition = in.readInt();
            int partitions = in.readInt();
            long watermark = in.readLong();
            boolean idle = in.readBoolean();
            long idleUntil = in.readLong();
            long records = VarInt.read(in);
            long late = VarInt.read(in);
            long future = VarInt.read(in);
            Map<RejectReason, Long> rejected = new EnumMap<>(RejectReason.class);
            for (long size = VarInt.read(in); size > 0; size--) {
                rejected.put(RejectReason.valueOf(Text.read(in).toUpperCase(Locale.ROOT)), VarInt.read(in));
            }
            List<Partial.Pane> panes = new ArrayList<>();
            for (long size = VarInt.read(in); size > 0; size--) {
                String segment = Text.read(in);
                long start = in.readLong();
                panes.add(new Partial.Pane(segment, start, readPane(segment, in)));
            }
            return Optional.of(new Partial(
                    monitor.name(),
                    ofReference,
                    partition,
                    partitions,
                    watermark,
                    idle,
                    idleUntil,
                    records,
                    rejected,
                    late,
                    future,
                    panes));
        });
    }

    byte[] writePane(PaneCounts pane) {
        return bytes(out -> writePane(pane, out));
    }

    PaneCounts readPane(String segment, byte[] bytes) {
        return value(bytes, in -> readPane(segment, in));
    }

    /** Each feature's counts stand behind what names its definition, so that they are known again when features come and go. */
    private void writePane(PaneCounts pane, DataOutputStream out) throws IOException {
        VarInt.write(pane.records(), out);
        VarInt.write(features.size(), out);
        for (int i = 0; i < features.size(); i++) {
            out.writeLong(features.get(i));
            TallyCodec.write(pane.tallies().get(i), out);
        }
    }

    private PaneCounts readPane(String segment, DataInputStream in) throws IOException {
        long records = VarInt.read(in);
        PaneCounts pane = new PaneCounts(records, bins.newPane(segment).tallies());
        for (long size = VarInt.read(in); size > 0; size--) {
            int feature = features.indexOf(in.readLong());
            if (feature < 0) {
                TallyCodec.skip(in);
            } else {
                readTally(pane.tallies().get(feature), monitor.features().get(feature), in);
            }
        }
        return pane;
    }

    private void readTally(Tally tally, FeatureSettings feature, DataInputStream in) throws IOException {
        try {
            TallyCodec.readInto(tally, in);
        } catch (TallyCodec.OtherBinsException e) {
            tell(
                    feature.name(),
                    "left out counts of feature '" + feature.name()
                            + "' from before, which were made over other bins than the reference now gives");
        }
    }

    /** Once for each cause: a thousand panes may have the same. */
    private void tell(String cause, String message) {
        if (told.add(cause)) {
            LOG.atWarn().addKeyValue("monitor", monitor.name()).log(message);
        }
    }

    /** Writes to memory, where no write fails. */
    @FunctionalInterface
    interface Writer {
        void write(DataOutputStream out) throws IOException;
    }

    @FunctionalInterface
    interface Reader<T> {
        T read(DataInputStream in) throws IOException;
    }

    static byte[] bytes(Writer writer) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            writer.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static <T> T value(byte[] bytes, Reader<T> reader) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            return reader.read(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
