package org.fitact.tensor.backend.simd;

import static org.fitact.tensor.backend.simd.Lanes.L;
import static org.fitact.tensor.backend.simd.Lanes.broadcast;
import static org.fitact.tensor.backend.simd.Lanes.load;
import static org.fitact.tensor.backend.simd.Lanes.tail;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.fitact.tensor.backend.Pool2d;

/** One window of a pooling, for all channels. */
final class PoolKernels {

    private PoolKernels() {}

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

    /**
     * Adds gy to the gradient of the first NaN of a window, or else of its first largest element.
     *
     * @param fresh whether no other window has these elements: they are written, whatever they hold
     */
    static void gradLargest(Pool2d shape, float[] x, int from, float[] gy, int at, float[] gx, boolean fresh) {
        for (int c = 0; c < shape.channels(); c += L) {
            VectorMask<Float> mask = tail(c, shape.channels());
            FloatVector winner = winner(shape, x, from + c, mask);
            FloatVector upstream = load(gy, at + c, mask);
            int tap = 0;
            for (int ky = 0; ky < shape.kernel(); ky++) {
                int target = from + ky * line(shape) + c;
                for (int kx = 0; kx < shape.kernel(); kx++, tap++, target += shape.channels()) {
                    VectorMask<Float> won = winner.compare(VectorOperators.EQ, tap);
                    FloatVector before = fresh ? broadcast(0) : load(gx, target, mask);
                    before.add(upstream, won).intoArray(gx, target, mask);
                }
            }
        }
    }

    /** The number of the tap that a window's maximum comes from, which a float holds exactly. */
    private static FloatVector winner(Pool2d shape, float[] x, int from, VectorMask<Float> mask) {
        FloatVector best = load(x, from, mask);
        FloatVector winner = broadcast(0);
        int tap = 0;
        for (int ky = 0; ky < shape.kernel(); ky++) {
            int at = from + ky * line(shape);
            for (int kx = 0; kx < shape.kernel(); kx++, tap++, at += shape.channels()) {
                FloatVector v = load(x, at, mask);
                VectorMask<Float> better = v.compare(VectorOperators.GT, best)
                        .or(v.test(VectorOperators.IS_NAN).andNot(best.test(VectorOperators.IS_NAN)));
                best = best.blend(v, better);
                winner = winner.blend(tap, better);
            }
        }
        return winner;
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
