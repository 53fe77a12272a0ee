package org.fitact.tensor.backend.simd.integer;

import java.util.Arrays;
import java.util.Optional;
import org.fitact.tensor.backend.op.BinaryOp;
import org.fitact.tensor.backend.op.BoundedRelu;
import org.fitact.tensor.backend.op.Conv2d;
import org.fitact.tensor.backend.op.Pool2d;
import org.fitact.tensor.backend.op.attention.BatchedGemm;
import org.fitact.tensor.fixedpoint.FixedType;
import org.fitact.tensor.integer.FastIntegerOps;
import org.fitact.tensor.integer.FunctionTable;
import org.fitact.tensor.integer.IntegerOps;
import org.fitact.tensor.integer.LayerWords;
import org.fitact.tensor.integer.NodeRun;
import org.fitact.tensor.integer.Operand;
import org.fitact.tensor.integer.ProductArithmetic;
import org.fitact.tensor.integer.WordBounds;

/**
 * Integer ops by vectors of doubles. What computes a layer is chosen by its words as they are now: Winograd's algorithm where no sum of its
 * products can reach 2^51, sums of taps where none of theirs can, and {@link FastIntegerOps} else. Words and
 * counts are those of the reference in each case. Several threads may use it at once, each for results of its own.
 */
public final class SimdIntegerOps implements IntegerOps {

    private final IntegerOps others = new FastIntegerOps();
    private final ThreadLocal<Scratch> scratch = ThreadLocal.withInitial(Scratch::new);

    @Override
    public void conv2d(Conv2d shape, ProductArithmetic arithmetic, long[] x, LayerWords layer, long[] y, NodeRun run) {
        arithmetic.requireTerms(shape.terms());
        if (!summed(shape, arithmetic, x, layer, y, run)) {
            others.conv2d(shape, arithmetic, x, layer, y, run);
        }
    }

    private boolean summed(
            Conv2d shape, ProductArithmetic arithmetic, long[] x, LayerWords layer, long[] y, NodeRun run) {
        if (shape.groups() > 1) {
            return false;
        }
        double largest = Doubles.magnitude(x, shape.inputElements());
        double magnitude = largest * layer.largestMagnitude();
        Optional<SumSteps> steps = SumSteps.of(arithmetic, layer, magnitude);
        if (steps.isEmpty()) {
            return false;
        }
        if (WinogradSums.suits(shape) && WinogradTransforms.REST * magnitude < Doubles.EXACT) {
            WinogradWords words = WinogradWords.of(layer);
            if (words.isExact(largest)) {
                new WinogradSums(shape, words, steps.get(), scratch.get()).conv2d(x, y);
                return steps.get().tell(run, shape.outputElements());
            }
        }
        PackedWords words = PackedWords.of(layer);
        if (!words.isExact()) {
            return false;
        }
        new TapSums(words, steps.get(), scratch.get(), y).conv2d(shape, x);
        return steps.get().tell(run, shape.outputElements());
    }

    @Override
    public void linear(
            int m, int n, int k, ProductArithmetic arithmetic, long[] x, LayerWords layer, long[] y, NodeRun run) {
        arithmetic.requireTerms(k);
        Optional<SumSteps> steps =
                SumSteps.of(arithmetic, layer, Doubles.magnitude(x, m * k) * layer.largestMagnitude());
        if (steps.isPresent()) {
            PackedWords words = PackedWords.of(layer);
            if (words.isExact()) {
                new TapSums(words, steps.get(), scratch.get(), y).linear(m, k, x);
                if (steps.get().tell(run, (long) m * n)) {
                    return;
                }
            }
        }
        others.linear(m, n, k, arithmetic, x, layer, y, run);
    }

    @Override
    public void batchedGemm(
            BatchedGemm shape, ProductArithmetic arithmetic, long[] a, long[] b, long[] y, NodeRun run) {
        others.batchedGemm(shape, arithmetic, a, b, y, run);
    }

