package org.fitact.tensor.backend.simd.integer;

import static org.fitact.tensor.backend.simd.integer.Doubles.D;
import static org.fitact.tensor.backend.simd.integer.Doubles.L;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * Sums of six rows by some vectors of channels, which stay in registers: {@code acc[r][c] += Σ_k a[row(r) + k] · b[k][c]}. All are
 * whole numbers that doubles hold, so it does not matter in which order, or whether fused, they are added up.
 */
final class DoubleTiles {

    /** Rows of a tile. */
    static final int ROWS = 6;

    /** Terms that are unpacked at a time: with the widest panel of AVX-512 32 KiB, which stay in the L1 cache. */
    static final int DEPTH = 128;

    private static final VectorSpecies<Float> HALF =
            VectorSpecies.of(float.class, VectorShape.forBitSize(Math.max(64, D.vectorBitSize() / 2)));

    private DoubleTiles() {}

    /** Floats as doubles; a multiple of a vector. */
    static void widen(float[] from, int at, int n, double[] to) {
        for (int i = 0; i < n; i += L) {
            FloatVector part = FloatVector.fromArray(HALF, from, at + i);
            ((DoubleVector) part.convertShape(VectorOperators.F2D, D, 0)).intoArray(to, i);
        }
    }

    /**
     * One tile.
     *
     * @param rows offsets in a of six rows, from {@code first} on
     * @param offset that all of them have besides
     * @param b {@code [terms][width]}
     * @param acc sums {@code [6][width]} from {@code tile} on; modified
     */
    static void add(
            double[] a, int[] rows, int first, int offset, int terms, double[] b, int width, double[] acc, int tile) {
        int r0 = rows[first] + offset;
        int r1 = rows[first + 1] + offset;
        int r2 = rows[first + 2] + offset;
        int r3 = rows[first + 3] + offset;
        int r4 = rows[first + 4] + offset;
        int r5 = rows[first + 5] + offset;
        if (width == L) {
            sixByOne(a, r0, r1, r2, r3, r4, r5, terms, b, acc, tile);
        } else if (width == 2 * L) {
            sixByTwo(a, r0, r1, r2, r3, r4, r5, terms, b, acc, tile);
        } else {
            sixByFour(a, r0, r1, r2, r3, r4, r5, terms, b, acc, tile);
        }
    }

