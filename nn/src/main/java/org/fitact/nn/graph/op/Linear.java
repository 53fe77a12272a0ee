package org.fitact.nn.graph.op;

import java.util.List;
import org.fitact.tensor.Shape;

/**
 * {@code y = x·weight + bias} (ONNX {@code Gemm}, or {@code MatMul} and {@code Add}).
 *
 * <p>{@code [in] → [outFeatures]}, or {@code [rows, in] → [rows, outFeatures]} and so on, each row by itself. Parameters: {@code weight [in, outFeatures]}, {@code bias [outFeatures]}.
 */
public record Linear(int outFeatures) implements Product {

    public Linear {
        if (outFeatures < 1) {
            throw new IllegalArgumentException("a linear layer to " + outFeatures + " features, expected at least 1");
        }
    }

    @Override
    public boolean bias() {
        return true;
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        Shape x = inputs.getFirst();
        int[] extents = x.extents();
        extents[x.rank() - 1] = outFeatures;
        return Shape.of(extents);
    }

    @Override
    public List<ParameterSpec> parameters(List<Shape> inputs) {
        int in = inputs.getFirst().extent(-1);
        return List.of(
                ParameterSpec.weight(ParameterSpec.Layout.LINEAR, Shape.of(in, outFeatures), in),
                ParameterSpec.constant("bias", ParameterSpec.Kind.BIAS, outFeatures, 0));
    }

    @Override
    public String label() {
        return "linear";
    }
}