    @Override
    public void binary(BinaryOp op, int n, Operand a, Operand b, FixedType type, long[] y, NodeRun run) {
        boolean sums = op == BinaryOp.ADD || op == BinaryOp.SUBTRACT;
        boolean done = sums
                && ElementKernels.suits(a.format().fraction(), type)
                && ElementKernels.suits(b.format().fraction(), type)
                && ElementKernels.sum(n, a, b, op == BinaryOp.ADD ? 1 : -1, type, y, run);
        if (!done) {
            others.binary(op, n, a, b, type, y, run);
        }
    }

    @Override
    public void convert(int n, Operand x, FixedType type, long[] y, NodeRun run) {
        boolean done = ElementKernels.suits(x.format().fraction(), type)
                && ElementKernels.clip(n, x, Long.MIN_VALUE, Long.MAX_VALUE, type, y, run);
        if (!done) {
            others.convert(n, x, type, y, run);
        }
    }

    @Override
    public void quantise(int n, float[] x, FixedType type, long[] y, NodeRun run) {
        boolean done = WordSteps.suits(type)
                && Doubles.isScale(type.format().fraction())
                && ElementKernels.quantise(n, x, type, y, run);
        if (!done) {
            others.quantise(n, x, type, y, run);
        }
    }

    @Override
    public void clip(int n, Operand x, long low, long high, FixedType type, long[] y, NodeRun run) {
        boolean done =
                ElementKernels.suits(x.format().fraction(), type) && ElementKernels.clip(n, x, low, high, type, y, run);
        if (!done) {
            others.clip(n, x, low, high, type, y, run);
        }
    }

    @Override
    public void table(int n, Operand x, FunctionTable function, long[] y, NodeRun run) {
        others.table(n, x, function, y, run);
    }

    @Override
    public void pool(Pool2d shape, Operand x, FixedType type, long[] y, NodeRun run) {
        boolean done = shape.kind() == Pool2d.Kind.MAX
                && ElementKernels.suits(x.format().fraction(), type)
                && PoolKernels.largest(shape, x, type, y, run);
        if (!done) {
            others.pool(shape, x, type, y, run);
        }
    }

    @Override
    public void bound(BoundedRelu shape, Operand x, WordBounds bounds, FixedType type, long[] y, NodeRun run) {
        if (!bounded(shape, x, bounds, type, y, run)) {
            others.bound(shape, x, bounds, type, y, run);
        }
    }

    private static boolean bounded(
            BoundedRelu shape, Operand x, WordBounds bounds, FixedType type, long[] y, NodeRun run) {
        boolean saturates = shape.policy() == BoundedRelu.Policy.SATURATE;
        boolean comparable = isComparable(bounds.upper(), x, type)
                && (bounds.lower().isEmpty() || isComparable(bounds.lower().get(), x, type));
        return shape.policy() != BoundedRelu.Policy.SMOOTH
                && comparable
                && ElementKernels.suits(x.format().fraction(), type)
                && ElementKernels.bound(
                        shape.elements(),
                        x,
                        repeated(bounds.upper(), shape),
                        bounds.lower().map(lower -> repeated(lower, shape)).orElse(null),
                        saturates,
                        type,
                        y,
                        run);
    }

    /** Whether bounds are numbers that the steps take, as they are and in units of x or of the type. */
    private static boolean isComparable(Operand bound, Operand x, FixedType type) {
        double largest = Doubles.magnitude(bound.words(), bound.words().length);
        int fraction = bound.format().fraction();
        return largest <= ElementKernels.limit(ElementKernels.scale(fraction, type))
                && ElementKernels.suits(fraction, type)
                && Doubles.isScale(x.format().fraction() - fraction);
    }

    /** The bound of a layer, one for each channel. */
    private static Operand repeated(Operand bound, BoundedRelu shape) {
        if (shape.granularity() != BoundedRelu.Granularity.LAYER) {
            return bound;
        }
        long[] all = new long[shape.channels()];
        Arrays.fill(all, bound.words()[0]);
        return new Operand(all, bound.format());
    }
}
