package io.kullback.stream;

import io.kullback.detection.CloseCause;
import io.kullback.histogram.Tally;
import io.kullback.histogram.UnusableBin;
import io.kullback.ingest.RejectReason;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where every record of a monitor went, since its first: always {@code records = counted + rejected + late + future}. Part of the merge stage's state. */
final class MonitorLedger {

    private long records;
    private long counted;
    private long late;
    private long future;
    private long seriesOverflow;
    private long categoriesOverflow;
    private long latestEvent = Partial.NONE;
    private long firstPane = Partial.NONE;
    private final long[] rejected = new long[RejectReason.values().length];
    private final long[] closed = new long[CloseCause.values().length];
    private final List<String> features;
    private final List<long[]> unusable;

    /** @param features names of the monitor's features */
    MonitorLedger(List<String> features) {
        this.features = List.copyOf(features);
        this.unusable = new ArrayList<>();
        features.forEach(feature -> unusable.add(new long[UnusableBin.values().length]));
    }

    /** Books what a partial says of records that are in no pane. */
    void add(Partial partial) {
        records += partial.records();
        late += partial.late();
        future += partial.future();
        partial.rejected().forEach((reason, count) -> rejected[reason.ordinal()] += count);
        if (!partial.panes().isEmpty()) {
            latestEvent = Math.max(latestEvent, partial.watermark());
        }
    }

    /** Books the records of a pane that starts at the given time as counted. */
    void count(long start, PaneCounts pane) {
        firstPane = firstPane == Partial.NONE ? start : Math.min(firstPane, start);
        counted += pane.records();
        for (int feature = 0; feature < unusable.size(); feature++) {
            Tally tally = pane.tallies().get(feature);
            for (UnusableBin bin : UnusableBin.values()) {
                unusable.get(feature)[bin.ordinal()] += tally.count(bin);
            }
        }
    }

    /** Books the records of a pane that can no longer change any result. */
    void late(PaneCounts pane) {
        late += pane.records();
    }

    /** Books the records of a pane that is too far ahead of the others to be held. */
    void future(PaneCounts pane) {
        future += pane.records();
    }

    /** Books what was counted under another name than its own for want of room. */
    void moved(PaneStore.Merged merged) {
        seriesOverflow += merged.recordsMoved();
        categoriesOverflow += merged.categoriesMoved();
    }

    void closed(CloseCause cause) {
        closed[cause.ordinal()]++;
    }

    long records() {
        return records;
    }

    long counted() {
        return counted;
    }

    long late() {
        return late;
    }

    long future() {
        return future;
    }

    /** Records counted under {@link SegmentCeiling#OTHER}. */
    long seriesOverflow() {
        return seriesOverflow;
    }

    /** Values counted as of other categories before a reference had chosen any, for want of room. */
    long categoriesOverflow() {
        return categoriesOverflow;
    }

    /** Highest event time counted, or {@link Partial#NONE}. */
    long latestEvent() {
        return latestEvent;
    }

    /** Start of the earliest pane that was ever counted, or {@link Partial#NONE}. */
    long firstPane() {
        return firstPane;
    }

    /** Refused records by reason, every reason named. */
    Map<String, Long> rejected() {
        Map<String, Long> byReason = new LinkedHashMap<>();
        Arrays.stream(RejectReason.values())
                .forEach(reason -> byReason.put(reason.label(), rejected[reason.ordinal()]));
        return byReason;
    }

    Map<CloseCause, Long> windowsClosed() {
        Map<CloseCause, Long> byCause = new EnumMap<>(CloseCause.class);
        Arrays.stream(CloseCause.values()).forEach(cause -> byCause.put(cause, closed[cause.ordinal()]));
        return byCause;
    }

    /** Counted records without a usable value, by kind, for one feature. */
    Map<UnusableBin, Long> unusable(int feature) {
        Map<UnusableBin, Long> byKind = new EnumMap<>(UnusableBin.class);
        Arrays.stream(UnusableBin.values()).forEach(bin -> byKind.put(bin, unusable.get(feature)[bin.ordinal()]));
        return byKind;
    }

    void write(DataOutputStream out) throws IOException {
        for (long number : new long[] {records, counted, late, future, seriesOverflow, categoriesOverflow}) {
            VarInt.write(number, out);
        }
        out.writeLong(latestEvent);
        out.writeLong(firstPane);
        write(rejected, out);
        write(closed, out);
        VarInt.write(unusable.size(), out);
        for (int i = 0; i < unusable.size(); i++) {
            Text.write(features.get(i), out);
            write(unusable.get(i), out);
        }
    }

    /** Reads what was written, perhaps when there were other features. */
    static MonitorLedger read(DataInputStream in, List<String> features) throws IOException {
        MonitorLedger read = new MonitorLedger(features);
        read.records = VarInt.read(in);
        read.counted = VarInt.read(in);
        read.late = VarInt.read(in);
        read.future = VarInt.read(in);
        read.seriesOverflow = VarInt.read(in);
        read.categoriesOverflow = VarInt.read(in);
        read.latestEvent = in.readLong();
        read.firstPane = in.readLong();
        readInto(read.rejected, in);
        readInto(read.closed, in);
        for (long known = VarInt.read(in); known > 0; known--) {
            int feature = features.indexOf(Text.read(in));
            readInto(feature < 0 ? new long[UnusableBin.values().length] : read.unusable.get(feature), in);
        }
        return read;
    }

    private static void write(long[] numbers, DataOutputStream out) throws IOException {
        VarInt.write(numbers.length, out);
        for (long number : numbers) {
            VarInt.write(number, out);
        }
    }

    private static void readInto(long[] numbers, DataInputStream in) throws IOException {
        long length = VarInt.read(in);
        for (int i = 0; i < length; i++) {
            long number = VarInt.read(in);
            if (i < numbers.length) {
                numbers[i] = number;
            }
        }
    }
}
