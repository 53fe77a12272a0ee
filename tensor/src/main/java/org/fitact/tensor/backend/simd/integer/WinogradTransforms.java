package org.fitact.tensor.backend.simd.integer;

import static org.fitact.tensor.backend.simd.integer.Doubles.D;
import static org.fitact.tensor.backend.simd.integer.Doubles.J;
import static org.fitact.tensor.backend.simd.integer.Doubles.L;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The transforms of Winograd's F(4×4, 3×3) in whole numbers, for one tile and a vector of channels (A. Lavin, S. Gray: <i>Fast
 * Algorithms for Convolutional Neural Networks</i>, 2016). With U as {@link WinogradWords} has it and V = Bᵀ x B, the sums of taps are
 * {@code 576·y = A'ᵀ (U ⊙ V) A'}, the columns of A'ᵀ being those of Aᵀ times 24/4, −24/6, −24/6, 1, 1 and 24.
 *
 * <p>If {@code M = Σ |w|} and {@code X = max |x|}, an element of U ⊙ V, summed over channels, is at most {@code 24²·M·X}: a row of Bᵀ has the absolute sum 10,
 * 10, 10, 6, 6, 10, that of G the largest element 1, 1, 1, 4, 4, 1. {@code 576·y} is so too, and what lies between is added in
 * longs, where it may wrap and comes back.
 */
final class WinogradTransforms {

    /** What the sums of products, and the result, have more than {@code M·X}. */
    static final double GROWTH = 576;

    private WinogradTransforms() {}

    /**
     * {@code v[f] = (Bᵀ x B)[f]}.
     *
     * @param x words of the patch from {@code at} on; {@code line} and {@code pixel} are the distances in it
     * @param t scratch memory of 36 vectors; modified
     * @param v modified at {@code to + f·pitch}
     */
    static void input(long[] x, int at, int line, int pixel, double[] t, double[] v, int to, int pitch) {
        for (int j = 0; j < 6; j++) {
            int s = at + j * pixel;
            inputLine(
                    Doubles.of(LongVector.fromArray(J, x, s)),
                    Doubles.of(LongVector.fromArray(J, x, s + line)),
                    Doubles.of(LongVector.fromArray(J, x, s + 2 * line)),
                    Doubles.of(LongVector.fromArray(J, x, s + 3 * line)),
                    Doubles.of(LongVector.fromArray(J, x, s + 4 * line)),
                    Doubles.of(LongVector.fromArray(J, x, s + 5 * line)),
                    t,
                    j * L,
                    6 * L);
        }
        for (int i = 0; i < 6; i++) {
            int s = i * 6 * L;
            inputLine(
                    DoubleVector.fromArray(D, t, s),
                    DoubleVector.fromArray(D, t, s + L),
                    DoubleVector.fromArray(D, t, s + 2 * L),
                    DoubleVector.fromArray(D, t, s + 3 * L),
                    DoubleVector.fromArray(D, t, s + 4 * L),
                    DoubleVector.fromArray(D, t, s + 5 * L),
                    v,
                    to + 6 * i * pitch,
                    pitch);
        }
    }

    private static void inputLine(
            DoubleVector d0,
            DoubleVector d1,
            DoubleVector d2,
            DoubleVector d3,
            DoubleVector d4,
            DoubleVector d5,
            double[] v,
            int to,
            int pitch) {
        DoubleVector four = DoubleVector.broadcast(D, 4);
        DoubleVector minusFour = DoubleVector.broadcast(D, -4);
        DoubleVector minusFive = DoubleVector.broadcast(D, -5);
        DoubleVector even = d2.fma(minusFour, d4);
        DoubleVector odd = d1.fma(minusFour, d3);
        DoubleVector evenHalf = d4.sub(d2);
        DoubleVector difference = d3.sub(d1);
        DoubleVector oddHalf = difference.add(difference);
        d0.fma(four, d2.fma(minusFive, d4)).intoArray(v, to);
        even.add(odd).intoArray(v, to + pitch);
        even.sub(odd).intoArray(v, to + 2 * pitch);
        evenHalf.add(oddHalf).intoArray(v, to + 3 * pitch);
        evenHalf.sub(oddHalf).intoArray(v, to + 4 * pitch);
        d1.fma(four, d3.fma(minusFive, d5)).intoArray(v, to + 5 * pitch);
    }

