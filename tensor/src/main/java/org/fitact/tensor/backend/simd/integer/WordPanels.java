package org.fitact.tensor.backend.simd.integer;

import static org.fitact.tensor.backend.simd.integer.Doubles.L;
import static org.fitact.tensor.backend.simd.integer.Doubles.VECTORS;

import org.fitact.tensor.backend.simd.run.Lanes;

/**
 * How the output channels of a layer are cut into panels: as many as there are of the widest, then single vectors, the last
 * filled up with zeros. A packed weight is {@code [panel][term][channel of the panel]}.
 *
 * @param channels of the output
 */
record WordPanels(int channels) {

    private static final int WIDEST = VECTORS * L;

    int count() {
        return channels / WIDEST + Math.ceilDiv(channels % WIDEST, L);
    }

    /** Channels, those that fill up among them. */
    int padded() {
        return Lanes.roundUp(channels, L);
    }

    /** The first channel of a panel. */
    int start(int panel) {
        int wide = channels / WIDEST;
        return panel <= wide ? panel * WIDEST : wide * WIDEST + (panel - wide) * L;
    }

    /** Channels of a panel. */
    int width(int panel) {
        return panel < channels / WIDEST ? WIDEST : L;
    }

    /** Index of a term of a channel among so many terms. */
    int at(int term, int channel, int terms) {
        int wide = channels / WIDEST * WIDEST;
        int width = channel < wide ? WIDEST : L;
        int start = channel - (channel < wide ? channel : channel - wide) % width;
        return start * terms + term * width + channel - start;
    }
}
