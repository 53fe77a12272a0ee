package org.fitact.tensor.backend.simd.run;

import static org.fitact.tensor.backend.simd.run.Lanes.FIRST;
import static org.fitact.tensor.backend.simd.run.Lanes.L;

/**
 * One worker's scratch memory for a product, about half a megabyte, so that it stays in the L2 cache.
 *
 * @param acc partial sums {@code [panel][tile][6][vectors·L]} of a strip of tiles and a group of panels, which wait here
 *     between two blocks of terms
 * @param block the strip's rows for one block of terms, packed: {@code [tile][6][DEPTH]}
 * @param panel a panel for one block of terms, where it is not packed beforehand
 * @param rows offset in a of each row of the strip
 * @param results offset in c of each row of the strip
 * @param seen one element that nobody reads, for what products have read ahead
 */
public record Tiles(float[] acc, float[] block, float[] panel, int[] rows, int[] results, int[] seen) {

    /** Rows of a tile; see {@link Lanes#WIDEST_TILE}. */
    public static final int ROWS = 6;

    /** Tiles of a strip. */
    public static final int STRIP = 32;

    /** Panels of a group. */
    public static final int GROUP = 8;

    /**
     * Terms that are added between loading and storing a tile's sums. A block of the widest panel of AVX-512 is 128 · 64
     * floats = 32 KiB and stays in the L1 cache (48 KiB, or 32 KiB with the rest in L2) while the tiles of a strip pass
     * over it; loading and storing the 24 sums costs a few per cent of the 128 · 24 multiply-adds.
     */
    public static final int DEPTH = 128;

    static Tiles allocate() {
        return new Tiles(
                new float[FIRST + GROUP * STRIP * ROWS * Lanes.WIDEST_TILE * L],
                new float[FIRST + STRIP * ROWS * DEPTH],
                new float[FIRST + DEPTH * Lanes.WIDEST_TILE * L],
                new int[STRIP * ROWS],
                new int[STRIP * ROWS],
                new int[1]);
    }

    /**
     * Offset of a row's sums; panels of a group are as far apart as the widest.
     *
     * @param panel number within the group
     * @param row number within the strip
     * @param width elements of the panel
     */
    public static int sums(int panel, int row, int width) {
        return FIRST + panel * STRIP * ROWS * Lanes.WIDEST_TILE * L + row * width;
    }

    /** Offset of a row of the strip in the packed block. */
    public static int packed(int row) {
        return FIRST + row * DEPTH;
    }
}
