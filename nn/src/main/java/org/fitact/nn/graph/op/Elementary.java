package org.fitact.nn.graph.op;

import java.util.List;
import org.fitact.tensor.Shape;
import org.fitact.tensor.backend.op.UnaryOp;

/** A function of each element for itself that is no activation. Keeps the shape. */
public sealed interface Elementary extends Arithmetic permits Unary, Affine, Power {

    /** What a backend computes. */
    UnaryOp function();

    @Override
    default Shape outputShape(List<Shape> inputs) {
        return inputs.getFirst();
    }
}
