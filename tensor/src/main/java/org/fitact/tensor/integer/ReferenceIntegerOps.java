package org.fitact.tensor.integer;

import org.fitact.tensor.backend.op.BinaryOp;
import org.fitact.tensor.backend.op.BoundedRelu;
import org.fitact.tensor.backend.op.Conv2d;
import org.fitact.tensor.backend.op.Pool2d;
import org.fitact.tensor.backend.op.attention.BatchedGemm;
import org.fitact.tensor.fixedpoint.FixedType;
import org.fitact.tensor.fixedpoint.Wide;

/** The definition: every number exact until it is rounded, one after the other. */
public final class ReferenceIntegerOps implements IntegerOps {

    @Override
    public void conv2d(Conv2d shape, ProductArithmetic arithmetic, long[] x, LayerWords layer, long[] y, NodeRun run) {
        arithmetic.requireTerms(shape.terms());
        ProductKernels.conv2d(shape, arithmetic, x, layer, y, run);
    }

    @Override
    public void linear(
            int m, int n, int k, ProductArithmetic arithmetic, long[] x, LayerWords layer, long[] y, NodeRun run) {
        arithmetic.requireTerms(k);
        ProductKernels.linear(m, n, k, arithmetic, x, layer, y, run);
    }

    @Override
    public void batchedGemm(
            BatchedGemm shape, ProductArithmetic arithmetic, long[] a, long[] b, long[] y, NodeRun run) {
        arithmetic.requireTerms(shape.k());
        ProductKernels.batchedGemm(shape, arithmetic, a, b, y, run);
    }

    @Override
    public void binary(BinaryOp op, int n, Operand a, Operand b, FixedType type, long[] y, NodeRun run) {
        a.requireAligned(b);
        ElementKernels.binary(op, n, a, b, new Conversion(type, run), y);
    }

    @Override
    public void convert(int n, Operand x, FixedType type, long[] y, NodeRun run) {
        ElementKernels.convert(n, x, new Conversion(type, run), y);
    }

    @Override
    public void quantise(int n, float[] x, FixedType type, long[] y, NodeRun run) {
        Conversion output = new Conversion(type, run);
        for (int i = 0; i < n; i++) {
            y[i] = output.word(x[i], i);
        }
    }

    @Override
    public void clip(int n, Operand x, long low, long high, FixedType type, long[] y, NodeRun run) {
        Conversion output = new Conversion(type, run);
        for (int i = 0; i < n; i++) {
            y[i] = output.word(
                    Math.max(low, Math.min(high, x.words()[i])), x.format().fraction(), i);
        }
    }

    @Override
    public void table(int n, Operand x, FunctionTable function, long[] y, NodeRun run) {
        Wide free = new Wide();
        for (int i = 0; i < n; i++) {
            int entry = function.entry(x.words()[i], x.format().fraction(), free);
            run.tally().output(function.isBeyond(entry));
            y[i] = function.word(entry);
        }
    }

    @Override
    public void pool(Pool2d shape, Operand x, FixedType type, long[] y, NodeRun run) {
        PoolKernels.pool(shape, x, type, y, run);
    }

    @Override
    public void bound(BoundedRelu shape, Operand x, WordBounds bounds, FixedType type, long[] y, NodeRun run) {
        bounds.requireAligned(x);
        BoundKernels.bound(shape, x, bounds, type, y, run);
    }
}
