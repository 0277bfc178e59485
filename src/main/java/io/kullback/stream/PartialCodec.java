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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Partial counts as bytes, on their way from the counting stage to the merge stage, and panes as bytes in the merge stage's state. */
final class PartialCodec {

    private static final Logger LOG = LoggerFactory.getLogger(PartialCodec.class);
    private static final int VERSION = 1;

    private final MonitorSettings monitor;
    private final SeriesBins bins;

    PartialCodec(MonitorSettings monitor) {
        this.monitor = monitor;
        this.bins = new SeriesBins(monitor);
    }

    byte[] write(Partial partial) {
        return bytes(out -> {
            out.writeByte(VERSION);
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

    Partial read(byte[] bytes) {
        return value(bytes, in -> {
            int version = in.readUnsignedByte();
            if (version != VERSION) {
                throw new IOException(
                        "partial counts of version " + VERSION + " are understood, but these have version " + version
                                + "; run the same version of Kullback on all instances");
            }
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
            return new Partial(
                    monitor.name(),
                    partition,
                    partitions,
                    watermark,
                    idle,
                    idleUntil,
                    records,
                    rejected,
                    late,
                    future,
                    panes);
        });
    }

    byte[] writePane(PaneCounts pane) {
        return bytes(out -> writePane(pane, out));
    }

    PaneCounts readPane(String segment, byte[] bytes) {
        return value(bytes, in -> readPane(segment, in));
    }

    private static void writePane(PaneCounts pane, DataOutputStream out) throws IOException {
        VarInt.write(pane.records(), out);
        VarInt.write(pane.tallies().size(), out);
        for (Tally tally : pane.tallies()) {
            TallyCodec.write(tally, out);
        }
    }

    private PaneCounts readPane(String segment, DataInputStream in) throws IOException {
        long records = VarInt.read(in);
        PaneCounts pane = new PaneCounts(records, bins.newPane(segment).tallies());
        long features = VarInt.read(in);
        if (features != monitor.features().size()) {
            throw new IOException(
                    "monitor '" + monitor.name() + "' has " + monitor.features().size() + " features, but counts of "
                            + features
                            + " were found from before; give the changed monitor another name, or the service another application-id");
        }
        for (int i = 0; i < features; i++) {
            try {
                TallyCodec.readInto(pane.tallies().get(i), in);
            } catch (TallyCodec.OtherBinsException e) {
                LOG.atWarn()
                        .addKeyValue("monitor", monitor.name())
                        .addKeyValue("feature", monitor.features().get(i).name())
                        .log(
                                "left out counts from before, which were made over other bins than the configuration now gives");
            }
        }
        return pane;
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
