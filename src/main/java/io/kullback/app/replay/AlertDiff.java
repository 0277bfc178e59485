package io.kullback.app.replay;

import io.kullback.detection.SeriesId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How the alerts of one configuration differ from those of another over the same events. Each alert is in one place only.
 *
 * @param equal in both, with the same beginning and end
 * @param moved in both and overlapping, but with another beginning or end
 * @param lost only in the first
 * @param gained only in the second
 */
record AlertDiff(List<AlertSpan> equal, List<Moved> moved, List<AlertSpan> lost, List<AlertSpan> gained) {

    private static final Comparator<AlertSpan> IN_TIME =
            Comparator.comparing(AlertSpan::since).thenComparing(AlertSpan::series);

    /** One alert as each of the two has it. */
    record Moved(AlertSpan first, AlertSpan second) {}

    AlertDiff {
        equal = List.copyOf(equal);
        moved = List.copyOf(moved);
        lost = List.copyOf(lost);
        gained = List.copyOf(gained);
    }

    /**
     * Compares alerts. Of several that overlap, those are paired that are on together for longest; the rest is lost or gained.
     *
     * @param sameSeries what series of the second are called in the first
     */
    static AlertDiff of(List<AlertSpan> first, List<AlertSpan> second, Function<SeriesId, SeriesId> sameSeries) {
        Map<SeriesId, List<AlertSpan>> firsts = first.stream()
                .collect(Collectors.groupingBy(
                        AlertSpan::series, TreeMap::new, Collectors.toCollection(ArrayList::new)));
        Map<SeriesId, List<AlertSpan>> seconds = second.stream()
                .collect(Collectors.groupingBy(
                        alert -> sameSeries.apply(alert.series()),
                        TreeMap::new,
                        Collectors.toCollection(ArrayList::new)));
        List<AlertSpan> equal = new ArrayList<>();
        List<Moved> moved = new ArrayList<>();
        List<AlertSpan> lost = new ArrayList<>();
        firsts.forEach((series, ours) -> {
            List<AlertSpan> theirs = seconds.getOrDefault(series, new ArrayList<>());
            ours.removeIf(our -> {
                boolean isEqual = removeOne(theirs, our);
                if (isEqual) {
                    equal.add(our);
                }
                return isEqual;
            });
            for (Moved pair : pairs(ours, theirs)) {
                // Either may have found a nearer one by now.
                if (ours.contains(pair.first()) && theirs.contains(pair.second())) {
                    ours.remove(pair.first());
                    theirs.remove(pair.second());
                    moved.add(pair);
                }
            }
            lost.addAll(ours);
        });
        List<AlertSpan> gained =
                seconds.values().stream().flatMap(List::stream).sorted(IN_TIME).toList();
        equal.sort(IN_TIME);
        lost.sort(IN_TIME);
        moved.sort(Comparator.comparing(Moved::first, IN_TIME));
        return new AlertDiff(equal, moved, lost, gained);
    }

    private static boolean removeOne(List<AlertSpan> theirs, AlertSpan our) {
        for (AlertSpan their : theirs) {
            if (their.hasTheTimesOf(our)) {
                return theirs.remove(their);
            }
        }
        return false;
    }

    private static List<Moved> pairs(List<AlertSpan> ours, List<AlertSpan> theirs) {
        return ours.stream()
                .flatMap(our -> theirs.stream().map(their -> new Moved(our, their)))
                .filter(pair -> pair.first().overlap(pair.second()).compareTo(Duration.ZERO) > 0)
                .sorted(Comparator.comparing((Moved pair) -> pair.first().overlap(pair.second()))
                        .reversed()
                        .thenComparing(pair -> pair.first().since())
                        .thenComparing(pair -> pair.second().since()))
                .toList();
    }
}
