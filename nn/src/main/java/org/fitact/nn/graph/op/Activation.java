package org.fitact.nn.graph.op;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import java.util.List;
import java.util.Map;
import org.fitact.tensor.Shape;
import org.fitact.tensor.backend.op.UnaryOp;

/**
 * A function of each element for itself, at which protection may stand; see {@code nn.graph.Site}. It keeps the shape and has
 * no parameters in memory. Numbers that it has are components of its record.
 *
 * <p>What runs, reads and writes activations asks them here, so a new one is a record of its own and a name in this file.
 */
@JsonSubTypes({
    @JsonSubTypes.Type(value = Relu.class, name = "relu"),
    @JsonSubTypes.Type(value = Tanh.class, name = "tanh"),
    @JsonSubTypes.Type(value = Mish.class, name = "mish"),
    @JsonSubTypes.Type(value = LeakyRelu.class, name = "leaky_relu"),
    @JsonSubTypes.Type(value = Clip.class, name = "clip"),
    @JsonSubTypes.Type(value = Sigmoid.class, name = "sigmoid"),
    @JsonSubTypes.Type(value = HardSigmoid.class, name = "hard_sigmoid"),
    @JsonSubTypes.Type(value = HardSwish.class, name = "hard_swish"),
    @JsonSubTypes.Type(value = Silu.class, name = "silu"),
    @JsonSubTypes.Type(value = Gelu.class, name = "gelu"),
    @JsonSubTypes.Type(value = TanhGelu.class, name = "tanh_gelu"),
    @JsonSubTypes.Type(value = Elu.class, name = "elu"),
    @JsonSubTypes.Type(value = Selu.class, name = "selu"),
    @JsonSubTypes.Type(value = Celu.class, name = "celu"),
    @JsonSubTypes.Type(value = Softplus.class, name = "softplus"),
    @JsonSubTypes.Type(value = Softsign.class, name = "softsign")
})
public sealed interface Activation extends Op
        permits Relu,
                Tanh,
                Mish,
                LeakyRelu,
                Clip,
                Sigmoid,
                HardSigmoid,
                HardSwish,
                Silu,
                Gelu,
                TanhGelu,
                Elu,
                Selu,
                Celu,
                Softplus,
                Softsign {

    /** One of each kind, its numbers what an operator of ONNX has without attributes. */
    static List<Activation> all() {
        return List.of(
                new Relu(),
                new Tanh(),
                new Mish(),
                new LeakyRelu(0.01f),
                new Clip(-1, 1),
                new Sigmoid(),
                new HardSigmoid(0.2f, 0.5f),
                new HardSwish(),
                new Silu(),
                new Gelu(),
                new TanhGelu(),
                new Elu(1),
                new Selu(1.67326319217681884765625f, 1.05070102214813232421875f),
                new Celu(1),
                new Softplus(),
                new Softsign());
    }

    /** What a backend computes. */
    UnaryOp function();

    /** How ONNX writes it. */
    OnnxForm onnx();

    /** Whether no input gives less than 0: then a bound behind it needs no lower side. */
    default boolean neverNegative() {
        return false;
    }

    /**
     * This kind with other numbers.
     *
     * @param numbers by the names of the attributes in {@link OnnxForm.Operator#numbers}, all of them
     * @throws IllegalArgumentException if it is none with these
     */
    default Activation with(Map<String, Float> numbers) {
        return this;
    }

    @Override
    default Shape outputShape(List<Shape> inputs) {
        return inputs.getFirst();
    }
}
