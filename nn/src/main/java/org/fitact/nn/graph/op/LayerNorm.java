package org.fitact.nn.graph.op;

import java.util.ArrayList;
import java.util.List;
import org.fitact.tensor.Shape;

/**
 * Layer normalisation over the last dimensions (ONNX {@code LayerNormalization}); see
 * {@link org.fitact.tensor.backend.op.attention.GroupNorm} for the formula. Keeps the shape. Parameters, each of the shape of what is
 * normalised together: {@code weight} (scale) and, if there is one, {@code bias} (shift).
 *
 * @param dimensions how many of the last dimensions are normalised together
 * @param epsilon under the square root
 * @param bias whether there is a shift
 */
public record LayerNorm(int dimensions, float epsilon, boolean bias) implements Arithmetic {

    public LayerNorm {
        Limits.atLeastZero("epsilon", epsilon);
        if (dimensions < 1) {
            throw new IllegalArgumentException("layer norm over " + dimensions + " dimensions, expected at least 1");
        }
    }

    /** What is normalised together. */
    private Shape normalised(Shape input) {
        if (dimensions > input.rank()) {
            throw new IllegalArgumentException(
                    "layer norm over the last " + dimensions + " dimensions, but its input is " + input);
        }
        int[] extents = new int[dimensions];
        for (int d = 0; d < dimensions; d++) {
            extents[d] = input.extent(input.rank() - dimensions + d);
        }
        return Shape.of(extents);
    }

    /** The norm that this is for one image of a shape, without scale and shift. */
    public org.fitact.tensor.backend.op.attention.GroupNorm geometry(Shape input) {
        int columns = normalised(input).elements();
        return org.fitact.tensor.backend.op.attention.GroupNorm.rows(
                input.elements() / columns, columns, epsilon, null, null);
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        normalised(inputs.getFirst());
        return inputs.getFirst();
    }

    @Override
    public List<ParameterSpec> parameters(List<Shape> inputs) {
        Shape shape = normalised(inputs.getFirst());
        List<ParameterSpec> all = new ArrayList<>();
        all.add(ParameterSpec.constant("weight", ParameterSpec.Kind.NORM, shape, 1));
        if (bias) {
            all.add(ParameterSpec.constant("bias", ParameterSpec.Kind.NORM, shape, 0));
        }
        return all;
    }

    @Override
    public String label() {
        return "layer_norm";
    }
}
