package org.fitact.tensor.integer;

import java.util.Optional;
import org.fitact.tensor.backend.op.BinaryOp;
import org.fitact.tensor.backend.op.BoundedRelu;
import org.fitact.tensor.backend.op.Conv2d;
import org.fitact.tensor.backend.op.Pool2d;
import org.fitact.tensor.backend.op.attention.BatchedGemm;
import org.fitact.tensor.fixedpoint.FixedType;

/**
 * The words and counts of {@link ReferenceIntegerOps}, sooner. Sums of products that are rounded once at the end are added up in numbers
 * that hold every sum on the way, in whichever order: in doubles where {@code max_o Σ |w| · max |x|} is below 2^52, else in longs where
 * it is below 2^62 for whole weights or for each of two parts of them. That is looked at before each run, by the words as they are then; a
 * flip that makes a word too large for one takes the layer to the next, and in the end to the reference, never the result away from it.
 */
public final class FastIntegerOps implements IntegerOps {

    private final IntegerOps reference = new ReferenceIntegerOps();

    /**
     * How sums of products are exact, if at all.
     *
     * @param largest what no magnitude of an input exceeds
     * @param channels that are computed together
     */
    private static Optional<ExactProducts> products(
            ProductArithmetic arithmetic, LayerWords layer, int terms, double largest, int channels, NodeRun run) {
        if (arithmetic.accumulator().moment() != Accumulator.Moment.END) {
            return Optional.empty();
        }
        if (largest * layer.largestMagnitude() < DoubleProducts.EXACT) {
            return Optional.of(new DoubleProducts(arithmetic, layer, channels, run));
        }
        return LongProducts.of(arithmetic, layer, channels, terms, largest, run).map(products -> products);
    }

    @Override
    public void conv2d(Conv2d shape, ProductArithmetic arithmetic, long[] x, LayerWords layer, long[] y, NodeRun run) {
        double largest = LayerWords.magnitude(x, shape.inputElements());
        products(arithmetic, layer, shape.terms(), largest, shape.outPerGroup(), run)
                .ifPresentOrElse(
                        products -> products.conv2d(shape, x, y),
                        () -> reference.conv2d(shape, arithmetic, x, layer, y, run));
    }

    @Override
    public void linear(
            int m, int n, int k, ProductArithmetic arithmetic, long[] x, LayerWords layer, long[] y, NodeRun run) {
        products(arithmetic, layer, k, LayerWords.magnitude(x, m * k), n, run)
                .ifPresentOrElse(
                        products -> products.linear(m, n, k, x, y),
                        () -> reference.linear(m, n, k, arithmetic, x, layer, y, run));
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
