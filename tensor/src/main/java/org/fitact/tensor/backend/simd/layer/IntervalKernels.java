package org.fitact.tensor.backend.simd.layer;

import static org.fitact.tensor.backend.simd.run.Lanes.F;
import static org.fitact.tensor.backend.simd.run.Lanes.L;
import static org.fitact.tensor.backend.simd.run.Lanes.load;
import static org.fitact.tensor.backend.simd.run.Lanes.tail;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.fitact.tensor.backend.op.Interval;

/**
 * The interval of n elements and their n bounds of each side, from given offsets on; {@link Interval} has the formulas.
 *
 * <p>By the kernels of the bounded ReLU: a block of values is laid out in the L1 cache as their magnitudes, with the bound of
 * the side on which each lies, and gets its signs back behind them. {@code −B(−x; −μ)} and {@code B(x; λ)} are then one
 * pass over {@code B(|x|; ·)}, and no step of theirs is written a second time.
 */
public final class IntervalKernels {

    /** Elements of a block: three arrays of them are a fraction of an L1 cache. */
    private static final int BLOCK = 1024;

    private static final ThreadLocal<IntervalKernels> OF_THREAD = ThreadLocal.withInitial(IntervalKernels::new);

    private final float[] magnitudes = new float[BLOCK];
    private final float[] sides = new float[BLOCK];
    private final float[] upstream = new float[BLOCK];

    private IntervalKernels() {}

    /** {@code y[i] = interval(x[i], lower[i], upper[i])}; y may be x. */
    public static void forward(
            Interval shape, float[] x, int xo, float[] lower, float[] upper, int bo, float[] y, int yo, int n) {
        IntervalKernels block = OF_THREAD.get();
        for (int from = 0; from < n; from += BLOCK) {
            int length = Math.min(BLOCK, n - from);
            split(x, xo + from, lower, upper, bo + from, block.magnitudes, block.sides, length);
            BoundedReluKernels.forward(shape.side(), block.magnitudes, 0, block.sides, 0, block.magnitudes, 0, length);
            sign(block.magnitudes, x, xo + from, y, yo + from, length);
        }
    }

    /** {@code gx[i] = gy[i]·∂y/∂x} for n elements from an offset on, and their n bounds of each side. */
    static void byInput(
            Interval shape, float[] x, float[] gy, float[] gx, int from, float[] lower, float[] upper, int bo, int n) {
        IntervalKernels block = OF_THREAD.get();
        for (int at = 0; at < n; at += BLOCK) {
            int length = Math.min(BLOCK, n - at);
            split(x, from + at, lower, upper, bo + at, block.magnitudes, block.sides, length);
            System.arraycopy(gy, from + at, block.upstream, 0, length);
            BoundedReluGradKernels.byInput(
                    shape.side(), block.magnitudes, block.upstream, block.upstream, 0, block.sides, 0, length);
            System.arraycopy(block.upstream, 0, gx, from + at, length);
        }
    }

    private static void split(
            float[] x, int xo, float[] lower, float[] upper, int bo, float[] magnitudes, float[] sides, int n) {
        int i = 0;
        for (; i < F.loopBound(n); i += L) {
            FloatVector v = load(x, xo + i);
            side(v, load(lower, bo + i), load(upper, bo + i)).intoArray(sides, i);
            magnitude(v).intoArray(magnitudes, i);
        }
        if (i < n) {
            VectorMask<Float> rest = tail(i, n);
            FloatVector v = load(x, xo + i, rest);
            side(v, load(lower, bo + i, rest), load(upper, bo + i, rest)).intoArray(sides, i, rest);
            magnitude(v).intoArray(magnitudes, i, rest);
        }
    }

    private static void sign(float[] magnitudes, float[] x, int xo, float[] y, int yo, int n) {
        int i = 0;
        for (; i < F.loopBound(n); i += L) {
            signed(load(magnitudes, i), load(x, xo + i)).intoArray(y, yo + i);
        }
        if (i < n) {
            VectorMask<Float> rest = tail(i, n);
            signed(load(magnitudes, i, rest), load(x, xo + i, rest)).intoArray(y, yo + i, rest);
        }
    }

    private static FloatVector magnitude(FloatVector x) {
        return x.reinterpretAsInts().and(Integer.MAX_VALUE).reinterpretAsFloats();
    }

    /** The bound of the side of x, counted from 0. */
    private static FloatVector side(FloatVector x, FloatVector lower, FloatVector upper) {
        return upper.blend(lower.neg(), x.compare(VectorOperators.LT, 0));
    }

    /** A magnitude with the sign of x. */
    private static FloatVector signed(FloatVector magnitude, FloatVector x) {
        return magnitude
                .reinterpretAsInts()
                .or(x.reinterpretAsInts().and(Integer.MIN_VALUE))
                .reinterpretAsFloats();
    }
}
