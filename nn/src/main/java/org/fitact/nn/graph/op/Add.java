package org.fitact.nn.graph.op;

import java.util.List;
import org.fitact.tensor.Shape;

/** {@code y = a + b}, element by element, of two values of one shape (ONNX {@code Add}). */
public record Add() implements Op {

    @Override
    public int operands() {
        return 2;
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        if (!inputs.get(0).equals(inputs.get(1))) {
            throw new IllegalArgumentException("adds a " + inputs.get(0) + " and a " + inputs.get(1) + " feature map");
        }
        return inputs.getFirst();
    }

    @Override
    public String label() {
        return "add";
    }
}
