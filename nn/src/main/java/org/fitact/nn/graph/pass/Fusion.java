package org.fitact.nn.graph.pass;

/** What a product takes into its epilogue: of two, the later one takes in less. */
public enum Fusion {
    /** Whatever stands behind it and fits: this is fastest. */
    ALL,
    /** The same but for bounds, so that a value can be observed before it meets its bound and behind. No parameter comes to lie elsewhere. */
    ALL_BUT_BOUNDS,
    /** Nothing but its bias, so that every value of the graph is made for itself and can be observed. */
    NOTHING,
    /** Not even its bias: a product's sums can be observed as they leave its accumulators. */
    SUMS;

    /** Whether values of the graph disappear in products. */
    public boolean takesValues() {
        return compareTo(NOTHING) < 0;
    }

    /** That which takes in less. */
    public Fusion orLess(Fusion other) {
        return compareTo(other) < 0 ? other : this;
    }
}
