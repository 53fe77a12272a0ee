package org.fitact.nn.graph.op;

import java.util.List;
import org.fitact.tensor.Shape;

/**
 * Batch normalisation per channel (ONNX {@code BatchNormalization}); see {@link org.fitact.tensor.backend.op.BatchNorm} for
 * the formula.
 *
 * <p>Keeps the shape. Parameters, one number for each channel: {@code weight} (scale), {@code bias} (shift),
 * {@code running_mean}, {@code running_var}; in training the statistics are those of the batch, and the running ones follow
 * them.
 *
 * @param epsilon under the square root
 */
public record BatchNorm(float epsilon) implements Op {

    /** PyTorch's constant under the square root. */
    public static final float EPSILON = 1e-5f;

    /** How far a step of training moves the running statistics towards those of its batch. */
    public static final float MOMENTUM = 0.1f;

    public BatchNorm {
        if (!(epsilon >= 0 && epsilon < 1)) {
            throw new IllegalArgumentException("epsilon is " + epsilon + ", expected 0 to 1");
        }
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        return inputs.getFirst();
    }

    @Override
    public List<ParameterSpec> parameters(List<Shape> inputs) {
        int channels = inputs.getFirst().extent(-1);
        return List.of(
                ParameterSpec.constant("weight", ParameterSpec.Kind.NORM, channels, 1),
                ParameterSpec.constant("bias", ParameterSpec.Kind.NORM, channels, 0),
                ParameterSpec.constant("running_mean", ParameterSpec.Kind.STATISTIC, channels, 0),
                ParameterSpec.constant("running_var", ParameterSpec.Kind.STATISTIC, channels, 1));
    }

    @Override
    public String label() {
        return "norm";
    }
}
