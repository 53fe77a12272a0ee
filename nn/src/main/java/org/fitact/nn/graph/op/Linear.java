package org.fitact.nn.graph.op;

import java.util.List;
import org.fitact.tensor.Shape;
import org.fitact.tensor.backend.op.Gemm;

/**
 * {@code y = x·weight + bias} (ONNX {@code Gemm}, or {@code MatMul} and {@code Add}).
 *
 * <p>{@code [in] → [outFeatures]}, and of each row of a value of more dimensions, {@code [… , in] → [… , outFeatures]}. Parameters: {@code weight [in, outFeatures]}, {@code bias [outFeatures]}.
 */
public record Linear(int outFeatures) implements Product {

    public Linear {
        if (outFeatures < 1) {
            throw new IllegalArgumentException("a linear layer to " + outFeatures + " features, expected at least 1");
        }
    }

    /** The product that this is for one image of a shape. */
    public Gemm geometry(Shape input) {
        int in = input.extent(-1);
        return Gemm.of(input.elements() / in, outFeatures, in);
    }

    @Override
    public boolean bias() {
        return true;
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        int[] extents = inputs.getFirst().extents();
        extents[extents.length - 1] = outFeatures;
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
