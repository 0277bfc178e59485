package io.kullback.stream;

import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongPredicate;

/** How often the result of each window and segment has been issued; remembers which numbers its durable copy does not have yet. */
final class Revisions {

    private final Map<PaneStore.Key, Integer> numbers = new TreeMap<>();
    private final SortedSet<PaneStore.Key> changed = new TreeSet<>();

    /** The number of the result that is about to be issued: 1 for the first. */
    int next(long window, String segment) {
        PaneStore.Key key = new PaneStore.Key(window, segment);
        changed.add(key);
        return numbers.merge(key, 1, Integer::sum);
    }

    /** The number of the newest result; 0 if there is none. */
    int of(long window, String segment) {
        return numbers.getOrDefault(new PaneStore.Key(window, segment), 0);
    }

    /** Lets go of windows that start at the given times. */
    void forget(LongPredicate isExpired) {
        numbers.keySet().removeIf(key -> {
            boolean isForgotten = isExpired.test(key.start());
            if (isForgotten) {
                changed.add(key);
            }
            return isForgotten;
        });
    }

    /** The newest window with a result, by segment. */
    Map<String, Long> last() {
        Map<String, Long> last = new TreeMap<>();
        numbers.keySet().forEach(key -> last.merge(key.segment(), key.start(), Math::max));
        return last;
    }

    /** Takes a number found in the durable copy. */
    void restore(long window, String segment, int number) {
        numbers.put(new PaneStore.Key(window, segment), number);
    }

    /** What {@link #drainChanges} calls. */
    @FunctionalInterface
    interface ChangeVisitor {
        /** @param number 0 when it was let go of */
        void visit(PaneStore.Key key, int number);
    }

    /** Visits what changed since the last call, in order. */
    void drainChanges(ChangeVisitor visitor) {
        changed.forEach(key -> visitor.visit(key, of(key.start(), key.segment())));
        changed.clear();
    }
}
