package org.fitact.tensor.backend.simd.winograd;

import static org.fitact.tensor.backend.simd.run.Lanes.F;
import static org.fitact.tensor.backend.simd.run.Lanes.FIRST;
import static org.fitact.tensor.backend.simd.run.Lanes.L;

import jdk.incubator.vector.FloatVector;
import org.fitact.tensor.backend.simd.run.Lanes;

/**
 * The linear transforms of Winograd's F(4×4, 3×3) for one tile and as many channels as a vector has lanes (A. Lavin, S.
 * Gray: <i>Fast Algorithms for Convolutional Neural Networks</i>, 2016): with the interpolation points 0, ±1, ±2 and ∞,
 * {@code y = Aᵀ[(G w Gᵀ) ⊙ (Bᵀ x B)]A}.
 *
 * <p>Each transform is two passes, down the columns into scratch memory and along its lines. {@code t} is that memory, at
 * least {@code 36·L} elements from {@link Lanes#FIRST} on; modified.
 */
final class WinogradKernels {

    private WinogradKernels() {}

    /**
     * {@code v[f] = (Bᵀ d B)[f]} for the 36 products f of a 6×6 patch d.
     *
     * @param x holds the patch from {@code at} on; {@code line} and {@code pixel} are the distances in it
     * @param v written at {@code to + f·pitch}
     */
    static void input(float[] x, int at, int line, int pixel, float[] t, float[] v, int to, int pitch) {
        for (int j = 0; j < 6; j++) {
            int s = at + j * pixel;
            FloatVector d0 = FloatVector.fromArray(F, x, s);
            FloatVector d1 = FloatVector.fromArray(F, x, s + line);
            FloatVector d2 = FloatVector.fromArray(F, x, s + 2 * line);
            FloatVector d3 = FloatVector.fromArray(F, x, s + 3 * line);
            FloatVector d4 = FloatVector.fromArray(F, x, s + 4 * line);
            FloatVector d5 = FloatVector.fromArray(F, x, s + 5 * line);
            inputLine(d0, d1, d2, d3, d4, d5, t, FIRST + j * L, 6 * L);
        }
        for (int i = 0; i < 6; i++) {
            int s = FIRST + i * 6 * L;
            FloatVector d0 = FloatVector.fromArray(F, t, s);
            FloatVector d1 = FloatVector.fromArray(F, t, s + L);
            FloatVector d2 = FloatVector.fromArray(F, t, s + 2 * L);
            FloatVector d3 = FloatVector.fromArray(F, t, s + 3 * L);
            FloatVector d4 = FloatVector.fromArray(F, t, s + 4 * L);
            FloatVector d5 = FloatVector.fromArray(F, t, s + 5 * L);
            inputLine(d0, d1, d2, d3, d4, d5, v, to + 6 * i * pitch, pitch);
        }
    }

    /** {@code Bᵀd} for one column d. */
    private static void inputLine(
            FloatVector d0,
            FloatVector d1,
            FloatVector d2,
            FloatVector d3,
            FloatVector d4,
            FloatVector d5,
            float[] v,
            int to,
            int pitch) {
        FloatVector four = FloatVector.broadcast(F, 4f);
        FloatVector minusFour = FloatVector.broadcast(F, -4f);
        FloatVector minusFive = FloatVector.broadcast(F, -5f);
        FloatVector even = d2.fma(minusFour, d4);
        FloatVector odd = d1.fma(minusFour, d3);
        FloatVector evenHalf = d4.sub(d2);
        FloatVector difference = d3.sub(d1);
        FloatVector oddHalf = difference.add(difference);
        d0.fma(four, d2.fma(minusFive, d4)).intoArray(v, to);
        even.add(odd).intoArray(v, to + pitch);
        even.sub(odd).intoArray(v, to + 2 * pitch);
        evenHalf.add(oddHalf).intoArray(v, to + 3 * pitch);
        evenHalf.sub(oddHalf).intoArray(v, to + 4 * pitch);
        d1.fma(four, d3.fma(minusFive, d5)).intoArray(v, to + 5 * pitch);
    }

