package org.fitact.tensor.backend.op;

/**
 * A ReLU with an upper bound λ, over {@code [batch, spatial, channels]} (channels-last).
 *
 * <table>
 * <caption>The output for x &gt; 0; for x ≤ 0 and for NaN it is 0</caption>
 * <tr><th>policy</th><th>y</th><th>∂y/∂x</th><th>∂y/∂λ</th></tr>
 * <tr><td>zero</td><td>x if x ≤ λ, else 0</td><td>1 if 0 &lt; x ≤ λ, else 0</td><td>0</td></tr>
 * <tr><td>saturate</td><td>min(x, λ)</td><td>1 if 0 &lt; x ≤ λ, else 0</td><td>1 if x &gt; λ, else 0</td></tr>
 * <tr><td>smooth</td><td>x·s, s = σ(κ(λ − x))</td><td>s − κ·x·s·(1−s)</td><td>κ·x·s·(1−s)</td></tr>
 * </table>
 *
 * <p>Zero is GBReLU, Clip-Act and FitReLU-Naive (FitAct, eq. 4 and 5); saturate is Ranger; smooth is FitReLU (eq. 6, with
 * κ = −k). All gradients of a NaN input are 0, and where s = 0 all are 0 whatever x is (x = λ = +∞ counts as s = 0), so
 * that neither +∞ nor NaN passes. Output and gradients are 0 under a bound that is not positive, for zero and saturate,
 * and under a NaN bound, for every policy.
 *
 * @param kappa steepness κ of the smooth policy; of no meaning for the others
 */
public record BoundedRelu(Policy policy, Granularity granularity, float kappa, int batch, int spatial, int channels) {

    /** What happens above the bound. */
    public enum Policy {
        ZERO,
        SATURATE,
        SMOOTH
    }

    /** Which elements share a bound. The batch always does. */
    public enum Granularity {
        /** One bound for the whole feature map. */
        LAYER,
        /** One bound for each channel. */
        CHANNEL,
        /** One bound for each element of the feature map. */
        NEURON
    }

    public BoundedRelu {
        Sizes.requirePositive("batch", batch);
        Sizes.requirePositive("spatial", spatial);
        Sizes.requirePositive("channels", channels);
        Sizes.requireBuffer("a bounded ReLU", batch, spatial, channels);
        if (policy == Policy.SMOOTH && !(kappa > 0)) {
            throw new IllegalArgumentException("kappa is " + kappa + ", expected a positive number");
        }
    }

    /** Length of the buffer of bounds. */
    public int bounds() {
        return switch (granularity) {
            case LAYER -> 1;
            case CHANNEL -> channels;
            case NEURON -> spatial * channels;
        };
    }

    public int elements() {
        return batch * spatial * channels;
    }

    public BoundedRelu withBatch(int images) {
        return new BoundedRelu(policy, granularity, kappa, images, spatial, channels);
    }
}
