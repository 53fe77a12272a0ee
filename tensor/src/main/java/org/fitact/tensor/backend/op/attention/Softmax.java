package org.fitact.tensor.backend.op.attention;

import org.fitact.tensor.backend.op.Sizes;

/**
 * The softmax over the middle dimension of {@code [outer, classes, inner]}, or its logarithm:
 *
 * <pre>
 * y[o, c, i] = e^(x[o, c, i] − m) / Σ_k e^(x[o, k, i] − m)        m = max_k x[o, k, i]
 * y[o, c, i] = x[o, c, i] − m − ln Σ_k e^(x[o, k, i] − m)         of the logarithm
 * </pre>
 *
 * The largest element is taken out so that no exponential overflows. Where one element is NaN or +∞, or all are −∞, all
 * of their {@code y} are NaN, as the formula says; of {@code x = −∞} beside finite ones y is 0, or −∞.
 *
 * @param logarithm whether the result is {@code ln softmax(x)}
 */
public record Softmax(int outer, int classes, int inner, boolean logarithm) {

    public Softmax {
        Sizes.requirePositive("outer", outer);
        Sizes.requirePositive("classes", classes);
        Sizes.requirePositive("inner", inner);
        Sizes.requireBuffer("the input of a softmax", outer, classes, inner);
    }

    /** That of one image for so many. */
    public Softmax withImages(int images) {
        return new Softmax(Math.multiplyExact(outer, images), classes, inner, logarithm);
    }

    public int elements() {
        return outer * classes * inner;
    }
}
