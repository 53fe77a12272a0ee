package org.fitact.transients;

/** What a transient fault strikes. */
public enum TransientTarget {
    /** The images, as the network reads them. */
    INPUT,
    /** What a convolution or a linear layer has added up, before its bias: its bias, activation and bound come behind. */
    ACCUMULATOR,
    /** What an op has made and the next one reads, behind the bound or whatever else a scheme put there. */
    VALUE
}
