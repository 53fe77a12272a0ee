package org.fitact.tensor.backend.simd;

import static org.fitact.tensor.backend.simd.Lanes.F;
import static org.fitact.tensor.backend.simd.Lanes.L;
import static org.fitact.tensor.backend.simd.Tiles.DEPTH;

import jdk.incubator.vector.FloatVector;

/**
 * The innermost loop of a last tile of up to four rows, beside those of {@link RowKernels}, with the same sums. It leaves
 * out the two rows that a tile of six would compute for nothing, and so puts fewer instructions between loads of weights.
 */
final class FewRowsKernels {

    /** Rows of the tile of {@link #fourByFour}. */
    static final int ROWS = 4;

    private FewRowsKernels() {}

    /** As {@link RowKernels#accumulate} for the first {@code rows} rows of a tile; the others may be computed too. */
    static void accumulate(
            int vectors, int rows, float[] a, int at, int terms, float[] b, int panel, float[] acc, int tile) {
        if (vectors == 4 && rows <= ROWS) {
            fourByFour(a, at, terms, b, panel, acc, tile);
        } else {
            RowKernels.accumulate(vectors, a, at, terms, b, panel, acc, tile);
        }
    }

    /** As {@link RowKernels#accumulate} for the first four rows of a tile of four vectors. */
    static void fourByFour(float[] a, int at, int terms, float[] b, int panel, float[] acc, int tile) {
        FloatVector c00 = FloatVector.fromArray(F, acc, tile);
        FloatVector c01 = FloatVector.fromArray(F, acc, tile + L);
        FloatVector c02 = FloatVector.fromArray(F, acc, tile + 2 * L);
        FloatVector c03 = FloatVector.fromArray(F, acc, tile + 3 * L);
        FloatVector c10 = FloatVector.fromArray(F, acc, tile + 4 * L);
        FloatVector c11 = FloatVector.fromArray(F, acc, tile + 5 * L);
        FloatVector c12 = FloatVector.fromArray(F, acc, tile + 6 * L);
        FloatVector c13 = FloatVector.fromArray(F, acc, tile + 7 * L);
        FloatVector c20 = FloatVector.fromArray(F, acc, tile + 8 * L);
        FloatVector c21 = FloatVector.fromArray(F, acc, tile + 9 * L);
        FloatVector c22 = FloatVector.fromArray(F, acc, tile + 10 * L);
        FloatVector c23 = FloatVector.fromArray(F, acc, tile + 11 * L);
        FloatVector c30 = FloatVector.fromArray(F, acc, tile + 12 * L);
        FloatVector c31 = FloatVector.fromArray(F, acc, tile + 13 * L);
        FloatVector c32 = FloatVector.fromArray(F, acc, tile + 14 * L);
        FloatVector c33 = FloatVector.fromArray(F, acc, tile + 15 * L);
        for (int k = 0; k < terms; k++) {
            int s = at + k;
            int q = panel + 4 * L * k;
            FloatVector b0 = FloatVector.fromArray(F, b, q);
            FloatVector b1 = FloatVector.fromArray(F, b, q + L);
            FloatVector b2 = FloatVector.fromArray(F, b, q + 2 * L);
            FloatVector b3 = FloatVector.fromArray(F, b, q + 3 * L);
            FloatVector a0 = FloatVector.broadcast(F, a[s]);
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
            c02 = a0.fma(b2, c02);
            c03 = a0.fma(b3, c03);
            FloatVector a1 = FloatVector.broadcast(F, a[s + DEPTH]);
            c10 = a1.fma(b0, c10);
            c11 = a1.fma(b1, c11);
            c12 = a1.fma(b2, c12);
            c13 = a1.fma(b3, c13);
            FloatVector a2 = FloatVector.broadcast(F, a[s + 2 * DEPTH]);
            c20 = a2.fma(b0, c20);
            c21 = a2.fma(b1, c21);
            c22 = a2.fma(b2, c22);
            c23 = a2.fma(b3, c23);
            FloatVector a3 = FloatVector.broadcast(F, a[s + 3 * DEPTH]);
            c30 = a3.fma(b0, c30);
            c31 = a3.fma(b1, c31);
            c32 = a3.fma(b2, c32);
            c33 = a3.fma(b3, c33);
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
    }
}
