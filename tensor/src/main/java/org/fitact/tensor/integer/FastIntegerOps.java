package org.fitact.tensor.integer;

import org.fitact.tensor.backend.op.BinaryOp;
import org.fitact.tensor.backend.op.BoundedRelu;
import org.fitact.tensor.backend.op.Conv2d;
import org.fitact.tensor.backend.op.Pool2d;
import org.fitact.tensor.backend.op.attention.BatchedGemm;
import org.fitact.tensor.fixedpoint.FixedType;

/**
 * The words and counts of {@link ReferenceIntegerOps}, sooner. Sums of products that are rounded once at the end are added up in
 * doubles where they are exact there: where {@code max_o Σ |w| · max |x|} is below 2^52, no sum on the way, in whichever order, leaves
 * the whole numbers that a double has. That is looked at before each run, by the words as they are then; a flip that makes a
 * word too large for it takes the layer back to the reference, never the result away from it.
 */
public final class FastIntegerOps implements IntegerOps {

    /** One bit less than a double holds, so that the bound itself may be rounded. */
    private static final double EXACT = 0x1p52;

    private final IntegerOps reference = new ReferenceIntegerOps();

    /** Whether sums that are rounded at the end are exact in doubles. */
    private static boolean isExact(ProductArithmetic arithmetic, LayerWords layer, long[] x, int n) {
        if (arithmetic.accumulator().moment() != Accumulator.Moment.END) {
            return false;
        }
        return LayerWords.magnitude(x, n) * layer.largestMagnitude() < EXACT;
    }

    @Override
    public void conv2d(Conv2d shape, ProductArithmetic arithmetic, long[] x, LayerWords layer, long[] y, NodeRun run) {
        if (!isExact(arithmetic, layer, x, shape.inputElements())) {
            reference.conv2d(shape, arithmetic, x, layer, y, run);
            return;
        }
        new DoubleProducts(arithmetic, layer, shape.outPerGroup(), run).conv2d(shape, x, y);
    }

    @Override
    public void linear(
            int m, int n, int k, ProductArithmetic arithmetic, long[] x, LayerWords layer, long[] y, NodeRun run) {
        if (!isExact(arithmetic, layer, x, m * k)) {
            reference.linear(m, n, k, arithmetic, x, layer, y, run);
            return;
        }
        new DoubleProducts(arithmetic, layer, n, run).linear(m, n, k, x, y);
    }

    @Override
    public void batchedGemm(
            BatchedGemm shape, ProductArithmetic arithmetic, long[] a, long[] b, long[] y, NodeRun run) {
        reference.batchedGemm(shape, arithmetic, a, b, y, run);
    }

    @Override
    public void binary(BinaryOp op, int n, Operand a, Operand b, FixedType type, long[] y, NodeRun run) {
        reference.binary(op, n, a, b, type, y, run);
    }

    @Override
    public void convert(int n, Operand x, FixedType type, long[] y, NodeRun run) {
        reference.convert(n, x, type, y, run);
    }

    @Override
    public void quantise(int n, float[] x, FixedType type, long[] y, NodeRun run) {
        reference.quantise(n, x, type, y, run);
    }

    @Override
    public void clip(int n, Operand x, long low, long high, FixedType type, long[] y, NodeRun run) {
        reference.clip(n, x, low, high, type, y, run);
    }

    @Override
    public void table(int n, Operand x, FunctionTable function, long[] y, NodeRun run) {
        reference.table(n, x, function, y, run);
    }

    @Override
    public void pool(Pool2d shape, Operand x, FixedType type, long[] y, NodeRun run) {
        reference.pool(shape, x, type, y, run);
    }

    @Override
    public void bound(BoundedRelu shape, Operand x, WordBounds bounds, FixedType type, long[] y, NodeRun run) {
        reference.bound(shape, x, bounds, type, y, run);
    }
}
