package org.fitact.tensor.backend.simd;

import static org.fitact.tensor.backend.simd.Lanes.F;
import static org.fitact.tensor.backend.simd.Lanes.L;
import static org.fitact.tensor.backend.simd.Tiles.DEPTH;
import static org.fitact.tensor.backend.simd.Tiles.ROWS;

import jdk.incubator.vector.FloatVector;

/**
 * The innermost loops of {@link RowKernels} and {@link FewRowsKernels} for four vectors, with the same sums, that meanwhile
 * bring in weights which a later product needs: steps also touch cache lines of another block. Four tiles touch all of it
 * if each step has a line of its own; where a block is in use for 8 tiles or 16, two steps or four have one together.
 *
 * <p>Java has no prefetch, and a load that waits for memory soon holds up what comes behind it: the processor has room for
 * some 14 steps, less time than memory takes. Its own prefetcher begins anew on every page. So the touches go through all
 * pages of the block side by side: the waits at the beginnings of the pages fall together, and then the prefetcher has
 * the time of eight steps for the next line of each. Line after line, the same touches made products slower; two lines to a
 * step, so that two tiles touch all, gain less: they come faster than memory delivers. A line in each step is faster, too,
 * than an L3 cache that cores share delivers.
 */
final class ReadAhead {

    /** Tiles that it takes to touch a block, at the least. */
    static final int TILES = 4;

    /** Rows from which on a block is in use for as long as the next one is on its way. */
    static final int FEWEST_ROWS = 12;

    /** Rows up to which tiles of four rows divide them better than tiles of six. */
    private static final int FEW_ROWS = 16;

    /** Elements of a cache line. */
    private static final int LINE = 16;

    /** Elements of a page. */
    private static final int PAGE = 1024;

    /** Pages of a block of 64 columns. */
    private static final int PAGES = DEPTH * 4 * LINE / PAGE;

    /** Elements of weights that stay in a core's cache from one use to the next. */
    private static final int NEAR = 1 << 16;

    private ReadAhead() {}

    /**
     * Whether a product of some rows has the time for it, its weights come from memory, and a panel of them is as wide as
     * the pattern of touches supposes.
     *
     * @param vectors of the panel
     * @param elements of all weights
     */
    static boolean helps(int rows, int vectors, int elements) {
        return rows >= FEWEST_ROWS && L == LINE && vectors == 4 && elements > NEAR;
    }

    /** Rows of the tiles that so many rows are cut into. */
    static int tileRows(int rows) {
        return rows <= FEW_ROWS ? FewRowsKernels.ROWS : ROWS;
    }

    /** How slowly a product of some tiles touches: so that 2 to the power of it is the number of steps for each line. */
    static int pace(int tiles) {
        return tiles >= 4 * TILES ? 2 : tiles >= 2 * TILES ? 1 : 0;
    }

    /** Whether it is among the tiles that touch. */
    static boolean touches(int tile, int pace) {
        return tile < TILES << pace;
    }

    /** Where such a tile begins to touch the block at an offset of b, so that it stays within b. */
    static int touched(int block, int tile, int pace, float[] b) {
        return Math.min(block, b.length - PAGES * PAGE) + tile * PAGE / (TILES << pace);
    }

    /**
     * As {@link RowKernels#accumulate} for a tile of four vectors.
     *
     * @param rows of the tile, four or six
     * @param touched see {@link #touched}
     * @param pace see {@link #pace}
     * @return what was read there, to be kept, or the compiler would leave the touches out
     */
    static int accumulate(
            int rows,
            float[] a,
            int at,
            int terms,
            float[] b,
            int panel,
            float[] acc,
            int tile,
            int touched,
            int pace) {
        return rows == ROWS
                ? sixByFour(a, at, terms, b, panel, acc, tile, touched, pace)
                : fourByFour(a, at, terms, b, panel, acc, tile, touched, pace);
    }

    private static int sixByFour(
            float[] a, int at, int terms, float[] b, int panel, float[] acc, int tile, int touched, int pace) {
        int seen = 0;
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
        FloatVector c40 = FloatVector.fromArray(F, acc, tile + 16 * L);
        FloatVector c41 = FloatVector.fromArray(F, acc, tile + 17 * L);
        FloatVector c42 = FloatVector.fromArray(F, acc, tile + 18 * L);
        FloatVector c43 = FloatVector.fromArray(F, acc, tile + 19 * L);
        FloatVector c50 = FloatVector.fromArray(F, acc, tile + 20 * L);
        FloatVector c51 = FloatVector.fromArray(F, acc, tile + 21 * L);
        FloatVector c52 = FloatVector.fromArray(F, acc, tile + 22 * L);
        FloatVector c53 = FloatVector.fromArray(F, acc, tile + 23 * L);
        for (int k = 0; k < terms; k++) {
            int line = k >> pace;
            seen += Float.floatToRawIntBits(b[touched + line % PAGES * PAGE + line / PAGES * LINE]);
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
        return seen;
    }

    private static int fourByFour(
            float[] a, int at, int terms, float[] b, int panel, float[] acc, int tile, int touched, int pace) {
        int seen = 0;
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
            int line = k >> pace;
            seen += Float.floatToRawIntBits(b[touched + line % PAGES * PAGE + line / PAGES * LINE]);
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
        return seen;
    }
}
