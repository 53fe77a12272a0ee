package org.fitact.tensor.backend.simd.layer;

import static org.fitact.tensor.backend.simd.run.Lanes.L;

import org.fitact.tensor.backend.simd.run.Lanes;

/**
 * What a thread's first passes of the smooth FitReLU leave to the second. A first pass writes the ReLU of up to 64 vectors,
 * and marks those that hold a value near its bound; the second pass gives the marked ones their gate. It comes after some
 * first passes, and has to be called once more before the output is read.
 *
 * <p>Both of it is for the processor, which runs hundreds of instructions ahead. It can't foretell how many vectors are
 * marked: a loop over them right behind the first pass would make it wait, each time, for all that the first pass computes.
 * And it can't bring in what comes next while the address of a store is open: a list of the marked vectors in the first
 * pass, whose length depends on values, took more time than all the gates.
 */
public final class NearBounds {

    /** Vectors of a first pass at most. */
    public static final int VECTORS = Long.SIZE;

    /** Vectors of a group: they lie one behind the other, and so do their bounds. */
    public static final int GROUP = 4;

    private static final int WORDS = 8;
    private static final int GROUPS_OF_WORD = VECTORS / GROUP;

    private static final ThreadLocal<NearBounds> OF_THREAD = ThreadLocal.withInitial(NearBounds::new);

    private final int[] places = new int[WORDS * GROUPS_OF_WORD];
    private final int[] boundsAt = new int[WORDS * GROUPS_OF_WORD];
    private final long[] marks = new long[WORDS];
    private int groups;
    private float[] y;
    private float[] bounds;
    private float kappa;

    public static NearBounds ofThread() {
        return OF_THREAD.get();
    }

    /** Offset in the output of each group. */
    public int[] places() {
        return places;
    }

    /** Offset of the bounds of each group. */
    public int[] boundsAt() {
        return boundsAt;
    }

    /**
     * Begins a first pass.
     *
     * @param vectors at most {@link #VECTORS}
     * @return number of its first group
     */
    public int begin(int vectors) {
        int needed = groups(vectors);
        if (groups % GROUPS_OF_WORD + needed > GROUPS_OF_WORD) {
            groups = Lanes.roundUp(groups, GROUPS_OF_WORD);
        }
        if (groups + needed > places.length) {
            gate();
        }
        return groups;
    }

    private static int groups(int vectors) {
        return (vectors + GROUP - 1) / GROUP;
    }

    /** Ends a first pass whose vectors all lie one behind the other, from {@code place} on, and their bounds too. */
    public void end(int vectors, long marked, float[] y, int place, float[] bounds, int boundAt, float kappa) {
        for (int group = 0; group < groups(vectors); group++) {
            places[groups + group] = place + group * GROUP * L;
            boundsAt[groups + group] = boundAt + group * GROUP * L;
        }
        end(vectors, marked, y, bounds, kappa);
    }

    /**
     * Ends a first pass.
     *
     * @param marked bit k is set if its vector k holds a value near its bound
     */
    public void end(int vectors, long marked, float[] y, float[] bounds, float kappa) {
        marks[groups / GROUPS_OF_WORD] |= marked << groups % GROUPS_OF_WORD * GROUP;
        groups += groups(vectors);
        this.y = y;
        this.bounds = bounds;
        this.kappa = kappa;
    }

    /** The second pass: no vector waits for its gate then. */
    public void gate() {
        for (int word = 0; word * GROUPS_OF_WORD < groups; word++) {
            BoundedReluKernels.gate(kappa, y, places, bounds, boundsAt, word * GROUPS_OF_WORD, marks[word]);
            marks[word] = 0;
        }
        groups = 0;
        y = null;
        bounds = null;
    }
}
