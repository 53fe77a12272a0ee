package org.fitact.tensor.backend.simd.integer;

import static org.fitact.tensor.backend.simd.integer.Doubles.D;
import static org.fitact.tensor.backend.simd.integer.Doubles.J;
import static org.fitact.tensor.backend.simd.integer.Doubles.L;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The transforms of Winograd's F(4×4, 3×3) in whole numbers, for one tile and some channels (A. Lavin, S. Gray: <i>Fast
 * Algorithms for Convolutional Neural Networks</i>, 2016). With U as {@link WinogradWords} has it and V = Bᵀ x B, the sums of taps are
 * {@code 576·y = A'ᵀ (U ⊙ V) A'}, the columns of A'ᵀ being those of Aᵀ times 24/4, −24/6, −24/6, 1, 1 and 24.
 *
 * <p>The sums of products must be below 2^51, which {@link WinogradWords#isExact} knows. What lies between them and 576·y is added in
 * longs, where it may wrap and comes back: 9·y must be below 2^51, so 576·y is below 2^57.
 */
final class WinogradTransforms {

    /** {@code 576 = 2^6 · 9}. */
    private static final int TWOS = 6;

    static final double REST = 9;

    /** Keeps what is shifted from being negative: AVX2 has no other shift of longs. */
    private static final long ABOVE = 1L << 62;

    /** Channels of a call: what lies between its passes stays in an L1 cache, and a pass is long enough to be a method of its own. */
    static final int BLOCK = 64;

    private WinogradTransforms() {}

    /** The absolute sum of a row of Bᵀ. */
    static int growth(int row) {
        return row == 3 || row == 4 ? 6 : 10;
    }

    /**
     * {@code v[f] = (Bᵀ x B)[f]}.
     *
     * @param x words of the patch from {@code at} on; {@code line} and {@code pixel} are the distances in it
     * @param channels how many, a multiple of a vector, {@link #BLOCK} at most
     * @param t scratch memory of 36 times the channels; modified
     * @param v modified at {@code to + f·pitch}
     */
    static void input(long[] x, int at, int line, int pixel, int channels, double[] t, double[] v, int to, int pitch) {
        for (int j = 0; j < 6; j++) {
            inputColumn(x, at + j * pixel, line, channels, t, j * channels);
        }
        for (int i = 0; i < 6; i++) {
            inputLine(t, i * 6 * channels, channels, v, to + 6 * i * pitch, pitch);
        }
    }

    private static void inputColumn(long[] x, int from, int line, int channels, double[] t, int to) {
        int pitch = 6 * channels;
        for (int c = 0; c < channels; c += L) {
            int s = from + c;
            DoubleVector d0 = Doubles.of(LongVector.fromArray(J, x, s));
            DoubleVector d1 = Doubles.of(LongVector.fromArray(J, x, s + line));
            DoubleVector d2 = Doubles.of(LongVector.fromArray(J, x, s + 2 * line));
            DoubleVector d3 = Doubles.of(LongVector.fromArray(J, x, s + 3 * line));
            DoubleVector d4 = Doubles.of(LongVector.fromArray(J, x, s + 4 * line));
            DoubleVector d5 = Doubles.of(LongVector.fromArray(J, x, s + 5 * line));
            transformed(d0, d1, d2, d3, d4, d5, t, to + c, pitch);
        }
    }

    private static void inputLine(double[] t, int from, int channels, double[] v, int to, int pitch) {
        for (int c = 0; c < channels; c += L) {
            int s = from + c;
            DoubleVector d0 = DoubleVector.fromArray(D, t, s);
            DoubleVector d1 = DoubleVector.fromArray(D, t, s + channels);
            DoubleVector d2 = DoubleVector.fromArray(D, t, s + 2 * channels);
            DoubleVector d3 = DoubleVector.fromArray(D, t, s + 3 * channels);
            DoubleVector d4 = DoubleVector.fromArray(D, t, s + 4 * channels);
            DoubleVector d5 = DoubleVector.fromArray(D, t, s + 5 * channels);
            transformed(d0, d1, d2, d3, d4, d5, v, to + c, pitch);
        }
    }

    /** {@code Bᵀd} for one column d. */
    private static void transformed(
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
     * @param channels how many, a multiple of a vector, {@link #BLOCK} at most
     * @param t scratch memory of 36 times the channels; modified
     * @param s the same
     * @param y modified at {@code pixel·channels} for the 16 pixels in row-major order
     */
    static void output(double[] m, int at, int pitch, int channels, long[] t, long[] s, double[] y) {
        words(m, at, pitch, channels, t);
        outputColumns(t, channels, s);
        outputLines(s, channels, t);
        quotients(t, 16 * channels, y);
    }

    private static void words(double[] m, int at, int pitch, int channels, long[] t) {
        for (int f = 0; f < WinogradWords.PRODUCTS; f++) {
            for (int c = 0; c < channels; c += L) {
                Doubles.words(DoubleVector.fromArray(D, m, at + f * pitch + c)).intoArray(t, f * channels + c);
            }
        }
    }

    private static void outputColumns(long[] t, int channels, long[] s) {
        int line = 6 * channels;
        for (int c = 0; c < line; c += L) {
            LongVector m0 = LongVector.fromArray(J, t, c);
            LongVector m1 = LongVector.fromArray(J, t, c + line);
            LongVector m2 = LongVector.fromArray(J, t, c + 2 * line);
            LongVector m3 = LongVector.fromArray(J, t, c + 3 * line);
            LongVector m4 = LongVector.fromArray(J, t, c + 4 * line);
            LongVector m5 = LongVector.fromArray(J, t, c + 5 * line);
            back(m0, m1, m2, m3, m4, m5, s, c, line);
        }
    }

    private static void outputLines(long[] s, int channels, long[] y) {
        for (int i = 0; i < 4; i++) {
            for (int c = 0; c < channels; c += L) {
                int at = 6 * i * channels + c;
                LongVector m0 = LongVector.fromArray(J, s, at);
                LongVector m1 = LongVector.fromArray(J, s, at + channels);
                LongVector m2 = LongVector.fromArray(J, s, at + 2 * channels);
                LongVector m3 = LongVector.fromArray(J, s, at + 3 * channels);
                LongVector m4 = LongVector.fromArray(J, s, at + 4 * channels);
                LongVector m5 = LongVector.fromArray(J, s, at + 5 * channels);
                back(m0, m1, m2, m3, m4, m5, y, 4 * i * channels + c, channels);
            }
        }
    }

    /**
     * {@code A'ᵀm} for one column m: {@code 6·m0 − 4·(m1 + m2) + m3 + m4}, {@code −4·(m1 − m2) + 2·(m3 − m4)}, {@code −4·(m1 + m2) +
     * 4·(m3 + m4)} and {@code −4·(m1 − m2) + 8·(m3 − m4) + 24·m5}.
     */
    private static void back(
            LongVector m0,
            LongVector m1,
            LongVector m2,
            LongVector m3,
            LongVector m4,
            LongVector m5,
            long[] y,
            int to,
            int pitch) {
        LongVector farSum = m3.add(m4);
        LongVector farDifference = m3.sub(m4);
        LongVector sum = m1.add(m2).lanewise(VectorOperators.LSHL, 2);
        LongVector difference = m1.sub(m2).lanewise(VectorOperators.LSHL, 2);
        LongVector outer = m0.add(m0).add(m0.lanewise(VectorOperators.LSHL, 2));
        LongVector last = m5.add(m5).add(m5).add(farDifference).lanewise(VectorOperators.LSHL, 3);
        outer.sub(sum).add(farSum).intoArray(y, to);
        farDifference.add(farDifference).sub(difference).intoArray(y, to + pitch);
        farSum.lanewise(VectorOperators.LSHL, 2).sub(sum).intoArray(y, to + 2 * pitch);
        last.sub(difference).intoArray(y, to + 3 * pitch);
    }

    /** Multiples of 576 divided by it. The product of a multiple of 9 with the nearest double to 1/9 is less than ½ away. */
    private static void quotients(long[] multiples, int n, double[] y) {
        for (int i = 0; i < n; i += L) {
            LongVector shifted =
                    LongVector.fromArray(J, multiples, i).add(ABOVE).lanewise(VectorOperators.LSHR, TWOS);
            DoubleVector ninefold = Doubles.of(shifted.sub(ABOVE >> TWOS));
            Doubles.rounded(ninefold.mul(1 / REST)).intoArray(y, i);
        }
    }
}
