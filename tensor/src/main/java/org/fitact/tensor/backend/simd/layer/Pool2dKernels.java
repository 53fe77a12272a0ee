package org.fitact.tensor.backend.simd.layer;

import static org.fitact.tensor.backend.simd.run.Lanes.L;
import static org.fitact.tensor.backend.simd.run.Lanes.broadcast;
import static org.fitact.tensor.backend.simd.run.Lanes.load;
import static org.fitact.tensor.backend.simd.run.Lanes.tail;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.fitact.tensor.backend.op.Pool2d;

/** One window of a pooling, for all channels. */
public final class Pool2dKernels {

    private Pool2dKernels() {}

    private static int line(Pool2d shape) {
        return shape.width() * shape.channels();
    }

    /** {@code max} gives NaN if one is NaN. */
    static void largest(Pool2d shape, float[] x, int from, float[] y, int to) {
        for (int c = 0; c < shape.channels(); c += L) {
            VectorMask<Float> mask = tail(c, shape.channels());
            FloatVector best = load(x, from + c, mask);
            for (int ky = 0; ky < shape.kernel(); ky++) {
                for (int kx = 0; kx < shape.kernel(); kx++) {
                    int at = from + ky * line(shape) + kx * shape.channels() + c;
                    best = best.max(load(x, at, mask));
                }
            }
            best.intoArray(y, to + c, mask);
        }
    }

    static void mean(Pool2d shape, float[] x, int from, float[] y, int to) {
        for (int c = 0; c < shape.channels(); c += L) {
            VectorMask<Float> mask = tail(c, shape.channels());
            FloatVector sum = broadcast(0);
            for (int ky = 0; ky < shape.kernel(); ky++) {
                for (int kx = 0; kx < shape.kernel(); kx++) {
                    int at = from + ky * line(shape) + kx * shape.channels() + c;
                    sum = sum.add(load(x, at, mask));
                }
            }
            sum.div(shape.kernel() * shape.kernel()).intoArray(y, to + c, mask);
        }
    }

    /** Adds gy to the gradient of the first NaN of a window, or else of its first largest element. */
    static void gradLargest(Pool2d shape, float[] x, int from, float[] gy, int at, float[] gx) {
        for (int c = 0; c < shape.channels(); c += L) {
            VectorMask<Float> mask = tail(c, shape.channels());
            FloatVector best = load(x, from + c, mask);
            FloatVector winner = broadcast(0); // the number of a tap, which a float holds exactly
            for (int tap = 1; tap < shape.kernel() * shape.kernel(); tap++) {
                FloatVector v = load(x, from + offset(shape, tap) + c, mask);
                VectorMask<Float> better = v.compare(VectorOperators.GT, best)
                        .or(v.test(VectorOperators.IS_NAN).andNot(best.test(VectorOperators.IS_NAN)));
                best = best.blend(v, better);
                winner = winner.blend(tap, better);
            }
            FloatVector upstream = load(gy, at + c, mask);
            for (int tap = 0; tap < shape.kernel() * shape.kernel(); tap++) {
                int target = from + offset(shape, tap) + c;
                VectorMask<Float> won = winner.compare(VectorOperators.EQ, tap).and(mask);
                load(gx, target, mask).add(upstream, won).intoArray(gx, target, mask);
            }
        }
    }

    private static int offset(Pool2d shape, int tap) {
        return tap / shape.kernel() * line(shape) + tap % shape.kernel() * shape.channels();
    }

    static void gradMean(Pool2d shape, float[] gy, int at, float[] gx, int to) {
        for (int c = 0; c < shape.channels(); c += L) {
            VectorMask<Float> mask = tail(c, shape.channels());
            FloatVector share = load(gy, at + c, mask).div(shape.kernel() * shape.kernel());
            for (int ky = 0; ky < shape.kernel(); ky++) {
                for (int kx = 0; kx < shape.kernel(); kx++) {
                    int target = to + ky * line(shape) + kx * shape.channels() + c;
                    load(gx, target, mask).add(share).intoArray(gx, target, mask);
                }
            }
        }
    }
}
