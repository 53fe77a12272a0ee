package org.fitact.nn.graph.op;

import java.util.List;
import org.fitact.tensor.Shape;

/**
 * Group normalisation of the channels, which are the last dimension (ONNX {@code GroupNormalization}, and with a group for each
 * channel {@code InstanceNormalization}); see {@link org.fitact.tensor.backend.op.attention.GroupNorm} for the formula. Keeps the
 * shape. Parameters, one number for each channel: {@code weight} (scale) and {@code bias} (shift).
 *
 * @param groups into which the channels fall
 * @param epsilon under the square root
 */
public record GroupNorm(int groups, float epsilon) implements Arithmetic {

    public GroupNorm {
        Limits.atLeastZero("epsilon", epsilon);
        if (groups < 1) {
            throw new IllegalArgumentException("a norm of " + groups + " groups, expected at least 1");
        }
    }

    /** The norm that this is for one image of a shape, without scale and shift. */
    public org.fitact.tensor.backend.op.attention.GroupNorm geometry(Shape input) {
        int channels = input.extent(-1);
        return new org.fitact.tensor.backend.op.attention.GroupNorm(
                1, input.elements() / channels, groups, channels, epsilon, null, null);
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        geometry(inputs.getFirst());
        return inputs.getFirst();
    }

    @Override
    public List<ParameterSpec> parameters(List<Shape> inputs) {
        int channels = inputs.getFirst().extent(-1);
        return List.of(
                ParameterSpec.constant("weight", ParameterSpec.Kind.NORM, channels, 1),
                ParameterSpec.constant("bias", ParameterSpec.Kind.NORM, channels, 0));
    }

    @Override
    public String label() {
        return "group_norm";
    }
}
