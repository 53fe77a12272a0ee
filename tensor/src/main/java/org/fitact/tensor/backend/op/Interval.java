package org.fitact.tensor.backend.op;

/**
 * A value of either sign kept between a lower bound μ and an upper bound λ, over {@code [batch, spatial, channels]}
 * (channels-last): each of its two sides is a {@link BoundedRelu} B,
 *
 * <pre>{@code
 * y = B(x; λ) − B(−x; −μ)
 * ∂y/∂x = B'(x; λ) + B'(−x; −μ)      ∂y/∂λ = ∂B(x; λ)/∂λ      ∂y/∂μ = ∂B(−x; b)/∂b at b = −μ
 * }</pre>
 *
 * of which one term is 0, as B is 0 for what is not positive. So for {@code μ ≤ 0 ≤ λ}:
 *
 * <table>
 * <caption>The output by the policy</caption>
 * <tr><th>policy</th><th>y</th></tr>
 * <tr><td>zero</td><td>x if μ ≤ x ≤ λ, else 0</td></tr>
 * <tr><td>saturate</td><td>max(μ, min(x, λ))</td></tr>
 * <tr><td>smooth</td><td>x·σ(κ(λ − x)) if x &gt; 0, x·σ(κ(x − μ)) if x &lt; 0</td></tr>
 * </table>
 *
 * <p>The interval always holds 0, and 0 is what becomes of NaN: a bound on the wrong side of 0, or one that is NaN, lets
 * nothing pass on its side (for smooth, next to nothing), so a fault in a bound makes no value larger than it was.
 *
 * @param side the policy, who shares a pair of bounds, κ, and the shape
 */
public record Interval(BoundedRelu side) {

    /** Length of the buffer of lower bounds, and of that of upper ones. */
    public int bounds() {
        return side.bounds();
    }

    public int elements() {
        return side.elements();
    }

    public Interval withBatch(int images) {
        return new Interval(side.withBatch(images));
    }
}
