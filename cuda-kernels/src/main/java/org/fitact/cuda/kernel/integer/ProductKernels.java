package org.fitact.cuda.kernel.integer;

import java.util.stream.IntStream;
import org.fitact.cuda.driver.DevicePointer;
import org.fitact.cuda.kernel.Conv2dAlgorithm;
import org.fitact.tensor.backend.op.Conv2d;
import org.fitact.tensor.backend.op.attention.BatchedGemm;
import org.fitact.tensor.fixedpoint.FixedType;
import org.fitact.tensor.fixedpoint.Format;
import org.fitact.tensor.fixedpoint.Wide;
import org.fitact.tensor.integer.Accumulator;
import org.fitact.tensor.integer.LayerWords;
import org.fitact.tensor.integer.NodeRun;
import org.fitact.tensor.integer.ProductArithmetic;

/**
 * Launches the kernels of {@code integerproduct.cu}. Each method is that of {@link org.fitact.tensor.integer.IntegerOps}, but that it
 * returns false if something failed.
 */
public final class ProductKernels {

    private static final String FAMILY = "integerproduct";

    private final WordDevice device;

    public ProductKernels(WordDevice device) {
        this.device = device;
    }

    public boolean conv2d(
            Conv2d shape, ProductArithmetic arithmetic, long[] x, LayerWords layer, long[] y, NodeRun run) {
        int inputs = shape.inputElements();
        return device.compute(
                shape.outputElements(),
                y,
                run,
                op -> op.launch(
                        FAMILY,
                        "integerConv2d",
                        Conv2dAlgorithm.struct(shape),
                        struct(arithmetic),
                        bits(arithmetic, x, inputs, layer),
                        op.words(x, inputs),
                        op.words(layer.weight()),
                        op.words(biases(layer))));
    }

    public boolean linear(
            int m, int n, int k, ProductArithmetic arithmetic, long[] x, LayerWords layer, long[] y, NodeRun run) {
        return device.compute(
                m * n,
                y,
                run,
                op -> op.launch(
                        FAMILY,
                        "integerGemm",
                        struct(BatchedGemm.of(1, m, n, k)),
                        struct(arithmetic),
                        bits(arithmetic, x, m * k, layer),
                        op.words(x, m * k),
                        op.words(layer.weight()),
                        op.words(biases(layer))));
    }

    public boolean batchedGemm(
            BatchedGemm shape, ProductArithmetic arithmetic, long[] a, long[] b, long[] y, NodeRun run) {
        int left = shape.leftElements();
        int right = shape.rightElements();
        return device.compute(
                shape.outputElements(),
                y,
                run,
                op -> op.launch(
                        FAMILY,
                        "integerGemm",
                        struct(shape),
                        struct(arithmetic),
                        bits(LayerWords.magnitude(a, left) * LayerWords.magnitude(b, right) * shape.k()),
                        op.words(a, left),
                        op.words(b, right),
                        DevicePointer.NULL));
    }

    private static long[] biases(LayerWords layer) {
        return IntStream.range(0, layer.channels()).mapToLong(layer::bias).toArray();
    }

    private static int bits(ProductArithmetic arithmetic, long[] x, int n, LayerWords layer) {
        boolean complete = arithmetic.accumulator().moment() == Accumulator.Moment.END;
        return complete ? bits(LayerWords.magnitude(x, n) * layer.largestMagnitude()) : Wide.BITS;
    }

    /** Bits in which sums of products that do not exceed a magnitude grow. */
    private static int bits(double magnitude) {
        return magnitude < 0x1p31 ? Integer.SIZE : magnitude < 0x1p62 ? Long.SIZE : Wide.BITS;
    }

    /** The struct {@code MatrixShape}. */
    private static int[] struct(BatchedGemm shape) {
        return new int[] {
            shape.batch(), shape.m(), shape.n(), shape.k(), shape.transposeA() ? 1 : 0, shape.transposeB() ? 1 : 0
        };
    }

    /** The struct {@code ProductArithmetic}. */
    private static int[] struct(ProductArithmetic arithmetic) {
        FixedType register = arithmetic.accumulator().type();
        boolean atEach = arithmetic.accumulator().moment() == Accumulator.Moment.EACH_ADDITION;
        int common = arithmetic.common();
        int[] numbers = {
            arithmetic.product(),
            common,
            arithmetic.bias().map(Format::fraction).orElse(common),
            arithmetic.bias().isPresent() ? 1 : 0,
            atEach ? 1 : 0
        };
        return IntStream.concat(
                        IntStream.concat(
                                IntStream.of(WordOp.struct(register)),
                                IntStream.of(WordOp.struct(arithmetic.output()))),
                        IntStream.of(numbers))
                .toArray();
    }
}
