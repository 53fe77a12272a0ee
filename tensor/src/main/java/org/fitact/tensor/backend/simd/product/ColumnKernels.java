package org.fitact.tensor.backend.simd.product;

/**
 * The innermost loops of products whose left factor is stored transposed, so that the six rows of a tile are neighbours in
 * memory: {@code tile[r, c] ← tile[r, c] + Σ_k a[k·pitch + r] · b[k·step + c]}, one fused multiply-add per term, in the order
 * of k. See {@link RowKernels} for the shape of the tile.
 */
public final class ColumnKernels {

    private ColumnKernels() {}

    /**
     * Adds the products of some terms to one tile.
     *
     * @param vectors width of the tile: 1, 2 or 4
     * @param at offset in a of the first term of the first row
     * @param pitch distance in a of one term from the next
     * @param panel offset in b of the first term's row, of {@code vectors·L} elements
     * @param step distance in b of one term from the next
     * @param acc holds the sums {@code [6, vectors·L]} from {@code tile} on; modified
     */
    public static void accumulate(
            int vectors,
            float[] a,
            int at,
            int pitch,
            int terms,
            float[] b,
            int panel,
            int step,
            float[] acc,
            int tile) {
        switch (vectors) {
            case 4 -> ColumnTiles.sixByFour(a, at, pitch, terms, b, panel, step, acc, tile);
            case 2 -> ColumnTiles.sixByTwo(a, at, pitch, terms, b, panel, step, acc, tile);
            case 1 -> ColumnTiles.sixByOne(a, at, pitch, terms, b, panel, step, acc, tile);
            default -> throw new IllegalArgumentException("no tile is " + vectors + " vectors wide");
        }
    }
}
