package org.fitact.nn.graph.op;

import java.util.List;
import org.fitact.tensor.Broadcasting;
import org.fitact.tensor.Shape;
import org.fitact.tensor.backend.op.BinaryOp;

/**
 * {@code y = function(a, b)} of two values whose shapes broadcast: extents are aligned at their ends, and where one is 1 or
 * missing the value is repeated (ONNX {@code Sub}, {@code Mul}, {@code Div}, {@code Max}, {@code Min}, {@code Pow}). The sum of two values
 * is {@link Add}.
 */
public record Binary(BinaryOp function) implements Arithmetic {

    public Binary {
        if (function == null || function == BinaryOp.ADD) {
            throw new IllegalArgumentException("function " + function + " of two values, expected another than ADD");
        }
    }

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
        return "binary";
    }
}
