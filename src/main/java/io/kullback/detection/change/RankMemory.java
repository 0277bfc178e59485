package io.kullback.detection.change;

import java.util.Arrays;

/**
 * The scores of earlier windows, in the order in which they came and in rising order, so that a new one's rank takes O(log n).
 *
 * <p>At most {@value #CAPACITY} are kept, the first ones: a memory that slides would follow a slow drift and never see it.
 */
final class RankMemory {

    /** Windows remembered at most. */
    static final int CAPACITY = 5_000;

    private double[] scores = new double[128];
    /** Indices into the scores, by rising score: two bytes each instead of a second copy. */
    private short[] rising = new short[128];

    private int size;

    int size() {
        return size;
    }

    /** The score that was remembered as number {@code index}, from 0. */
    double score(int index) {
        return scores[index];
    }

    /** How many remembered scores are larger than the given one. */
    int larger(double score) {
        return size - firstAbove(score);
    }

    /** How many remembered scores are at least as large as the given one. */
    int atLeast(double score) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (scores[rising[middle]] < score) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return size - low;
    }

    private int firstAbove(double score) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (scores[rising[middle]] <= score) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Remembers a score; there must be room. */
    void add(double score) {
        if (size == CAPACITY) {
            throw new IllegalStateException("the memory is full: it holds " + size + " scores");
        }
        if (size == scores.length) {
            int larger = Math.min(CAPACITY, 2 * size);
            scores = Arrays.copyOf(scores, larger);
            rising = Arrays.copyOf(rising, larger);
        }
        int place = firstAbove(score);
        System.arraycopy(rising, place, rising, place + 1, size - place);
        rising[place] = (short) size;
        scores[size] = score;
        size++;
    }

    /** Forgets all but the first so many scores. */
    void truncate(int length) {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (rising[i] < length) {
                rising[kept] = rising[i];
                kept++;
            }
        }
        size = kept;
    }
}
