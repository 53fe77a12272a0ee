package org.fitact.nn.graph.op;

import java.util.List;
import org.fitact.tensor.Shape;

/**
 * A parameter as a value: a tensor that a network adds or multiplies by, such as a layer's scale, a position's embedding or a
 * class token (an initialiser of ONNX). It reads no value; it is the same for all images. Its numbers lie in memory as words, as
 * all weights do. A number of a formula is an {@link Affine} instead.
 *
 * @param extents of the value for one image
 */
public record Stored(List<Integer> extents) implements Arithmetic {

    public Stored {
        extents = List.copyOf(extents);
        Shape.of(extents.stream().mapToInt(Integer::intValue).toArray());
    }

    public Shape shape() {
        return Shape.of(extents.stream().mapToInt(Integer::intValue).toArray());
    }

    @Override
    public int operands() {
        return 0;
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        return shape();
    }

    @Override
    public List<ParameterSpec> parameters(List<Shape> inputs) {
        return List.of(ParameterSpec.constant("weight", ParameterSpec.Kind.WEIGHT, shape(), 0));
    }

    @Override
    public String label() {
        return "stored";
    }
}