    private static void sixByFour(
            double[] a, int r0, int r1, int r2, int r3, int r4, int r5, int terms, double[] b, double[] acc, int tile) {
        DoubleVector c00 = DoubleVector.fromArray(D, acc, tile);
        DoubleVector c01 = DoubleVector.fromArray(D, acc, tile + L);
        DoubleVector c02 = DoubleVector.fromArray(D, acc, tile + 2 * L);
        DoubleVector c03 = DoubleVector.fromArray(D, acc, tile + 3 * L);
        DoubleVector c10 = DoubleVector.fromArray(D, acc, tile + 4 * L);
        DoubleVector c11 = DoubleVector.fromArray(D, acc, tile + 5 * L);
        DoubleVector c12 = DoubleVector.fromArray(D, acc, tile + 6 * L);
        DoubleVector c13 = DoubleVector.fromArray(D, acc, tile + 7 * L);
        DoubleVector c20 = DoubleVector.fromArray(D, acc, tile + 8 * L);
        DoubleVector c21 = DoubleVector.fromArray(D, acc, tile + 9 * L);
        DoubleVector c22 = DoubleVector.fromArray(D, acc, tile + 10 * L);
        DoubleVector c23 = DoubleVector.fromArray(D, acc, tile + 11 * L);
        DoubleVector c30 = DoubleVector.fromArray(D, acc, tile + 12 * L);
        DoubleVector c31 = DoubleVector.fromArray(D, acc, tile + 13 * L);
        DoubleVector c32 = DoubleVector.fromArray(D, acc, tile + 14 * L);
        DoubleVector c33 = DoubleVector.fromArray(D, acc, tile + 15 * L);
        DoubleVector c40 = DoubleVector.fromArray(D, acc, tile + 16 * L);
        DoubleVector c41 = DoubleVector.fromArray(D, acc, tile + 17 * L);
        DoubleVector c42 = DoubleVector.fromArray(D, acc, tile + 18 * L);
        DoubleVector c43 = DoubleVector.fromArray(D, acc, tile + 19 * L);
        DoubleVector c50 = DoubleVector.fromArray(D, acc, tile + 20 * L);
        DoubleVector c51 = DoubleVector.fromArray(D, acc, tile + 21 * L);
        DoubleVector c52 = DoubleVector.fromArray(D, acc, tile + 22 * L);
        DoubleVector c53 = DoubleVector.fromArray(D, acc, tile + 23 * L);
        for (int k = 0; k < terms; k++) {
            int q = k * 4 * L;
            DoubleVector b0 = DoubleVector.fromArray(D, b, q);
            DoubleVector b1 = DoubleVector.fromArray(D, b, q + L);
            DoubleVector b2 = DoubleVector.fromArray(D, b, q + 2 * L);
            DoubleVector b3 = DoubleVector.fromArray(D, b, q + 3 * L);
            DoubleVector a0 = DoubleVector.broadcast(D, a[r0 + k]);
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
            c02 = a0.fma(b2, c02);
            c03 = a0.fma(b3, c03);
            DoubleVector a1 = DoubleVector.broadcast(D, a[r1 + k]);
            c10 = a1.fma(b0, c10);
            c11 = a1.fma(b1, c11);
            c12 = a1.fma(b2, c12);
            c13 = a1.fma(b3, c13);
            DoubleVector a2 = DoubleVector.broadcast(D, a[r2 + k]);
            c20 = a2.fma(b0, c20);
            c21 = a2.fma(b1, c21);
            c22 = a2.fma(b2, c22);
            c23 = a2.fma(b3, c23);
            DoubleVector a3 = DoubleVector.broadcast(D, a[r3 + k]);
            c30 = a3.fma(b0, c30);
            c31 = a3.fma(b1, c31);
            c32 = a3.fma(b2, c32);
            c33 = a3.fma(b3, c33);
            DoubleVector a4 = DoubleVector.broadcast(D, a[r4 + k]);
            c40 = a4.fma(b0, c40);
            c41 = a4.fma(b1, c41);
            c42 = a4.fma(b2, c42);
            c43 = a4.fma(b3, c43);
            DoubleVector a5 = DoubleVector.broadcast(D, a[r5 + k]);
            c50 = a5.fma(b0, c50);
            c51 = a5.fma(b1, c51);
            c52 = a5.fma(b2, c52);
            c53 = a5.fma(b3, c53);
        }
        c00.intoArray(acc, tile);
        c01.intoArray(acc, tile + L);
        c02.intoArray(acc, tile + 2 * L);
        c03.intoArray(acc, tile + 3 * L);
        c10.intoArray(acc, tile + 4 * L);
        c11.intoArray(acc, tile + 5 * L);
        c12.intoArray(acc, tile + 6 * L);
        c13.intoArray(acc, tile + 7 * L);
        c20.intoArray(acc, tile + 8 * L);
        c21.intoArray(acc, tile + 9 * L);
        c22.intoArray(acc, tile + 10 * L);
        c23.intoArray(acc, tile + 11 * L);
        c30.intoArray(acc, tile + 12 * L);
        c31.intoArray(acc, tile + 13 * L);
        c32.intoArray(acc, tile + 14 * L);
        c33.intoArray(acc, tile + 15 * L);
        c40.intoArray(acc, tile + 16 * L);
        c41.intoArray(acc, tile + 17 * L);
        c42.intoArray(acc, tile + 18 * L);
        c43.intoArray(acc, tile + 19 * L);
        c50.intoArray(acc, tile + 20 * L);
        c51.intoArray(acc, tile + 21 * L);
        c52.intoArray(acc, tile + 22 * L);
        c53.intoArray(acc, tile + 23 * L);
    }

