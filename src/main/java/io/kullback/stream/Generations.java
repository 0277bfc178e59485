package io.kullback.stream;

import io.kullback.detection.AlertTransition;
import io.kullback.histogram.Reference;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongPredicate;

/**
 * Which reference is in force for which windows, and the decisions against each. One generation decides; later ones wait for their first window; of earlier ones only
 * what was said is kept, for as long as late events may amend a window of theirs.
 */
final class Generations {

    private final MonitorSettings monitor;
    private final NavigableMap<Integer, Generation> all = new TreeMap<>();
    private int deciding;

    Generations(MonitorSettings monitor) {
        this.monitor = monitor;
        all.put(0, new Generation(0, Long.MIN_VALUE, Optional.empty(), new Decisions(monitor)));
    }

    /** The one that windows are decided by now. */
    Generation deciding() {
        return all.get(deciding);
    }

    /** Whether a window was decided by a generation that is no longer the one that decides. */
    boolean isRetired(long window) {
        return of(window).number() < deciding;
    }

    /** The one that a window belongs to: the newest that begins with it or before. */
    Generation of(long window) {
        Generation found = all.firstEntry().getValue();
        for (Generation generation : all.values()) {
            if (generation.from() <= window) {
                found = generation;
            }
        }
        return found;
    }

    Optional<Generation> numbered(int number) {
        return Optional.ofNullable(all.get(number));
    }

    /** All that are kept, in order. */
    Iterable<Generation> all() {
        return new ArrayList<>(all.values());
    }

    /**
     * Windows that start from a time on belong to a new generation. One that waits for the same time or a later one gives way to it.
     *
     * @param promoted empty for what is configured
     * @return those that gave way
     */
    List<Generation> promote(Optional<Reference> promoted, long from) {
        List<Generation> gone = new ArrayList<>();
        int next = all.lastKey() + 1;
        for (Iterator<Generation> waiting =
                        all.tailMap(deciding, false).values().iterator();
                waiting.hasNext(); ) {
            Generation one = waiting.next();
            if (one.from() >= from) {
                gone.add(one);
                waiting.remove();
            }
        }
        all.put(next, new Generation(next, from, promoted, new Decisions(monitor)));
        return gone;
    }

    /**
     * Goes on to the generation of a window that is about to be decided for the first time.
     *
     * @return the ends of the alerts of the one before, if this is the first window of its generation
     */
    List<AlertTransition> advanceTo(long window, Optional<Reference> configured) {
        Generation next = of(window);
        List<AlertTransition> ended = new ArrayList<>();
        if (next.number() > deciding) {
            Decisions before = deciding().decisions();
            for (String segment : before.segments()) {
                ended.addAll(before.of(segment).orElseThrow().end());
            }
            next.promoted()
                    .or(() -> configured)
                    .ifPresent(reference -> next.decisions().beginAfter(before, reference));
            deciding = next.number();
        }
        return ended;
    }

    /** Lets go of decisions that nobody can go back to; gives the generations that nothing is left of. */
    List<Generation> forget(LongPredicate isExpired) {
        all.values().forEach(generation -> generation.decisions().forget(isExpired));
        List<Generation> gone = new ArrayList<>();
        while (all.firstKey() < deciding) {
            long nextFrom = all.higherEntry(all.firstKey()).getValue().from();
            if (!isExpired.test(monitor.window().paneOf(nextFrom - 1))) {
                break;
            }
            gone.add(all.pollFirstEntry().getValue());
        }
        return gone;
    }

    void write(DataOutputStream out) throws IOException {
        VarInt.write(deciding, out);
        VarInt.write(all.size(), out);
        for (Generation generation : all.values()) {
            VarInt.write(generation.number(), out);
            out.writeLong(generation.from());
            out.writeBoolean(generation.promoted().isPresent());
            if (generation.promoted().isPresent()) {
                Text.write(generation.promoted().get().origin(), out);
            }
        }
    }

    /** Reads what was written; the segments of the promoted references come by {@link #restore}. */
    void read(DataInputStream in) throws IOException {
        all.clear();
        deciding = (int) VarInt.read(in);
        for (long size = VarInt.read(in); size > 0; size--) {
            int number = (int) VarInt.read(in);
            long from = in.readLong();
            Optional<Reference> promoted =
                    in.readBoolean() ? Optional.of(Reference.of(Text.read(in), Map.of())) : Optional.empty();
            all.put(number, new Generation(number, from, promoted, new Decisions(monitor)));
        }
    }

    /** Begins anew, with what is configured. */
    void clear() {
        all.clear();
        deciding = 0;
        all.put(0, new Generation(0, Long.MIN_VALUE, Optional.empty(), new Decisions(monitor)));
    }

    /** Takes a segment of a promoted reference. */
    void restore(int number, Reference segment) {
        Generation generation = all.get(number);
        if (generation != null && generation.promoted().isPresent()) {
            Reference known = generation.promoted().get();
            replace(generation, Reference.joined(known.origin(), List.of(known, segment)));
        }
    }

    /** Ends the restoring of the promoted references, with what is known of the given features only. */
    void restored(Set<String> features) {
        for (Generation generation : all()) {
            generation.promoted().ifPresent(reference -> {
                Reference kept = reference.ofFeatures(features);
                replace(generation, kept);
                generation.decisions().takeUpAll(kept);
            });
        }
    }

    private void replace(Generation generation, Reference reference) {
        all.put(
                generation.number(),
                new Generation(generation.number(), generation.from(), Optional.of(reference), generation.decisions()));
    }
}
