package org.fitact.tensor.buffer;

import org.fitact.tensor.backend.Backend;

/**
 * Weights in the layout, and perhaps transformed as, one backend's kernels want them for products of one shape; see {@link
 * Backend#pack}. They stand for the buffer that they were made from in {@link Backend#conv2d}, {@link Backend#conv2dPool}
 * and {@link Backend#gemm}, and must be closed before it.
 */
public non-sealed interface PackedWeights extends Weights {

    /**
     * Takes over elements of the original buffer that have changed; only what depends on them is computed again.
     *
     * @param first the first changed element
     * @param count how many
     * @throws IllegalArgumentException if one of them is beyond the weights; then none is taken over
     */
    void refresh(int first, int count);

    /**
     * The same for single elements, in any order; of a trial's flips together, so that several threads can share them.
     *
     * @throws IllegalArgumentException if one of them is beyond the weights; then none is taken over
     */
    void refresh(int[] changed);

    /** How the product will be computed, for a person: {@code direct}, {@code Winograd F(4×4, 3×3)}. */
    String algorithm();
}
