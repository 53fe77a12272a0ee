package org.fitact.nn.graph.op;

import java.util.List;
import org.fitact.tensor.Shape;
import org.fitact.tensor.backend.op.attention.BatchedGemm;

/**
 * {@code y[…] = a[…]·b[…]}: products of two values, one for each index of the dimensions before the last two, which both have
 * alike (ONNX {@code MatMul}). {@code [… , m, k]} times {@code [… , k, n]} makes {@code [… , m, n]}.
 *
 * @param transposed whether b is {@code [… , n, k]}, as the keys of attention are
 */
public record MatMul(boolean transposed) implements Arithmetic {

    @Override
    public int operands() {
        return 2;
    }

    /** The products that this is for one image. */
    public BatchedGemm geometry(Shape a, Shape b) {
        int rank = a.rank();
        boolean fits = rank >= 2 && b.rank() == rank && a.extent(-1) == b.extent(transposed ? -1 : -2);
        int batch = 1;
        for (int d = 0; fits && d < rank - 2; d++) {
            fits = a.extent(d) == b.extent(d);
            batch = Math.multiplyExact(batch, a.extent(d));
        }
        if (!fits) {
            throw new IllegalArgumentException("a product of " + a + " and " + (transposed ? "transposed " : "") + b);
        }
        return new BatchedGemm(batch, a.extent(-2), b.extent(transposed ? -2 : -1), a.extent(-1), false, transposed);
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        int[] extents = inputs.getFirst().extents();
        extents[extents.length - 1] = geometry(inputs.get(0), inputs.get(1)).n();
        return Shape.of(extents);
    }

    @Override
    public String label() {
        return "matmul";
    }
}
