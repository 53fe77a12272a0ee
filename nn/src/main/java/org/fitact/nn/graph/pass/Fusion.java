package org.fitact.nn.graph.pass;

/** What a product takes into its epilogue. */
public enum Fusion {
    /** Whatever stands behind it and fits: this is fastest. */
    ALL,
    /** The same but for bounds, so that a value can be observed before it meets its bound and behind. No parameter comes to lie elsewhere. */
    ALL_BUT_BOUNDS,
    /** Nothing, so that every value of the graph is made for itself and can be observed. */
    NOTHING
}
