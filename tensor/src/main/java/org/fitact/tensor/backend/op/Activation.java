package org.fitact.tensor.backend.op;

import org.fitact.tensor.buffer.Buffer;

/** The activation that an {@link Epilogue} ends with. */
public sealed interface Activation {

    /** {@code y = x}. */
    record Identity() implements Activation {}

    /** An element-wise function without parameters. */
    record Unary(UnaryOp op) implements Activation {}

    /**
     * A bounded ReLU.
     *
     * @param bounds λ, {@code [shape.bounds()]}
     */
    record Bounded(BoundedRelu shape, Buffer bounds) implements Activation {}
}