    /**
     * {@code y = Aᵀ m A}, 4×4 from 36 products.
     *
     * @param m read at {@code at + f·pitch}
     * @param y written at {@code to + pixel·distance} for the 16 pixels in row-major order
     */
    static void output(float[] m, int at, int pitch, float[] t, float[] y, int to, int distance) {
        for (int j = 0; j < 6; j++) {
            int s = at + j * pitch;
            FloatVector m0 = FloatVector.fromArray(F, m, s);
            FloatVector m1 = FloatVector.fromArray(F, m, s + 6 * pitch);
            FloatVector m2 = FloatVector.fromArray(F, m, s + 12 * pitch);
            FloatVector m3 = FloatVector.fromArray(F, m, s + 18 * pitch);
            FloatVector m4 = FloatVector.fromArray(F, m, s + 24 * pitch);
            FloatVector m5 = FloatVector.fromArray(F, m, s + 30 * pitch);
            outputLine(m0, m1, m2, m3, m4, m5, t, FIRST + j * L, 6 * L);
        }
        for (int i = 0; i < 4; i++) {
            int s = FIRST + i * 6 * L;
            FloatVector m0 = FloatVector.fromArray(F, t, s);
            FloatVector m1 = FloatVector.fromArray(F, t, s + L);
            FloatVector m2 = FloatVector.fromArray(F, t, s + 2 * L);
            FloatVector m3 = FloatVector.fromArray(F, t, s + 3 * L);
            FloatVector m4 = FloatVector.fromArray(F, t, s + 4 * L);
            FloatVector m5 = FloatVector.fromArray(F, t, s + 5 * L);
            outputLine(m0, m1, m2, m3, m4, m5, y, to + 4 * i * distance, distance);
        }
    }

    /** {@code Aᵀm} for one column m. */
    private static void outputLine(
            FloatVector m0,
            FloatVector m1,
            FloatVector m2,
            FloatVector m3,
            FloatVector m4,
            FloatVector m5,
            float[] y,
            int to,
            int pitch) {
        FloatVector sum = m1.add(m2);
        FloatVector difference = m1.sub(m2);
        FloatVector farSum = m3.add(m4);
        FloatVector farDifference = m3.sub(m4);
        m0.add(sum).add(farSum).intoArray(y, to);
        farDifference.fma(FloatVector.broadcast(F, 2f), difference).intoArray(y, to + pitch);
        farSum.fma(FloatVector.broadcast(F, 4f), sum).intoArray(y, to + 2 * pitch);
        farDifference.fma(FloatVector.broadcast(F, 8f), difference).add(m5).intoArray(y, to + 3 * pitch);
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
        for (int i = 0; i < 6; i++) {
            int s = FIRST + i * 3 * L;
            FloatVector w0 = FloatVector.fromArray(F, t, s);
            FloatVector w1 = FloatVector.fromArray(F, t, s + L);
            FloatVector w2 = FloatVector.fromArray(F, t, s + 2 * L);
            weightLine(w0, w1, w2, u, to + 6 * i * pitch, pitch);
        }
    }

    /** {@code Gw} for one column w. */
    private static void weightLine(FloatVector w0, FloatVector w1, FloatVector w2, float[] u, int to, int pitch) {
        FloatVector outer = w0.add(w2);
        FloatVector near = FloatVector.broadcast(F, -1 / 6f);
        w0.mul(0.25f).intoArray(u, to);
        outer.add(w1).mul(near).intoArray(u, to + pitch);
        outer.sub(w1).mul(near).intoArray(u, to + 2 * pitch);
        FloatVector far = w2.fma(FloatVector.broadcast(F, 4f), w0).mul(1 / 24f);
        FloatVector middle = w1.mul(1 / 12f);
        far.add(middle).intoArray(u, to + 3 * pitch);
        far.sub(middle).intoArray(u, to + 4 * pitch);
        w2.intoArray(u, to + 5 * pitch);
    }

