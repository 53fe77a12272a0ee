package org.fitact.tensor.backend.simd.depthwise;

/**
 * Neighbouring output channels.
 *
 * @param to one more than the last
 */
record Channels(int from, int to) {}
