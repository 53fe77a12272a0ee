package org.fitact.cuda;

import java.util.function.Supplier;
import org.fitact.cuda.driver.Driver;
import org.fitact.cuda.kernel.integer.BoundKernels;
import org.fitact.cuda.kernel.integer.ElementKernels;
import org.fitact.cuda.kernel.integer.PoolKernels;
import org.fitact.cuda.kernel.integer.ProductKernels;
import org.fitact.cuda.kernel.integer.WordDevice;
import org.fitact.tensor.backend.op.BinaryOp;
import org.fitact.tensor.backend.op.BoundedRelu;
import org.fitact.tensor.backend.op.Conv2d;
import org.fitact.tensor.backend.op.Pool2d;
import org.fitact.tensor.backend.op.attention.BatchedGemm;
import org.fitact.tensor.fixedpoint.FixedType;
import org.fitact.tensor.integer.FunctionTable;
import org.fitact.tensor.integer.IntegerOps;
import org.fitact.tensor.integer.LayerWords;
import org.fitact.tensor.integer.NodeRun;
import org.fitact.tensor.integer.Operand;
import org.fitact.tensor.integer.ProductArithmetic;
import org.fitact.tensor.integer.ReferenceIntegerOps;
import org.fitact.tensor.integer.WordBounds;

/**
 * Integer ops by CUDA kernels, a thread for each output, on a driver of their own. Words and counts are those of the reference. A device
 * says no more of a failure than that there was one; what it was, the reference then says.
 */
final class CudaIntegerOps implements IntegerOps {

    private final IntegerOps reference = new ReferenceIntegerOps();
    private final ProductKernels products;
    private final ElementKernels elements;
    private final PoolKernels pools;
    private final BoundKernels bounds;

    /** @param opener of a driver that nobody else uses; asked when the first op is computed */
    CudaIntegerOps(Supplier<Driver> opener) {
        WordDevice device = new WordDevice(opener);
        products = new ProductKernels(device);
        elements = new ElementKernels(device);
        pools = new PoolKernels(device);
        bounds = new BoundKernels(device);
    }

    private static void require(boolean done, Runnable byDefinition) {
        if (!done) {
            byDefinition.run();
            throw new IllegalStateException("the device found a number beyond a range, and the reference none");
        }
    }

    @Override
    public void conv2d(Conv2d shape, ProductArithmetic arithmetic, long[] x, LayerWords layer, long[] y, NodeRun run) {
        arithmetic.requireTerms(shape.terms());
        require(
                products.conv2d(shape, arithmetic, x, layer, y, run),
                () -> reference.conv2d(shape, arithmetic, x, layer, y, run));
    }

    @Override
    public void linear(
            int m, int n, int k, ProductArithmetic arithmetic, long[] x, LayerWords layer, long[] y, NodeRun run) {
        arithmetic.requireTerms(k);
        require(
                products.linear(m, n, k, arithmetic, x, layer, y, run),
                () -> reference.linear(m, n, k, arithmetic, x, layer, y, run));
    }

    @Override
    public void batchedGemm(
            BatchedGemm shape, ProductArithmetic arithmetic, long[] a, long[] b, long[] y, NodeRun run) {
        arithmetic.requireTerms(shape.k());
        require(
                products.batchedGemm(shape, arithmetic, a, b, y, run),
                () -> reference.batchedGemm(shape, arithmetic, a, b, y, run));
    }

    @Override
    public void binary(BinaryOp op, int n, Operand a, Operand b, FixedType type, long[] y, NodeRun run) {
        a.requireAligned(b);
        require(elements.binary(op, n, a, b, type, y, run), () -> reference.binary(op, n, a, b, type, y, run));
    }

    @Override
    public void convert(int n, Operand x, FixedType type, long[] y, NodeRun run) {
        require(elements.convert(n, x, type, y, run), () -> reference.convert(n, x, type, y, run));
    }

    @Override
    public void quantise(int n, float[] x, FixedType type, long[] y, NodeRun run) {
        require(elements.quantise(n, x, type, y, run), () -> reference.quantise(n, x, type, y, run));
    }

    @Override
    public void clip(int n, Operand x, long low, long high, FixedType type, long[] y, NodeRun run) {
        require(elements.clip(n, x, low, high, type, y, run), () -> reference.clip(n, x, low, high, type, y, run));
    }

    @Override
    public void table(int n, Operand x, FunctionTable function, long[] y, NodeRun run) {
        require(elements.table(n, x, function, y, run), () -> reference.table(n, x, function, y, run));
    }

    @Override
    public void pool(Pool2d shape, Operand x, FixedType type, long[] y, NodeRun run) {
        require(pools.pool(shape, x, type, y, run), () -> reference.pool(shape, x, type, y, run));
    }

    @Override
    public void bound(BoundedRelu shape, Operand x, WordBounds limits, FixedType type, long[] y, NodeRun run) {
        limits.requireAligned(x);
        require(bounds.bound(shape, x, limits, type, y, run), () -> reference.bound(shape, x, limits, type, y, run));
    }
}