    /**
     * {@code v[f] = (A g Aᵀ)[f]} for a tile g of 4×4: what the gradient by the output is multiplied as.
     *
     * @param g holds the tile from {@code at} on; {@code line} and {@code pixel} are the distances in it
     * @param v written at {@code to + f·pitch}
     */
    static void gradient(float[] g, int at, int line, int pixel, float[] t, float[] v, int to, int pitch) {
        for (int j = 0; j < 4; j++) {
            int s = at + j * pixel;
            FloatVector g0 = FloatVector.fromArray(F, g, s);
            FloatVector g1 = FloatVector.fromArray(F, g, s + line);
            FloatVector g2 = FloatVector.fromArray(F, g, s + 2 * line);
            FloatVector g3 = FloatVector.fromArray(F, g, s + 3 * line);
            gradientLine(g0, g1, g2, g3, t, FIRST + j * L, 4 * L);
        }
        for (int i = 0; i < 6; i++) {
            int s = FIRST + i * 4 * L;
            FloatVector g0 = FloatVector.fromArray(F, t, s);
            FloatVector g1 = FloatVector.fromArray(F, t, s + L);
            FloatVector g2 = FloatVector.fromArray(F, t, s + 2 * L);
            FloatVector g3 = FloatVector.fromArray(F, t, s + 3 * L);
            gradientLine(g0, g1, g2, g3, v, to + 6 * i * pitch, pitch);
        }
    }

    /** {@code Ag} for one column g. */
    private static void gradientLine(
            FloatVector g0, FloatVector g1, FloatVector g2, FloatVector g3, float[] v, int to, int pitch) {
        FloatVector even = g0.add(g2);
        FloatVector odd = g1.add(g3);
        FloatVector farEven = g2.fma(FloatVector.broadcast(F, 4f), g0);
        FloatVector farOdd = g3.fma(FloatVector.broadcast(F, 4f), g1).mul(2f);
        g0.intoArray(v, to);
        even.add(odd).intoArray(v, to + pitch);
        even.sub(odd).intoArray(v, to + 2 * pitch);
        farEven.add(farOdd).intoArray(v, to + 3 * pitch);
        farEven.sub(farOdd).intoArray(v, to + 4 * pitch);
        g3.intoArray(v, to + 5 * pitch);
    }

    /**
     * {@code gw = Gᵀ m G}, the nine taps of the gradient by the weight.
     *
     * @param m read at {@code at + f·pitch}
     * @param gw tap (ky, kx) is written at {@code to + (3·ky + kx)·tap}
     */
    static void weightGradient(float[] m, int at, int pitch, float[] t, float[] gw, int to, int tap) {
        for (int j = 0; j < 6; j++) {
            int s = at + j * pitch;
            FloatVector m0 = FloatVector.fromArray(F, m, s);
            FloatVector m1 = FloatVector.fromArray(F, m, s + 6 * pitch);
            FloatVector m2 = FloatVector.fromArray(F, m, s + 12 * pitch);
            FloatVector m3 = FloatVector.fromArray(F, m, s + 18 * pitch);
            FloatVector m4 = FloatVector.fromArray(F, m, s + 24 * pitch);
            FloatVector m5 = FloatVector.fromArray(F, m, s + 30 * pitch);
            weightGradientLine(m0, m1, m2, m3, m4, m5, t, FIRST + j * L, 6 * L);
        }
        for (int i = 0; i < 3; i++) {
            int s = FIRST + i * 6 * L;
            FloatVector m0 = FloatVector.fromArray(F, t, s);
            FloatVector m1 = FloatVector.fromArray(F, t, s + L);
            FloatVector m2 = FloatVector.fromArray(F, t, s + 2 * L);
            FloatVector m3 = FloatVector.fromArray(F, t, s + 3 * L);
            FloatVector m4 = FloatVector.fromArray(F, t, s + 4 * L);
            FloatVector m5 = FloatVector.fromArray(F, t, s + 5 * L);
            weightGradientLine(m0, m1, m2, m3, m4, m5, gw, to + 3 * i * tap, tap);
        }
    }

    /** {@code Gᵀm} for one column m. */
    private static void weightGradientLine(
            FloatVector m0,
            FloatVector m1,
            FloatVector m2,
            FloatVector m3,
            FloatVector m4,
            FloatVector m5,
            float[] gw,
            int to,
            int pitch) {
        FloatVector sum = m1.add(m2);
        FloatVector farSum = m3.add(m4);
        FloatVector sixth = FloatVector.broadcast(F, 1 / 6f);
        FloatVector middle = m2.sub(m1).fma(FloatVector.broadcast(F, 2f), m3.sub(m4));
        farSum.fma(FloatVector.broadcast(F, 1 / 24f), sum.mul(-1 / 6f))
                .add(m0.mul(0.25f))
                .intoArray(gw, to);
        middle.mul(1 / 12f).intoArray(gw, to + pitch);
        farSum.sub(sum).fma(sixth, m5).intoArray(gw, to + 2 * pitch);
    }
}
