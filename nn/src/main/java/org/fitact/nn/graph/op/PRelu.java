package org.fitact.nn.graph.op;

import java.util.List;
import org.fitact.tensor.Shape;

/**
 * {@code y = x > 0 ? x : slope·x} with a slope of each channel, which is the last dimension (He et al., 2015; ONNX {@code PRelu}).
 * Keeps the shape. Parameter: {@code weight}, one slope for each channel. With one slope for all it is {@link LeakyRelu}.
 */
public record PRelu() implements Arithmetic {

    /** PyTorch's slope of a fresh layer. */
    private static final double SLOPE = 0.25;

    @Override
    public Shape outputShape(List<Shape> inputs) {
        return inputs.getFirst();
    }

    @Override
    public List<ParameterSpec> parameters(List<Shape> inputs) {
        int channels = inputs.getFirst().extent(-1);
        return List.of(ParameterSpec.constant("weight", ParameterSpec.Kind.WEIGHT, channels, SLOPE));
    }

    @Override
    public String label() {
        return "prelu";
    }
}
