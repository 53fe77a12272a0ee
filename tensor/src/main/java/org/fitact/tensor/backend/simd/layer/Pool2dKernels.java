package org.fitact.tensor.backend.simd.layer;

import static org.fitact.tensor.backend.simd.run.Lanes.L;
import static org.fitact.tensor.backend.simd.run.Lanes.broadcast;
import static org.fitact.tensor.backend.simd.run.Lanes.load;
import static org.fitact.tensor.backend.simd.run.Lanes.tail;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** One window of a pooling, for all channels. */
public final class Pool2dKernels {

    private Pool2dKernels() {}

    /**
     * The taps of a window that lie inside the input.
     *
     * @param down elements from one row of taps to the next
     * @param right elements from one tap of a row to the next
     */
    record Taps(int rows, int columns, int down, int right) {

        int count() {
            return rows * columns;
        }

        /** Offset of a tap from the first one. */
        int offset(int tap) {
            return tap / columns * down + tap % columns * right;
        }
    }

    /** {@code max} gives NaN if one is NaN. */
    static void largest(Taps taps, int channels, float[] x, int from, float[] y, int to) {
        for (int c = 0; c < channels; c += L) {
            VectorMask<Float> mask = tail(c, channels);
            FloatVector best = broadcast(Float.NEGATIVE_INFINITY);
            for (int ky = 0; ky < taps.rows; ky++) {
                for (int kx = 0; kx < taps.columns; kx++) {
                    best = best.max(load(x, from + ky * taps.down + kx * taps.right + c, mask));
                }
            }
            best.intoArray(y, to + c, mask);
        }
    }

    static void mean(Taps taps, int divisor, int channels, float[] x, int from, float[] y, int to) {
        for (int c = 0; c < channels; c += L) {
            VectorMask<Float> mask = tail(c, channels);
            FloatVector sum = broadcast(0);
            for (int ky = 0; ky < taps.rows; ky++) {
                for (int kx = 0; kx < taps.columns; kx++) {
                    sum = sum.add(load(x, from + ky * taps.down + kx * taps.right + c, mask));
                }
            }
            sum.div(divisor).intoArray(y, to + c, mask);
        }
    }

    /** Adds gy to the gradient of the first NaN of a window, or else of its first largest element. */
    static void gradLargest(Taps taps, int channels, float[] x, int from, float[] gy, int at, float[] gx) {
        for (int c = 0; c < channels && taps.count() > 0; c += L) {
            VectorMask<Float> mask = tail(c, channels);
            FloatVector best = load(x, from + c, mask);
            FloatVector winner = broadcast(0); // the number of a tap, which a float holds exactly
            for (int tap = 1; tap < taps.count(); tap++) {
                FloatVector v = load(x, from + taps.offset(tap) + c, mask);
                VectorMask<Float> better = v.compare(VectorOperators.GT, best)
                        .or(v.test(VectorOperators.IS_NAN).andNot(best.test(VectorOperators.IS_NAN)));
                best = best.blend(v, better);
                winner = winner.blend(tap, better);
            }
            FloatVector upstream = load(gy, at + c, mask);
            for (int tap = 0; tap < taps.count(); tap++) {
                int target = from + taps.offset(tap) + c;
                VectorMask<Float> won = winner.compare(VectorOperators.EQ, tap).and(mask);
                load(gx, target, mask).add(upstream, won).intoArray(gx, target, mask);
            }
        }
    }

    static void gradMean(Taps taps, int divisor, int channels, float[] gy, int at, float[] gx, int to) {
        for (int c = 0; c < channels; c += L) {
            VectorMask<Float> mask = tail(c, channels);
            FloatVector share = load(gy, at + c, mask).div(divisor);
            for (int ky = 0; ky < taps.rows; ky++) {
                for (int kx = 0; kx < taps.columns; kx++) {
                    int target = to + ky * taps.down + kx * taps.right + c;
                    load(gx, target, mask).add(share).intoArray(gx, target, mask);
                }
            }
        }
    }
}
