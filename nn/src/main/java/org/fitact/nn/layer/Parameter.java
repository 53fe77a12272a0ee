package org.fitact.nn.layer;

import org.fitact.tensor.Tensor;

/**
 * A named tensor that belongs to a network and is stored with it.
 *
 * @param name path of the layer and the parameter's own name, as in PyTorch: {@code conv1.weight}
 * @param kind what it is
 * @param layout how it is stored in a file
 */
public record Parameter(String name, Kind kind, Layout layout, Tensor value) {

    /** What a parameter is; decides on weight decay, on freezing, and on its place in the fault space. */
    public enum Kind {
        WEIGHT,
        BIAS,
        /** Scale or shift of batch norm. */
        NORM,
        /** Running statistics of batch norm: stored, but not trained by gradients. */
        STATISTIC,
        /** Bounds of a bounded activation. */
        BOUND
    }

    /** How the dimensions here are ordered in a checkpoint, which follows PyTorch. */
    public enum Layout {
        SAME,
        /** Here {@code [in, out]}, in the file {@code [out, in]}. */
        LINEAR,
        /** Here {@code [height, width, in, out]}, in the file {@code [out, in, height, width]}. */
        CONVOLUTION,
        /** Here {@code [height, width, channels]}, in the file {@code [channels, height, width]}. */
        FEATURE_MAP
    }

    public boolean isTrainedByGradient() {
        return kind != Kind.STATISTIC;
    }

    /** Weight decay shrinks weights only: on biases, batch norm and bounds it has no use. */
    public boolean decays() {
        return kind == Kind.WEIGHT;
    }
}
