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
final class DoubleSums {

    /** Rows of a tile. */
    static final int ROWS = 6;

    /** Terms that are unpacked at a time: with the widest panel of AVX-512 32 KiB, which stay in the L1 cache. */
    static final int DEPTH = 128;

    private static final VectorSpecies<Float> HALF =
            VectorSpecies.of(float.class, VectorShape.forBitSize(Math.max(64, D.vectorBitSize() / 2)));

    private DoubleSums() {}

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
            DoubleTiles.sixByOne(a, r0, r1, r2, r3, r4, r5, terms, b, acc, tile);
        } else if (width == 2 * L) {
            DoubleTiles.sixByTwo(a, r0, r1, r2, r3, r4, r5, terms, b, acc, tile);
        } else {
            DoubleTiles.sixByFour(a, r0, r1, r2, r3, r4, r5, terms, b, acc, tile);
        }
    }
}
