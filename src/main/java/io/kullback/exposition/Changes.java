package io.kullback.exposition;

import java.util.Iterator;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** Of which monitors something changed that is shown, since it was last asked. Thread-safe; telling it costs next to nothing. */
final class Changes {

    private final Set<String> monitors = ConcurrentHashMap.newKeySet();

    void of(String monitor) {
        monitors.add(monitor);
    }

    /** Those that changed, in order; each is taken once. */
    Set<String> take() {
        Set<String> taken = new TreeSet<>();
        for (Iterator<String> changed = monitors.iterator(); changed.hasNext(); ) {
            taken.add(changed.next());
            changed.remove();
        }
        return taken;
    }
}
