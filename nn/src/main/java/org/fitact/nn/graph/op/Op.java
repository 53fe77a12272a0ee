package org.fitact.nn.graph.op;

import java.util.List;
import org.fitact.tensor.Shape;

/**
 * What a node of a graph computes: a pure function of values and parameters, without their numbers. All shapes here are of
 * one image, {@code [height, width, channels]} or {@code [features]}.
 *
 * <p>What executes, reads and writes ops are exhaustive switches over this type, so the compiler names what a new op still
 * lacks.
 */
public sealed interface Op permits Product, BatchNorm, Pool2d, Flatten, Dropout, Add, Relu, Tanh, Bound, FusedProduct {

    /** How many values it reads. */
    default int operands() {
        return 1;
    }

    /**
     * Shape of what it makes.
     *
     * @param inputs as many as {@link #operands}
     * @throws IllegalArgumentException if it cannot take such values
     */
    Shape outputShape(List<Shape> inputs);

    /**
     * The parameters that it reads, in the order in which a node lists them. Their names are the last part of the name that
     * a parameter has by default: {@code weight} of {@code conv1.weight}.
     *
     * @param inputs shapes that {@link #outputShape} takes
     */
    default List<ParameterSpec> parameters(List<Shape> inputs) {
        return List.of();
    }

    /** Its name in messages and files: {@code conv2d}. */
    String label();
}
