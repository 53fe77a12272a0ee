package org.fitact.tensor.backend.simd.product;

/**
 * The innermost loop of a last tile of up to four rows, beside those of {@link RowKernels}, with the same sums. It leaves
 * out the two rows that a tile of six would compute for nothing, and so puts fewer instructions between loads of weights.
 */
public final class FewRowsKernels {

    /** Rows of the tile of {@link RowTiles#fourByFour}. */
    static final int ROWS = 4;

    private FewRowsKernels() {}

    /** As {@link RowKernels#accumulate} for the first {@code rows} rows of a tile; the others may be computed too. */
    public static void accumulate(
            int vectors, int rows, float[] a, int at, int terms, float[] b, int panel, float[] acc, int tile) {
        if (vectors == 4 && rows <= ROWS) {
            RowTiles.fourByFour(a, at, terms, b, panel, acc, tile);
        } else {
            RowKernels.accumulate(vectors, a, at, terms, b, panel, acc, tile);
        }
    }
}
