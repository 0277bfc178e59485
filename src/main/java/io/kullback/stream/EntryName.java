package io.kullback.stream;

import java.util.Locale;

/**
 * The name of one entry of a monitor's state: the monitor, what kind of thing it holds, of which generation of decisions, and which of them.
 *
 * @param generation 0 for what belongs to none, or to the first
 * @param first what tells it from others of its kind, such as the start of a window; without {@value #SEPARATOR}
 * @param second more of that, such as a segment; may hold anything
 */
record EntryName(String monitor, Kind kind, int generation, String first, String second) {

    /** What an entry holds. */
    enum Kind {
        META,
        PANE,
        REVISION,
        REFERENCE,
        DECISION,
        FIT,
        JOURNAL;

        private String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final char SEPARATOR = '\u0000';
    private static final char GENERATION = '#';

    static EntryName meta(String monitor) {
        return new EntryName(monitor, Kind.META, 0, "", "");
    }

    static EntryName of(String monitor, Kind kind, int generation, PaneStore.Key key) {
        return new EntryName(monitor, kind, generation, String.valueOf(key.start()), key.segment());
    }

    /** The entry's key. */
    String key() {
        String of = generation == 0 ? kind.label() : kind.label() + GENERATION + generation;
        return switch (kind) {
            case META -> monitor + SEPARATOR + of + SEPARATOR;
            case REFERENCE -> monitor + SEPARATOR + of + SEPARATOR + second;
            case PANE, REVISION, DECISION, FIT, JOURNAL ->
                monitor + SEPARATOR + of + SEPARATOR + first + SEPARATOR + second;
        };
    }

    /** The monitor that an entry belongs to. */
    static String monitorOf(String key) {
        return key.substring(0, key.indexOf(SEPARATOR));
    }

    /**
     * Reads a key.
     *
     * @throws IllegalStateException if it is none that {@link #key} gives
     */
    static EntryName parse(String key) {
        String[] parts = key.split(String.valueOf(SEPARATOR), 3);
        if (parts.length == 3) {
            String[] of = parts[1].split(String.valueOf(GENERATION), 2);
            int generation = of.length == 1 ? 0 : Integer.parseInt(of[1]);
            for (Kind kind : Kind.values()) {
                if (kind.label().equals(of[0])) {
                    return parse(parts[0], kind, generation, parts[2]);
                }
            }
        }
        throw new IllegalStateException(
                "the state of a monitor has an entry of unknown kind: " + key.replace('\u0000', ' '));
    }

    private static EntryName parse(String monitor, Kind kind, int generation, String rest) {
        return switch (kind) {
            case META -> meta(monitor);
            case REFERENCE -> new EntryName(monitor, kind, generation, "", rest);
            case PANE, REVISION, DECISION, FIT, JOURNAL -> {
                int end = rest.indexOf(SEPARATOR);
                yield new EntryName(monitor, kind, generation, rest.substring(0, end), rest.substring(end + 1));
            }
        };
    }
}
