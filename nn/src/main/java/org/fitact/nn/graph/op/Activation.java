package org.fitact.nn.graph.op;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import java.util.List;
import org.fitact.tensor.Shape;
import org.fitact.tensor.backend.op.UnaryOp;

/**
 * A function of each element for itself, at which protection may stand; see {@code nn.graph.Site}. It keeps the shape, has
 * no parameters, and rises wherever it is positive, so that the largest input gives the largest positive output.
 *
 * <p>What runs, reads and writes activations asks them here, so a new one is a record of its own and a name in this file.
 */
@JsonSubTypes({
    @JsonSubTypes.Type(value = Relu.class, name = "relu"),
    @JsonSubTypes.Type(value = Tanh.class, name = "tanh"),
    @JsonSubTypes.Type(value = Mish.class, name = "mish")
})
public sealed interface Activation extends Op permits Relu, Tanh, Mish {

    /** One of each kind. */
    static List<Activation> all() {
        return List.of(new Relu(), new Tanh(), new Mish());
    }

    /** What a backend computes. */
    UnaryOp function();

    /** The operator of ONNX that it is. */
    OnnxOperator onnx();

    @Override
    default Shape outputShape(List<Shape> inputs) {
        return inputs.getFirst();
    }
}
