package org.fitact.tensor.backend.simd.product;

import static org.fitact.tensor.backend.simd.run.Lanes.L;
import static org.fitact.tensor.backend.simd.run.Tiles.DEPTH;
import static org.fitact.tensor.backend.simd.run.Tiles.ROWS;

/**
 * The innermost loops of {@link RowKernels} for four vectors, with the same sums, that meanwhile
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
public final class ReadAhead {

    /** Tiles that it takes to touch a block, at the least. */
    public static final int TILES = 4;

    /** Rows from which on a block is in use for as long as the next one is on its way. */
    public static final int FEWEST_ROWS = 12;

    /** Rows up to which tiles of four rows divide them better than tiles of six. */
    private static final int FEW_ROWS = 16;

    /** Elements of a cache line. */
    static final int LINE = 16;

    /** Elements of a page. */
    static final int PAGE = 1024;

    /** Pages of a block of 64 columns. */
    static final int PAGES = DEPTH * 4 * LINE / PAGE;

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
    public static boolean helps(int rows, int vectors, int elements) {
        return rows >= FEWEST_ROWS && L == LINE && vectors == 4 && comeFromMemory(elements);
    }

    /** Whether so many elements of weights do not stay in a core's cache from one use to the next. */
    public static boolean comeFromMemory(int elements) {
        return elements > NEAR;
    }

    /** Rows of the tiles that so many rows are cut into. */
    public static int tileRows(int rows) {
        return rows <= FEW_ROWS ? RowKernels.FEW : ROWS;
    }

    /** How slowly a product of some tiles touches: so that 2 to the power of it is the number of steps for each line. */
    public static int pace(int tiles) {
        return tiles >= 4 * TILES ? 2 : tiles >= 2 * TILES ? 1 : 0;
    }

    /** Whether it is among the tiles that touch. */
    public static boolean touches(int tile, int pace) {
        return tile < TILES << pace;
    }

    /** Where such a tile begins to touch the block at an offset of b, so that it stays within b. */
    public static int touched(int block, int tile, int pace, float[] b) {
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
    public static int accumulate(
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
                ? TouchingTiles.sixByFour(a, at, terms, b, panel, acc, tile, touched, pace)
                : TouchingTiles.fourByFour(a, at, terms, b, panel, acc, tile, touched, pace);
    }
}
