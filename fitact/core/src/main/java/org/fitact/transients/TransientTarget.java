package org.fitact.transients;

/** What a transient fault strikes. */
public enum TransientTarget {
    /** The images, as the network reads them. */
    INPUT,
    /**
     * What a convolution or a linear layer has added up: its activation and bound come behind. In float it is struck before its bias is
     * added, in integers as the complete word of the accumulator, its bias included, before that is rounded to the layer's output.
     */
    ACCUMULATOR,
    /** What an op has made and the next one reads, behind the bound or whatever else a scheme put there. */
    VALUE
}
