package org.fitact.tensor.backend.simd;

import static org.fitact.tensor.backend.simd.Lanes.L;

/**
 * One worker's scratch memory for a product: the partial sums of a strip of tiles, which wait here between two blocks of
 * k. A whole strip takes at most 48 KiB, so it stays in the L2 cache.
 *
 * @param acc sums, {@code [tile][6][vectors·L]}
 * @param rows offset in a of each row of each tile
 * @param results offset in c of each row of each tile
 * @param inputs offsets of a block of pixels, for {@link PixelKernels}
 * @param outputs numbers of a block of pixels, for {@link PixelKernels}
 */
record Tiles(float[] acc, int[] rows, int[] results, int[] inputs, int[] outputs) {

    /** Rows of a tile; see {@link Lanes#WIDEST_TILE}. */
    static final int ROWS = 6;

    /** Tiles of a strip. */
    static final int STRIP = 32;

    /**
     * Terms that are added between loading and storing a tile's sums. A block of the widest panel of AVX-512 is 128 · 64
     * floats = 32 KiB and stays in the L1 cache (48 KiB, or 32 KiB with the rest in L2) while the tiles of a strip pass
     * over it; loading and storing the 24 sums costs a few per cent of the 128 · 24 multiply-adds.
     */
    static final int DEPTH = 128;

    static Tiles allocate() {
        return new Tiles(
                new float[STRIP * ROWS * Lanes.WIDEST_TILE * L],
                new int[STRIP * ROWS],
                new int[STRIP * ROWS],
                new int[DEPTH],
                new int[DEPTH]);
    }
}
