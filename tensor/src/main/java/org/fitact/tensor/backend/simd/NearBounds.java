package org.fitact.tensor.backend.simd;

import static org.fitact.tensor.backend.simd.Lanes.FIRST;
import static org.fitact.tensor.backend.simd.Lanes.L;

/**
 * A thread's list of vectors that hold a value near its bound, for the smooth FitReLU: a first pass writes the ReLU of all
 * and lists these few, a second one without branches that cannot be foretold gives them the gate.
 *
 * @param distances of the values from their bounds, x − λ, one vector behind the other from {@link Lanes#FIRST} on
 * @param places offset in the output of each vector
 */
record NearBounds(float[] distances, int[] places) {

    /** Vectors that have room. */
    static final int VECTORS = 64;

    private static final ThreadLocal<NearBounds> OF_THREAD = ThreadLocal.withInitial(NearBounds::allocate);

    private static NearBounds allocate() {
        return new NearBounds(new float[FIRST + VECTORS * L], new int[VECTORS]);
    }

    static NearBounds ofThread() {
        return OF_THREAD.get();
    }
}
