package org.fitact.tensor.integer;

import org.fitact.tensor.backend.op.BinaryOp;
import org.fitact.tensor.backend.op.BoundedRelu;
import org.fitact.tensor.backend.op.Conv2d;
import org.fitact.tensor.backend.op.Pool2d;
import org.fitact.tensor.backend.op.attention.BatchedGemm;
import org.fitact.tensor.fixedpoint.FixedType;

/**
 * Ops on words, each word held in a {@code long} as the number that it is, tensors row-major as for a {@link
 * org.fitact.tensor.backend.Backend}. All that implement it have the same words and the same counts as {@link
 * ReferenceIntegerOps}. Results are modified, operands are not.
 *
 * <p>An {@link ArithmeticException} says that a number was beyond the range of a type that fails then; it names the output.
 */
public interface IntegerOps {

    /** {@code y = output(accumulator(bias + Σ w·x))}, the terms in the order of the weight's rows: tap by tap, channel by channel. */
    void conv2d(Conv2d shape, ProductArithmetic arithmetic, long[] x, LayerWords layer, long[] y, NodeRun run);

    /** {@code y[m, n] = output(accumulator(bias[n] + Σ_k x[m, k]·w[k, n]))}, k ascending. */
    void linear(int m, int n, int k, ProductArithmetic arithmetic, long[] x, LayerWords layer, long[] y, NodeRun run);

    /** Products of matrices that are both values: {@code y = output(accumulator(Σ_k a[m, k]·b[k, n]))}. */
    void batchedGemm(BatchedGemm shape, ProductArithmetic arithmetic, long[] a, long[] b, long[] y, NodeRun run);

    /**
     * {@code y = type(op(a, b))}, exactly and rounded once: a sum, difference, product, maximum or minimum.
     *
     * @param n elements of each
     * @throws IllegalArgumentException for a quotient or a power
     */
    void binary(BinaryOp op, int n, Operand a, Operand b, FixedType type, long[] y, NodeRun run);

    /** Of an op that words do not have. */
    static IllegalArgumentException notOnWords(BinaryOp op) {
        return new IllegalArgumentException(op + " of words is no op, expected one without quotients");
    }

    /** {@code y = type(x)}. */
    void convert(int n, Operand x, FixedType type, long[] y, NodeRun run);

    /** {@code y = type(x)} of numbers that are no words yet. */
    void quantise(int n, float[] x, FixedType type, long[] y, NodeRun run);

    /** {@code y = type(max(low, min(high, x)))}, the limits as words of x; {@code max(0, x)} by limits of 0 and the largest word. */
    void clip(int n, Operand x, long low, long high, FixedType type, long[] y, NodeRun run);

    /** {@code y = f(x)} by a table. */
    void table(int n, Operand x, FunctionTable function, long[] y, NodeRun run);

    /** The largest word of a window, or the sum divided by the number of taps, exactly and rounded once. */
    void pool(Pool2d shape, Operand x, FixedType type, long[] y, NodeRun run);

    /** A bounded ReLU, or an interval where the bounds have lower ones: comparisons of words; see {@link WordBounds}. */
    void bound(BoundedRelu shape, Operand x, WordBounds bounds, FixedType type, long[] y, NodeRun run);
}