    private static void sixByTwo(
            double[] a, int r0, int r1, int r2, int r3, int r4, int r5, int terms, double[] b, double[] acc, int tile) {
        DoubleVector c00 = DoubleVector.fromArray(D, acc, tile);
        DoubleVector c01 = DoubleVector.fromArray(D, acc, tile + L);
        DoubleVector c10 = DoubleVector.fromArray(D, acc, tile + 2 * L);
        DoubleVector c11 = DoubleVector.fromArray(D, acc, tile + 3 * L);
        DoubleVector c20 = DoubleVector.fromArray(D, acc, tile + 4 * L);
        DoubleVector c21 = DoubleVector.fromArray(D, acc, tile + 5 * L);
        DoubleVector c30 = DoubleVector.fromArray(D, acc, tile + 6 * L);
        DoubleVector c31 = DoubleVector.fromArray(D, acc, tile + 7 * L);
        DoubleVector c40 = DoubleVector.fromArray(D, acc, tile + 8 * L);
        DoubleVector c41 = DoubleVector.fromArray(D, acc, tile + 9 * L);
        DoubleVector c50 = DoubleVector.fromArray(D, acc, tile + 10 * L);
        DoubleVector c51 = DoubleVector.fromArray(D, acc, tile + 11 * L);
        for (int k = 0; k < terms; k++) {
            int q = k * 2 * L;
            DoubleVector b0 = DoubleVector.fromArray(D, b, q);
            DoubleVector b1 = DoubleVector.fromArray(D, b, q + L);
            DoubleVector a0 = DoubleVector.broadcast(D, a[r0 + k]);
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
            DoubleVector a1 = DoubleVector.broadcast(D, a[r1 + k]);
            c10 = a1.fma(b0, c10);
            c11 = a1.fma(b1, c11);
            DoubleVector a2 = DoubleVector.broadcast(D, a[r2 + k]);
            c20 = a2.fma(b0, c20);
            c21 = a2.fma(b1, c21);
            DoubleVector a3 = DoubleVector.broadcast(D, a[r3 + k]);
            c30 = a3.fma(b0, c30);
            c31 = a3.fma(b1, c31);
            DoubleVector a4 = DoubleVector.broadcast(D, a[r4 + k]);
            c40 = a4.fma(b0, c40);
            c41 = a4.fma(b1, c41);
            DoubleVector a5 = DoubleVector.broadcast(D, a[r5 + k]);
            c50 = a5.fma(b0, c50);
            c51 = a5.fma(b1, c51);
        }
        c00.intoArray(acc, tile);
        c01.intoArray(acc, tile + L);
        c10.intoArray(acc, tile + 2 * L);
        c11.intoArray(acc, tile + 3 * L);
        c20.intoArray(acc, tile + 4 * L);
        c21.intoArray(acc, tile + 5 * L);
        c30.intoArray(acc, tile + 6 * L);
        c31.intoArray(acc, tile + 7 * L);
        c40.intoArray(acc, tile + 8 * L);
        c41.intoArray(acc, tile + 9 * L);
        c50.intoArray(acc, tile + 10 * L);
        c51.intoArray(acc, tile + 11 * L);
    }

    private static void sixByOne(
            double[] a, int r0, int r1, int r2, int r3, int r4, int r5, int terms, double[] b, double[] acc, int tile) {
        DoubleVector c00 = DoubleVector.fromArray(D, acc, tile);
        DoubleVector c10 = DoubleVector.fromArray(D, acc, tile + L);
        DoubleVector c20 = DoubleVector.fromArray(D, acc, tile + 2 * L);
        DoubleVector c30 = DoubleVector.fromArray(D, acc, tile + 3 * L);
        DoubleVector c40 = DoubleVector.fromArray(D, acc, tile + 4 * L);
        DoubleVector c50 = DoubleVector.fromArray(D, acc, tile + 5 * L);
        for (int k = 0; k < terms; k++) {
            int q = k * L;
            DoubleVector b0 = DoubleVector.fromArray(D, b, q);
            DoubleVector a0 = DoubleVector.broadcast(D, a[r0 + k]);
            c00 = a0.fma(b0, c00);
            DoubleVector a1 = DoubleVector.broadcast(D, a[r1 + k]);
            c10 = a1.fma(b0, c10);
            DoubleVector a2 = DoubleVector.broadcast(D, a[r2 + k]);
            c20 = a2.fma(b0, c20);
            DoubleVector a3 = DoubleVector.broadcast(D, a[r3 + k]);
            c30 = a3.fma(b0, c30);
            DoubleVector a4 = DoubleVector.broadcast(D, a[r4 + k]);
            c40 = a4.fma(b0, c40);
            DoubleVector a5 = DoubleVector.broadcast(D, a[r5 + k]);
            c50 = a5.fma(b0, c50);
        }
        c00.intoArray(acc, tile);
        c10.intoArray(acc, tile + L);
        c20.intoArray(acc, tile + 2 * L);
        c30.intoArray(acc, tile + 3 * L);
        c40.intoArray(acc, tile + 4 * L);
        c50.intoArray(acc, tile + 5 * L);
    }
}
