package org.fitact.tensor.random;

import java.util.HashMap;
import java.util.Map;

/**
 * The start of a random permutation of 0..n−1, every one as likely as any other: Fisher–Yates that stores only the elements that
 * were moved, so it costs as much as is drawn. Numbers are drawn without replacement; the first k are the same however many follow.
 */
public final class SparseShuffle {

    private final Map<Long, Long> moved = new HashMap<>();
    private final PhiloxRandom random;
    private long left;

    /**
     * @param size n, 0 or more
     * @param random the source of all draws, modified by them
     */
    public SparseShuffle(long size, PhiloxRandom random) {
        if (size < 0) {
            throw new IllegalArgumentException("a permutation of " + size + " numbers, expected 0 or more");
        }
        this.left = size;
        this.random = random;
    }

    /** How many numbers were not drawn yet. */
    public long left() {
        return left;
    }

    /**
     * The next number.
     *
     * @throws IllegalArgumentException if none is left
     */
    public long next() {
        long chosen = random.nextLong(left);
        left--;
        long last = take(left);
        if (chosen == left) {
            return last;
        }
        Long drawn = moved.put(chosen, last);
        return drawn == null ? chosen : drawn;
    }

    private long take(long index) {
        Long element = moved.remove(index);
        return element == null ? index : element;
    }
}
