package org.fitact.nn.graph.op;

import org.fitact.tensor.Shape;

/**
 * What is known of a parameter before it has values.
 *
 * @param name path of the layer and the parameter's own name, as in PyTorch: {@code conv1.weight}
 * @param kind what it is
 * @param layout how it is stored in a file
 * @param mean of the normal distribution that a fresh parameter is drawn from
 * @param deviation of that distribution; 0 for a parameter that starts as a constant
 */
public record ParameterSpec(String name, Kind kind, Layout layout, Shape shape, double mean, double deviation) {

    /** What a parameter is; decides on weight decay, on freezing, and on its place in the fault space. */
    public enum Kind {
        WEIGHT,
        BIAS,
        /** Scale or shift of batch norm. */
        NORM,
        /** Running statistics of batch norm: stored, but not trained by gradients. */
        STATISTIC,
        /** Upper bounds. */
        BOUND,
        /** Lower bounds, where there are some. */
        LOWER_BOUND;

        /** Whether it is one of the two kinds of bounds: what protection adds, behind all else in memory. */
        public boolean isBound() {
            return this == BOUND || this == LOWER_BOUND;
        }
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

    /** A weight that starts with Kaiming's deviation {@code √(2 / fan)} (He et al., 2015). */
    static ParameterSpec weight(Layout layout, Shape shape, double fan) {
        return new ParameterSpec("weight", Kind.WEIGHT, layout, shape, 0, Math.sqrt(2.0 / fan));
    }

    /** A vector that starts as a constant. */
    static ParameterSpec constant(String name, Kind kind, int length, double value) {
        return constant(name, kind, Shape.of(length), value);
    }

    /** A tensor that starts as a constant. */
    static ParameterSpec constant(String name, Kind kind, Shape shape, double value) {
        return new ParameterSpec(name, kind, Layout.SAME, shape, value, 0);
    }

    /** The same under another name. */
    public ParameterSpec named(String other) {
        return new ParameterSpec(other, kind, layout, shape, mean, deviation);
    }

    /** Name of the layer or activation site that a parameter belongs to: all but the last part of its own. */
    public static String layerOf(String name) {
        return name.substring(0, Math.max(0, name.lastIndexOf('.')));
    }
}
