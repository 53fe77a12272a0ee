package org.fitact.tensor.backend.simd.product;

import static org.fitact.tensor.backend.simd.run.Lanes.FIRST;
import static org.fitact.tensor.backend.simd.run.Lanes.L;

import org.fitact.tensor.backend.simd.run.Lanes;
import org.fitact.tensor.backend.simd.run.Tiles;

/**
 * The innermost loops of all products but those over pixels: tiles of six rows by one, two or four vectors of columns.
 * {@code tile[r, c] ← tile[r, c] + Σ_k a[r·DEPTH + k] · panel[k, c]}, one fused multiply-add per term, in the order of k.
 *
 * <p>The accumulators are local variables, written out by a template (in the tests), because only so does the compiler keep them in registers.
 * The vectors are made by the JDK's own methods, which it always inlines; behind a helper of ours the last of so many
 * would become calls, and every accumulator an object.
 *
 * <p>The six rows of a are {@link Tiles#DEPTH} elements apart, a constant, so that one register addresses all of them. With
 * a register for each row, where the rows lie as they do in a feature map, the compiler runs out of them and moves one to
 * a vector register and back in every step, on the ports of the multiply-adds: a quarter of the speed is lost. Where the
 * panel starts on a cache line, each step of the widest tile is 4 loads of b and 6 broadcasts from memory for 24
 * multiply-adds, and the two multiply-add units are the limit.
 */
public final class RowKernels {

    /** Rows of the tile of {@link RowTiles#fourByFour}. */
    static final int FEW = 4;

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
    public static void accumulate(
            int vectors, float[] a, int at, int terms, float[] b, int panel, float[] acc, int tile) {
        add(vectors, a, at, terms, b, panel, acc, tile, acc, tile);
    }

    /** The same for a tile whose sums are 0 and need not be there yet: they are written only. */
    public static void begin(int vectors, float[] a, int at, int terms, float[] b, int panel, float[] acc, int tile) {
        add(vectors, a, at, terms, b, panel, ZEROS, FIRST, acc, tile);
    }

    /**
     * As {@link #accumulate} for the first {@code rows} rows of a last tile; the others may be computed too. For up to {@link #FEW} it
     * leaves out the two rows that a tile of six would compute for nothing, and so puts fewer instructions between loads of
     * weights.
     */
    public static void accumulateFew(
            int vectors, int rows, float[] a, int at, int terms, float[] b, int panel, float[] acc, int tile) {
        if (vectors == 4 && rows <= FEW) {
            RowTiles.fourByFour(a, at, terms, b, panel, acc, tile);
        } else {
            accumulate(vectors, a, at, terms, b, panel, acc, tile);
        }
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
            case 4 -> RowTiles.sixByFour(a, at, terms, b, panel, start, from, acc, tile);
            case 2 -> RowTiles.sixByTwo(a, at, terms, b, panel, start, from, acc, tile);
            case 1 -> RowTiles.sixByOne(a, at, terms, b, panel, start, from, acc, tile);
            default -> throw new IllegalArgumentException("no tile is " + vectors + " vectors wide");
        }
    }

    /**
     * The same for the first row of a tile alone. Such a product waits for the panel to come from memory; so few
     * instructions for each of its rows let the processor look further ahead.
     */
    static void accumulateOne(int vectors, float[] a, int at, int terms, float[] b, int panel, float[] acc, int tile) {
        switch (vectors) {
            case 4 -> RowTiles.oneByFour(a, at, terms, b, panel, acc, tile);
            case 2 -> RowTiles.oneByTwo(a, at, terms, b, panel, acc, tile);
            case 1 -> RowTiles.oneByOne(a, at, terms, b, panel, acc, tile);
            default -> throw new IllegalArgumentException("no tile is " + vectors + " vectors wide");
        }
    }
}
