package org.fitact.nn.graph.op;

import java.util.List;
import org.fitact.tensor.Broadcasting;
import org.fitact.tensor.Shape;

/**
 * {@code y = a + b}, element by element, of two values whose shapes broadcast, as those of {@link Binary} do (ONNX {@code Add}).
 */
public record Add() implements Op {

    @Override
    public int operands() {
        return 2;
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        return Broadcasting.shape(inputs.get(0), inputs.get(1));
    }

    @Override
    public String label() {
        return "add";
    }
}