    /**
     * {@code y = (A'ᵀ m A') / 576}, 4×4 from 36 sums of products.
     *
     * @param m read at {@code at + f·pitch}, below 2^51
     * @param t scratch memory of 24 vectors; modified
     * @param y modified at {@code to + pixel·distance} for the 16 pixels in row-major order
     */
    static void output(double[] m, int at, int pitch, long[] t, double[] y, int to, int distance) {
        for (int j = 0; j < 6; j++) {
            int s = at + j * pitch;
            LongVector m0 = Doubles.words(DoubleVector.fromArray(D, m, s));
            LongVector m1 = Doubles.words(DoubleVector.fromArray(D, m, s + 6 * pitch));
            LongVector m2 = Doubles.words(DoubleVector.fromArray(D, m, s + 12 * pitch));
            LongVector m3 = Doubles.words(DoubleVector.fromArray(D, m, s + 18 * pitch));
            LongVector m4 = Doubles.words(DoubleVector.fromArray(D, m, s + 24 * pitch));
            LongVector m5 = Doubles.words(DoubleVector.fromArray(D, m, s + 30 * pitch));
            int to0 = j * L;
            first(m0, m1, m2, m3, m4).intoArray(t, to0);
            second(m1, m2, m3, m4).intoArray(t, to0 + 6 * L);
            third(m1, m2, m3, m4).intoArray(t, to0 + 12 * L);
            fourth(m1, m2, m3, m4, m5).intoArray(t, to0 + 18 * L);
        }
        for (int i = 0; i < 4; i++) {
            int s = i * 6 * L;
            LongVector m0 = LongVector.fromArray(J, t, s);
            LongVector m1 = LongVector.fromArray(J, t, s + L);
            LongVector m2 = LongVector.fromArray(J, t, s + 2 * L);
            LongVector m3 = LongVector.fromArray(J, t, s + 3 * L);
            LongVector m4 = LongVector.fromArray(J, t, s + 4 * L);
            LongVector m5 = LongVector.fromArray(J, t, s + 5 * L);
            int pixel = to + 4 * i * distance;
            quotient(first(m0, m1, m2, m3, m4)).intoArray(y, pixel);
            quotient(second(m1, m2, m3, m4)).intoArray(y, pixel + distance);
            quotient(third(m1, m2, m3, m4)).intoArray(y, pixel + 2 * distance);
            quotient(fourth(m1, m2, m3, m4, m5)).intoArray(y, pixel + 3 * distance);
        }
    }

    /** {@code 6·m0 − 4·(m1 + m2) + m3 + m4}. */
    private static LongVector first(LongVector m0, LongVector m1, LongVector m2, LongVector m3, LongVector m4) {
        LongVector outer = times(m0, 2).add(times(m0, 1));
        return outer.sub(times(m1.add(m2), 2)).add(m3.add(m4));
    }

    /** {@code −4·(m1 − m2) + 2·(m3 − m4)}. */
    private static LongVector second(LongVector m1, LongVector m2, LongVector m3, LongVector m4) {
        return times(m3.sub(m4), 1).sub(times(m1.sub(m2), 2));
    }

    /** {@code −4·(m1 + m2) + 4·(m3 + m4)}. */
    private static LongVector third(LongVector m1, LongVector m2, LongVector m3, LongVector m4) {
        return times(m3.add(m4).sub(m1.add(m2)), 2);
    }

    /** {@code −4·(m1 − m2) + 8·(m3 − m4) + 24·m5}. */
    private static LongVector fourth(LongVector m1, LongVector m2, LongVector m3, LongVector m4, LongVector m5) {
        LongVector far = m3.sub(m4).add(times(m5, 1).add(m5));
        return times(far, 3).sub(times(m1.sub(m2), 2));
    }

    private static LongVector times(LongVector m, int log) {
        return m.lanewise(VectorOperators.LSHL, log);
    }

    /** A multiple of 576 below 2^51 divided by it: the product with the nearest double to 1/576 is less than ½ away. */
    private static DoubleVector quotient(LongVector multiple) {
        return Doubles.rounded(Doubles.of(multiple).mul(1 / GROWTH));
    }
}
