package org.fitact.tensor.backend.simd;

import static org.fitact.tensor.backend.simd.Lanes.F;
import static org.fitact.tensor.backend.simd.Lanes.FIRST;
import static org.fitact.tensor.backend.simd.Lanes.L;
import static org.fitact.tensor.backend.simd.Tiles.DEPTH;

import jdk.incubator.vector.FloatVector;

/**
 * The innermost loops of all products but those over pixels: tiles of six rows by one, two or four vectors of columns.
 * {@code tile[r, c] ← tile[r, c] + Σ_k a[r·DEPTH + k] · panel[k, c]}, one fused multiply-add per term, in the order of k.
 *
 * <p>The accumulators are local variables, written out by hand, because only so does the compiler keep them in registers.
 * The vectors are made by the JDK's own methods, which it always inlines; behind a helper of ours the last of so many
 * would become calls, and every accumulator an object.
 *
 * <p>The six rows of a are {@link Tiles#DEPTH} elements apart, a constant, so that one register addresses all of them. With
 * a register for each row, where the rows lie as they do in a feature map, the compiler runs out of them and moves one to
 * a vector register and back in every step, on the ports of the multiply-adds: a quarter of the speed is lost. Where the
 * panel starts on a cache line, each step of the widest tile is 4 loads of b and 6 broadcasts from memory for 24
 * multiply-adds, and the two multiply-add units are the limit.
 */
final class RowKernels {

    private static final float[] ZEROS = new float[FIRST + Tiles.ROWS * Lanes.WIDEST_TILE * L];

    private RowKernels() {}

    /**
     * Adds the products of some terms to one tile.
     *
     * @param vectors width of the tile: 1, 2 or 4
     * @param at offset in a of the first term of the first row
     * @param panel offset in b of the first term's row, of {@code vectors·L} elements
     * @param acc holds the sums {@code [6, vectors·L]} from {@code tile} on; modified
     */
    static void accumulate(int vectors, float[] a, int at, int terms, float[] b, int panel, float[] acc, int tile) {
        add(vectors, a, at, terms, b, panel, acc, tile, acc, tile);
    }

    /** The same for a tile whose sums are 0 and need not be there yet: they are written only. */
    static void begin(int vectors, float[] a, int at, int terms, float[] b, int panel, float[] acc, int tile) {
        add(vectors, a, at, terms, b, panel, ZEROS, FIRST, acc, tile);
    }

    private static void add(
            int vectors,
            float[] a,
            int at,
            int terms,
            float[] b,
            int panel,
            float[] start,
            int from,
            float[] acc,
            int tile) {
        switch (vectors) {
            case 4 -> sixByFour(a, at, terms, b, panel, start, from, acc, tile);
            case 2 -> sixByTwo(a, at, terms, b, panel, start, from, acc, tile);
            case 1 -> sixByOne(a, at, terms, b, panel, start, from, acc, tile);
            default -> throw new IllegalArgumentException("no tile is " + vectors + " vectors wide");
        }
    }

    /**
     * The same for the first row of a tile alone. Such a product waits for the panel to come from memory; so few
     * instructions for each of its rows let the processor look further ahead.
     */
    static void accumulateOne(int vectors, float[] a, int at, int terms, float[] b, int panel, float[] acc, int tile) {
        switch (vectors) {
            case 4 -> oneByFour(a, at, terms, b, panel, acc, tile);
            case 2 -> oneByTwo(a, at, terms, b, panel, acc, tile);
            case 1 -> oneByOne(a, at, terms, b, panel, acc, tile);
            default -> throw new IllegalArgumentException("no tile is " + vectors + " vectors wide");
        }
    }

