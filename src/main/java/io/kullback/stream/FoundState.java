package io.kullback.stream;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the durable copy holds of one monitor, and how much of it still means the same: a configuration may have changed since it was written, and nothing must be
 * taken for what it is not.
 */
final class FoundState {

    private static final Logger LOG = LoggerFactory.getLogger(FoundState.class);

    private final String monitor;
    private final MonitorDefinition now;
    private final Map<String, byte[]> entries = new TreeMap<>();
    private final Set<String> obsolete = new TreeSet<>();

    FoundState(String monitor, MonitorDefinition now) {
        this.monitor = monitor;
        this.now = now;
    }

    void put(String key, byte[] value) {
        entries.put(key, value);
    }

    byte[] get(String key) {
        return entries.get(key);
    }

    void forEach(BiConsumer<String, byte[]> visitor) {
        entries.forEach(visitor);
    }

    /** Leaves out the entries of the given keys, and has them deleted. */
    void drop(Predicate<String> keys) {
        entries.keySet().stream().filter(keys).forEach(obsolete::add);
        entries.keySet().removeAll(obsolete);
    }

    /** Ends the taking up; gives the keys of what is to be deleted. */
    Set<String> finish() {
        entries.clear();
        return obsolete;
    }

    /** Whether the counts are of the same topic, windows and segments as now. */
    boolean isOfSameWhole(MonitorDefinition before) {
        boolean same = before.whole().equals(now.whole());
        if (!same) {
            LOG.atWarn()
                    .addKeyValue("monitor", monitor)
                    .addKeyValue("before", before.whole())
                    .addKeyValue("now", now.whole())
                    .log("the monitor is another one than before: it begins anew, and what was counted is let go of");
        }
        return same;
    }

    /** Whether windows are compared with a reference of the same period as now. */
    boolean isOfSameReference(MonitorDefinition before) {
        boolean same = before.reference().equals(now.reference());
        if (!same) {
            LOG.atWarn()
                    .addKeyValue("monitor", monitor)
                    .addKeyValue("before", before.reference())
                    .addKeyValue("now", now.reference())
                    .log("the monitor is compared with another reference than before: its decisions begin anew");
        }
        return same;
    }

    /** Whether the features are all the same as now. */
    boolean isOfSameFeatures(MonitorDefinition before) {
        if (before.features().equals(now.features())) {
            return true;
        }
        Set<String> unchanged = now.featuresAsIn(before);
        Set<String> begun = new TreeSet<>(now.features().keySet());
        begun.removeAll(unchanged);
        Set<String> ended = new TreeSet<>(before.features().keySet());
        ended.removeAll(unchanged);
        LOG.atWarn()
                .addKeyValue("monitor", monitor)
                .addKeyValue("unchanged", unchanged)
                .addKeyValue("begin now", begun)
                .addKeyValue("ended", ended)
                .log(
                        "the features of the monitor are others than before: those that begin now have no part in a reference"
                                + " whose period has been read; 'kullback reference build' makes one that has them");
        return false;
    }
}
