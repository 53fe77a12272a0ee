package org.fitact.cuda.kernel;

import java.util.List;
import org.fitact.cuda.driver.Dim3;

/**
 * How a product {@code [m, n]} of depth k is cut: into tiles, one for each block, and, where these are too few to keep a
 * device busy, along the depth into splits whose sums are added in a second launch. It follows from the shape alone, so
 * every device adds in the same order.
 *
 * @param tile of the result
 * @param splits parts of the depth
 * @param chunk depth of a split; the last may have less
 */
public record Tiling(Tile tile, int splits, int chunk) {

    /** A tile that there are kernels for. */
    public record Tile(int rows, int columns) {

        /** Blocks that a result takes. */
        public long count(int m, int n) {
            return (long) Math.ceilDiv(m, rows) * Math.ceilDiv(n, columns);
        }

        /** A grid of so many layers of tiles. */
        Dim3 grid(int m, int n, int layers) {
            return new Dim3(Math.toIntExact(count(m, n)), 1, layers);
        }

        /** Whether no smaller tile would cover the result with fewer elements beside it. */
        private boolean fits(int m, int n) {
            return suits(m, rows) && suits(n, columns);
        }

        private static boolean suits(int extent, int side) {
            return extent >= MANY * side || roundUp(extent, side) == roundUp(extent, SMALLEST.rows);
        }

        @Override
        public String toString() {
            return rows + "x" + columns;
        }
    }

    public static final Tile SMALLEST = new Tile(64, 64);

    /** From the largest, which moves the fewest bytes, to the smallest. */
    public static final List<Tile> TILES = List.of(new Tile(128, 128), new Tile(128, 64), SMALLEST);

    private static final int MANY = 8;

    /** Two for each of the 132 multiprocessors of an H100. */
    private static final int ENOUGH_BLOCKS = 264;

    /** A multiple of the depth of every kernel's step. */
    private static final int STEP = 16;

    private static final int SHORTEST_CHUNK = 512;
    private static final int MOST_SPLITS = 128;

    /** Cuts a product whose depth may be split. */
    public static Tiling of(int m, int n, int k) {
        int mostSplits = Math.clamp(k / SHORTEST_CHUNK, 1, MOST_SPLITS);
        Tile tile = tile(m, n, mostSplits);
        long wanted = Math.ceilDiv(ENOUGH_BLOCKS, tile.count(m, n));
        return of(tile, k, (int) Math.min(wanted, mostSplits));
    }

    /** Cuts a product into tiles only. */
    static Tiling unsplit(int m, int n, int k) {
        return of(tile(m, n, 1), k, 1);
    }

    /** A depth in about so many splits, each a whole number of steps. */
    public static Tiling of(Tile tile, int k, int splits) {
        int chunk = roundUp(Math.ceilDiv(k, splits), STEP);
        return new Tiling(tile, Math.ceilDiv(k, chunk), chunk);
    }

    private static Tile tile(int m, int n, int mostSplits) {
        return TILES.stream()
                .filter(tile -> tile.fits(m, n) && 2 * tile.count(m, n) * mostSplits >= ENOUGH_BLOCKS)
                .findFirst()
                .orElse(SMALLEST);
    }

    private static int roundUp(int value, int multiple) {
        return Math.multiplyExact(Math.ceilDiv(value, multiple), multiple);
    }
}
