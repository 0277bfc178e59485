package io.kullback.stream;

/**
 * How much one monitor may hold, whatever its events say.
 *
 * @param segments most segments of a window that are told apart, 1 to {@value #MOST_SEGMENTS}; what exceeds them is counted as {@link SegmentCeiling#OTHER}
 * @param panes most panes of event time held at once, at least 1; events of later ones are counted as of the future
 * @param categories most different texts told apart at once, over all panes, segments and features whose categories a reference is still to choose, at least 1;
 *     what exceeds them is counted as other
 */
public record MonitorLimits(int segments, int panes, int categories) {

    /** A result that splits a divergence over so many segments still fits into a record of one megabyte. */
    public static final int MOST_SEGMENTS = 1_000;

    public static final MonitorLimits DEFAULT = new MonitorLimits(100, 10_000, 500_000);

    public MonitorLimits {
        if (segments < 1 || segments > MOST_SEGMENTS) {
            throw new IllegalArgumentException(
                    "segments must be between 1 and " + MOST_SEGMENTS + ", but is " + segments);
        }
        requirePositive("panes", panes);
        requirePositive("categories", categories);
    }

    private static void requirePositive(String name, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException(name + " must be at least 1, but is " + limit);
        }
    }
}
