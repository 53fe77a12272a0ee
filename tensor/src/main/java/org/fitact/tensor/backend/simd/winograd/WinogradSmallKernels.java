package org.fitact.tensor.backend.simd.winograd;

import static org.fitact.tensor.backend.simd.run.Lanes.F;
import static org.fitact.tensor.backend.simd.run.Lanes.FIRST;
import static org.fitact.tensor.backend.simd.run.Lanes.L;

import jdk.incubator.vector.FloatVector;

/**
 * The transforms of Winograd's F(2×2, 3×3), as {@link WinogradKernels} has those of F(4×4, 3×3), with the interpolation
 * points 0, ±1 and ∞. {@code t} is scratch memory of at least {@code 16·L} elements; modified.
 */
final class WinogradSmallKernels {

    private WinogradSmallKernels() {}

    /**
     * {@code v[f] = (Bᵀ d B)[f]} for the 16 products f of a 4×4 patch d.
     *
     * @param x holds the patch from {@code at} on; {@code line} and {@code pixel} are the distances in it
     * @param v written at {@code to + f·pitch}
     */
    static void input(float[] x, int at, int line, int pixel, float[] t, float[] v, int to, int pitch) {
        for (int j = 0; j < 4; j++) {
            int s = at + j * pixel;
            FloatVector d0 = FloatVector.fromArray(F, x, s);
            FloatVector d1 = FloatVector.fromArray(F, x, s + line);
            FloatVector d2 = FloatVector.fromArray(F, x, s + 2 * line);
            FloatVector d3 = FloatVector.fromArray(F, x, s + 3 * line);
            inputLine(d0, d1, d2, d3, t, FIRST + j * L, 4 * L);
        }
        for (int i = 0; i < 4; i++) {
            int s = FIRST + i * 4 * L;
            FloatVector d0 = FloatVector.fromArray(F, t, s);
            FloatVector d1 = FloatVector.fromArray(F, t, s + L);
            FloatVector d2 = FloatVector.fromArray(F, t, s + 2 * L);
            FloatVector d3 = FloatVector.fromArray(F, t, s + 3 * L);
            inputLine(d0, d1, d2, d3, v, to + 4 * i * pitch, pitch);
        }
    }

    /** {@code Bᵀd} for one column d. */
    private static void inputLine(
            FloatVector d0, FloatVector d1, FloatVector d2, FloatVector d3, float[] v, int to, int pitch) {
        d0.sub(d2).intoArray(v, to);
        d1.add(d2).intoArray(v, to + pitch);
        d2.sub(d1).intoArray(v, to + 2 * pitch);
        d1.sub(d3).intoArray(v, to + 3 * pitch);
    }

    /**
     * {@code y = Aᵀ m A}, 2×2 from 16 products.
     *
     * @param m read at {@code at + f·pitch}
     * @param y written at {@code to + pixel·distance} for the 4 pixels in row-major order
     */
    static void output(float[] m, int at, int pitch, float[] t, float[] y, int to, int distance) {
        for (int j = 0; j < 4; j++) {
            int s = at + j * pitch;
            FloatVector m0 = FloatVector.fromArray(F, m, s);
            FloatVector m1 = FloatVector.fromArray(F, m, s + 4 * pitch);
            FloatVector m2 = FloatVector.fromArray(F, m, s + 8 * pitch);
            FloatVector m3 = FloatVector.fromArray(F, m, s + 12 * pitch);
            outputLine(m0, m1, m2, m3, t, FIRST + j * L, 4 * L);
        }
        for (int i = 0; i < 2; i++) {
            int s = FIRST + i * 4 * L;
            FloatVector m0 = FloatVector.fromArray(F, t, s);
            FloatVector m1 = FloatVector.fromArray(F, t, s + L);
            FloatVector m2 = FloatVector.fromArray(F, t, s + 2 * L);
            FloatVector m3 = FloatVector.fromArray(F, t, s + 3 * L);
            outputLine(m0, m1, m2, m3, y, to + 2 * i * distance, distance);
        }
    }

    /** {@code Aᵀm} for one column m. */
    private static void outputLine(
            FloatVector m0, FloatVector m1, FloatVector m2, FloatVector m3, float[] y, int to, int pitch) {
        m0.add(m1).add(m2).intoArray(y, to);
        m1.sub(m2).sub(m3).intoArray(y, to + pitch);
    }

    /**
     * {@code u[f] = (G w Gᵀ)[f]} for the nine taps w.
     *
     * @param w tap (ky, kx) at {@code at + (3·ky + kx)·tap}
     * @param u written at {@code to + f·pitch}
     */
    static void weight(float[] w, int at, int tap, float[] t, float[] u, int to, int pitch) {
        for (int j = 0; j < 3; j++) {
            int s = at + j * tap;
            FloatVector w0 = FloatVector.fromArray(F, w, s);
            FloatVector w1 = FloatVector.fromArray(F, w, s + 3 * tap);
            FloatVector w2 = FloatVector.fromArray(F, w, s + 6 * tap);
            weightLine(w0, w1, w2, t, FIRST + j * L, 3 * L);
        }
        for (int i = 0; i < 4; i++) {
            int s = FIRST + i * 3 * L;
            FloatVector w0 = FloatVector.fromArray(F, t, s);
            FloatVector w1 = FloatVector.fromArray(F, t, s + L);
            FloatVector w2 = FloatVector.fromArray(F, t, s + 2 * L);
            weightLine(w0, w1, w2, u, to + 4 * i * pitch, pitch);
        }
    }

    /** {@code Gw} for one column w. */
    private static void weightLine(FloatVector w0, FloatVector w1, FloatVector w2, float[] u, int to, int pitch) {
        FloatVector ends = w0.add(w2).mul(0.5f);
        FloatVector middle = w1.mul(0.5f);
        w0.intoArray(u, to);
        ends.add(middle).intoArray(u, to + pitch);
        ends.sub(middle).intoArray(u, to + 2 * pitch);
        w2.intoArray(u, to + 3 * pitch);
    }
}
