package org.fitact.tensor.backend.op;

import org.fitact.tensor.buffer.Buffer;

/**
 * The shape and constants of batch normalisation over the last dimension of {@code [rows, channels]} (for a feature map,
 * rows = batch·height·width), and the buffers that belong to the layer.
 *
 * <pre>y = (x − mean) / √(variance + epsilon) · gamma + beta</pre>
 *
 * In training, mean and (biased) variance are those of the batch, and the running statistics move by
 * {@code running ← (1 − momentum)·running + momentum·batch}, the variance unbiased (n/(n−1); of one row it is 0), as in
 * PyTorch. (Ioffe and Szegedy, 2015.)
 *
 * @param gamma scale, {@code [channels]}
 * @param beta shift, {@code [channels]}
 * @param runningMean {@code [channels]}; modified by the training forward pass
 * @param runningVariance {@code [channels]}; modified by the training forward pass
 */
public record BatchNorm(
        int rows,
        int channels,
        float epsilon,
        float momentum,
        Buffer gamma,
        Buffer beta,
        Buffer runningMean,
        Buffer runningVariance) {

    public BatchNorm {
        Sizes.requirePositive("rows", rows);
        Sizes.requirePositive("channels", channels);
        Sizes.requireBuffer("a batch norm", rows, channels);
    }

    public int elements() {
        return rows * channels;
    }
}
