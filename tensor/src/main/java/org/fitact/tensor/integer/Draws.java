package org.fitact.tensor.integer;

import org.fitact.tensor.random.Philox;

/**
 * The random bits of stochastic roundings: a function of the seed, the node, the element and what is rounded there, whatever the
 * order or the thread. Elements are counted within their image, so that an image's result does not depend on its batch.
 *
 * @param node number of the node, at least 0
 * @param elements of what is rounded, for one image: the node's output, unless it is said otherwise
 */
public record Draws(long seed, int node, int elements) {

    /** What is drawn for the output, besides the terms of its sum. */
    static final int OUTPUT = 0;

    /** Keeps these draws apart from all others under the same seed. */
    public static final long STREAM = 0x696E7465676572L << 8;

    /** The same where what is rounded has another number of elements for an image, as an operand may that is put together with others. */
    public Draws counting(int others) {
        return new Draws(seed, node, others);
    }

    /** The stream of the node, of which a term takes the lowest 32 bits. */
    public long stream() {
        return STREAM ^ (long) node << Integer.SIZE;
    }

    /**
     * 64 bits: the first of the Philox block whose key is the seed and whose counter is {@code stream ^ term} and the index within the
     * image.
     *
     * @param element index in a batch of images
     * @param term {@link #OUTPUT}, or the number of an addition from 1 on
     */
    long bits(int element, int term) {
        return Philox.bits(seed, stream() ^ term, element % elements);
    }
}
