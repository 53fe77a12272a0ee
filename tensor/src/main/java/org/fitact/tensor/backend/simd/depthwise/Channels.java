package org.fitact.tensor.backend.simd.depthwise;

import static org.fitact.tensor.backend.simd.run.Lanes.L;

/**
 * Neighbouring output channels.
 *
 * @param to one more than the last
 */
record Channels(int from, int to) {

    int count() {
        return to - from;
    }

    /** Elements of the sums of a pixel: those of the channels, or a vector. */
    int width() {
        return Math.max(L, count());
    }
}