    private static void sixByFour(
            float[] a, int at, int terms, float[] b, int panel, float[] start, int from, float[] acc, int tile) {
        FloatVector c00 = FloatVector.fromArray(F, start, from);
        FloatVector c01 = FloatVector.fromArray(F, start, from + L);
        FloatVector c02 = FloatVector.fromArray(F, start, from + 2 * L);
        FloatVector c03 = FloatVector.fromArray(F, start, from + 3 * L);
        FloatVector c10 = FloatVector.fromArray(F, start, from + 4 * L);
        FloatVector c11 = FloatVector.fromArray(F, start, from + 5 * L);
        FloatVector c12 = FloatVector.fromArray(F, start, from + 6 * L);
        FloatVector c13 = FloatVector.fromArray(F, start, from + 7 * L);
        FloatVector c20 = FloatVector.fromArray(F, start, from + 8 * L);
        FloatVector c21 = FloatVector.fromArray(F, start, from + 9 * L);
        FloatVector c22 = FloatVector.fromArray(F, start, from + 10 * L);
        FloatVector c23 = FloatVector.fromArray(F, start, from + 11 * L);
        FloatVector c30 = FloatVector.fromArray(F, start, from + 12 * L);
        FloatVector c31 = FloatVector.fromArray(F, start, from + 13 * L);
        FloatVector c32 = FloatVector.fromArray(F, start, from + 14 * L);
        FloatVector c33 = FloatVector.fromArray(F, start, from + 15 * L);
        FloatVector c40 = FloatVector.fromArray(F, start, from + 16 * L);
        FloatVector c41 = FloatVector.fromArray(F, start, from + 17 * L);
        FloatVector c42 = FloatVector.fromArray(F, start, from + 18 * L);
        FloatVector c43 = FloatVector.fromArray(F, start, from + 19 * L);
        FloatVector c50 = FloatVector.fromArray(F, start, from + 20 * L);
        FloatVector c51 = FloatVector.fromArray(F, start, from + 21 * L);
        FloatVector c52 = FloatVector.fromArray(F, start, from + 22 * L);
        FloatVector c53 = FloatVector.fromArray(F, start, from + 23 * L);
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
            FloatVector a4 = FloatVector.broadcast(F, a[s + 4 * DEPTH]);
            c40 = a4.fma(b0, c40);
            c41 = a4.fma(b1, c41);
            c42 = a4.fma(b2, c42);
            c43 = a4.fma(b3, c43);
            FloatVector a5 = FloatVector.broadcast(F, a[s + 5 * DEPTH]);
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
            float[] a, int at, int terms, float[] b, int panel, float[] start, int from, float[] acc, int tile) {
        FloatVector c00 = FloatVector.fromArray(F, start, from);
        FloatVector c01 = FloatVector.fromArray(F, start, from + L);
        FloatVector c10 = FloatVector.fromArray(F, start, from + 2 * L);
        FloatVector c11 = FloatVector.fromArray(F, start, from + 3 * L);
        FloatVector c20 = FloatVector.fromArray(F, start, from + 4 * L);
        FloatVector c21 = FloatVector.fromArray(F, start, from + 5 * L);
        FloatVector c30 = FloatVector.fromArray(F, start, from + 6 * L);
        FloatVector c31 = FloatVector.fromArray(F, start, from + 7 * L);
        FloatVector c40 = FloatVector.fromArray(F, start, from + 8 * L);
        FloatVector c41 = FloatVector.fromArray(F, start, from + 9 * L);
        FloatVector c50 = FloatVector.fromArray(F, start, from + 10 * L);
        FloatVector c51 = FloatVector.fromArray(F, start, from + 11 * L);
        for (int k = 0; k < terms; k++) {
            int s = at + k;
            int q = panel + 2 * L * k;
            FloatVector b0 = FloatVector.fromArray(F, b, q);
            FloatVector b1 = FloatVector.fromArray(F, b, q + L);
            FloatVector a0 = FloatVector.broadcast(F, a[s]);
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
            FloatVector a1 = FloatVector.broadcast(F, a[s + DEPTH]);
            c10 = a1.fma(b0, c10);
            c11 = a1.fma(b1, c11);
            FloatVector a2 = FloatVector.broadcast(F, a[s + 2 * DEPTH]);
            c20 = a2.fma(b0, c20);
            c21 = a2.fma(b1, c21);
            FloatVector a3 = FloatVector.broadcast(F, a[s + 3 * DEPTH]);
            c30 = a3.fma(b0, c30);
            c31 = a3.fma(b1, c31);
            FloatVector a4 = FloatVector.broadcast(F, a[s + 4 * DEPTH]);
            c40 = a4.fma(b0, c40);
            c41 = a4.fma(b1, c41);
            FloatVector a5 = FloatVector.broadcast(F, a[s + 5 * DEPTH]);
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
            float[] a, int at, int terms, float[] b, int panel, float[] start, int from, float[] acc, int tile) {
        FloatVector c00 = FloatVector.fromArray(F, start, from);
        FloatVector c10 = FloatVector.fromArray(F, start, from + L);
        FloatVector c20 = FloatVector.fromArray(F, start, from + 2 * L);
        FloatVector c30 = FloatVector.fromArray(F, start, from + 3 * L);
        FloatVector c40 = FloatVector.fromArray(F, start, from + 4 * L);
        FloatVector c50 = FloatVector.fromArray(F, start, from + 5 * L);
        for (int k = 0; k < terms; k++) {
            int s = at + k;
            int q = panel + L * k;
            FloatVector b0 = FloatVector.fromArray(F, b, q);
            FloatVector a0 = FloatVector.broadcast(F, a[s]);
            c00 = a0.fma(b0, c00);
            FloatVector a1 = FloatVector.broadcast(F, a[s + DEPTH]);
            c10 = a1.fma(b0, c10);
            FloatVector a2 = FloatVector.broadcast(F, a[s + 2 * DEPTH]);
            c20 = a2.fma(b0, c20);
            FloatVector a3 = FloatVector.broadcast(F, a[s + 3 * DEPTH]);
            c30 = a3.fma(b0, c30);
            FloatVector a4 = FloatVector.broadcast(F, a[s + 4 * DEPTH]);
            c40 = a4.fma(b0, c40);
            FloatVector a5 = FloatVector.broadcast(F, a[s + 5 * DEPTH]);
            c50 = a5.fma(b0, c50);
        }
        c00.intoArray(acc, tile);
        c10.intoArray(acc, tile + L);
        c20.intoArray(acc, tile + 2 * L);
        c30.intoArray(acc, tile + 3 * L);
        c40.intoArray(acc, tile + 4 * L);
        c50.intoArray(acc, tile + 5 * L);
    }

    private static void oneByFour(float[] a, int at, int terms, float[] b, int panel, float[] acc, int tile) {
        FloatVector c0 = FloatVector.fromArray(F, acc, tile);
        FloatVector c1 = FloatVector.fromArray(F, acc, tile + L);
        FloatVector c2 = FloatVector.fromArray(F, acc, tile + 2 * L);
        FloatVector c3 = FloatVector.fromArray(F, acc, tile + 3 * L);
        for (int k = 0; k < terms; k++) {
            int q = panel + 4 * L * k;
            FloatVector a0 = FloatVector.broadcast(F, a[at + k]);
            c0 = a0.fma(FloatVector.fromArray(F, b, q), c0);
            c1 = a0.fma(FloatVector.fromArray(F, b, q + L), c1);
            c2 = a0.fma(FloatVector.fromArray(F, b, q + 2 * L), c2);
            c3 = a0.fma(FloatVector.fromArray(F, b, q + 3 * L), c3);
        }
        c0.intoArray(acc, tile);
        c1.intoArray(acc, tile + L);
        c2.intoArray(acc, tile + 2 * L);
        c3.intoArray(acc, tile + 3 * L);
    }

    private static void oneByTwo(float[] a, int at, int terms, float[] b, int panel, float[] acc, int tile) {
        FloatVector c0 = FloatVector.fromArray(F, acc, tile);
        FloatVector c1 = FloatVector.fromArray(F, acc, tile + L);
        for (int k = 0; k < terms; k++) {
            int q = panel + 2 * L * k;
            FloatVector a0 = FloatVector.broadcast(F, a[at + k]);
            c0 = a0.fma(FloatVector.fromArray(F, b, q), c0);
            c1 = a0.fma(FloatVector.fromArray(F, b, q + L), c1);
        }
        c0.intoArray(acc, tile);
        c1.intoArray(acc, tile + L);
    }

    private static void oneByOne(float[] a, int at, int terms, float[] b, int panel, float[] acc, int tile) {
        FloatVector c0 = FloatVector.fromArray(F, acc, tile);
        for (int k = 0; k < terms; k++) {
            int q = panel + L * k;
            FloatVector a0 = FloatVector.broadcast(F, a[at + k]);
            c0 = a0.fma(FloatVector.fromArray(F, b, q), c0);
        }
        c0.intoArray(acc, tile);
    }
}
