package org.fitact.tensor.backend.simd.product;

import static org.fitact.tensor.backend.simd.run.Tiles.GROUP;
import static org.fitact.tensor.backend.simd.run.Tiles.ROWS;
import static org.fitact.tensor.backend.simd.run.Tiles.STRIP;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.fitact.tensor.backend.simd.run.Execution;
import org.fitact.tensor.backend.simd.run.Lanes;
import org.fitact.tensor.backend.simd.run.Tiles;

/**
 * Walks over a product {@code c = finish(Σ a·b)} whose rows lie in {@link Run}s. A task is a strip of up to 192 rows by a
 * group of up to 8 panels. Inside, each block of terms is packed once for the strip; then, for each panel, all tiles pass
 * over it: the block of the panel stays in L1, the packed rows and the sums in L2.
 *
 * @param a rows, where they lie
 * @param b packed as {@code panels} say
 * @param c {@code [rows, columns]}; modified
 * @param accumulate start from what c holds instead of from 0
 */
public record RowProduct(
        List<Run> runs, float[] a, Panels panels, float[] b, float[] c, Finish finish, boolean accumulate) {

    /** Tasks for each thread that even out their ends, where their number is no multiple of the threads'. */
    private static final int TASKS = 4;

    /** Tiles that pass over all panels together, where their terms are one block. */
    private static final int TOGETHER = 4;

    /** Some rows of a run. */
    private record Strip(Run run, int from, int to) {

        int rows() {
            return to - from;
        }

        int tiles() {
            return (rows() + ROWS - 1) / ROWS;
        }
    }

    /** Blocks first..last−1 by panels from..to−1. */
    private record Part(int first, int last, int from, int to) {}

    public void compute(Execution execution) {
        int threads = execution.workers().threads();
        List<Strip> strips = strips(threads);
        int groups = groups(strips.size(), threads);
        execution.workers().run(strips.size() * groups, finish.completing((index, worker) -> {
            int group = index % groups;
            int from = group * panels.count() / groups;
            int to = (group + 1) * panels.count() / groups;
            multiply(strips.get(index / groups), from, to, execution.tiles()[worker]);
        }));
    }

    /** Few groups, because each packs its rows again; but all threads are to end together. */
    private int groups(int strips, int threads) {
        int groups = (panels.count() + GROUP - 1) / GROUP;
        while (groups < panels.count() && strips * groups < TASKS * threads && strips * groups % threads != 0) {
            groups++;
        }
        return groups;
    }

    /**
     * Of each run as few strips as may be, of about the same size, and as many for each thread. Where an image is some
     * strips, the same part of all images comes before the next part: bounds that they share stay in a cache.
     */
    private List<Strip> strips(int threads) {
        List<Strip> strips = new ArrayList<>();
        for (Run run : runs) {
            int image = run.rows() / run.images();
            boolean apart = run.images() > 1 && image >= STRIP * ROWS;
            int rows = apart ? image : run.rows();
            int tiles = (rows + ROWS - 1) / ROWS;
            int count = (tiles + STRIP - 1) / STRIP;
            if (count > 1) {
                count = Math.min(tiles, Lanes.roundUp(count, threads));
            }
            for (int s = 0; s < count; s++) {
                int from = (int) ((long) s * tiles / count) * ROWS;
                int to = Math.min(rows, (int) ((s + 1L) * tiles / count) * ROWS);
                for (int first = 0; first < run.rows(); first += rows) {
                    strips.add(new Strip(run, first + from, first + to));
                }
            }
        }
        return strips;
    }

    /**
     * The rows of a tile are packed just before its first product, so that they arrive while the tiles before them are
     * computed. Its sums are finished when all of its columns are there: then rows of the output are written from end to
     * end, and the processor foresees what it has to bring in and out.
     */
    private void multiply(Strip strip, int from, int to, Tiles tiles) {
        strip.run.locate(strip.from, strip.to, tiles);
        List<Terms.Block> blocks = strip.run.blocks();
        if (blocks.size() == 1 && !accumulate) {
            multiplyAtOnce(strip, blocks.getFirst(), from, to, tiles);
            return;
        }
        begin(strip, from, to, tiles);
        int together = Math.max(1, STRIP / strip.tiles());
        for (int first = 0; first < blocks.size(); first += together) {
            addBlocks(strip, new Part(first, Math.min(blocks.size(), first + together), from, to), tiles);
        }
        for (int row = 0; row < strip.rows(); row += ROWS) {
            finish(strip.run, row, Math.min(strip.rows(), row + ROWS), row, from, to, tiles);
        }
    }

    /**
     * Adds some blocks, as many as have room when all their rows are packed: with few rows, the products wait for the
     * weights, which are then read in long stretches. The first tiles also touch the weights that come next: since they
     * were last used, others have passed through the near caches.
     */
    private void addBlocks(Strip strip, Part part, Tiles tiles) {
        List<Terms.Block> blocks = strip.run.blocks();
        int pace = ReadAhead.pace(strip.rows() / ROWS);
        for (int panel = part.from; panel < part.to; panel++) {
            boolean ahead = ReadAhead.helps(strip.rows(), panels.vectors()[panel], panels.elements());
            for (int number = part.first; number < part.last; number++) {
                Terms.Block block = blocks.get(number);
                int shift = (number - part.first) * strip.tiles() * ROWS;
                for (int row = 0; row < strip.rows(); row += ROWS) {
                    int end = Math.min(strip.rows(), row + ROWS);
                    if (panel == part.from) {
                        strip.run.pack(block, strip.from, row, end, a, tiles, shift);
                    }
                    int sums = Tiles.sums(panel - part.from, row, panels.width(panel));
                    if (ahead && ReadAhead.touches(row / ROWS, pace)) {
                        int next = ReadAhead.touched(next(strip.run, number, panel, part), row / ROWS, pace, b);
                        addReadingAhead(strip.run, block, panel, shift + row, sums, tiles, next, pace);
                    } else {
                        addBlock(strip.run, block, panel, shift + row, end - row, sums, tiles);
                    }
                }
            }
        }
    }

    /** Offset of the weights that are needed after a block: those of the next one, in the next panel or on the way again. */
    private int next(Run run, int number, int panel, Part part) {
        List<Terms.Block> blocks = run.blocks();
        if (number + 1 < part.last) {
            return run.weights(panels, panel, blocks.get(number + 1));
        }
        if (panel + 1 < part.to) {
            return run.weights(panels, panel + 1, blocks.get(part.first));
        }
        return run.weights(panels, part.from, blocks.get(Math.min(part.last, blocks.size() - 1)));
    }

    /**
     * Where all terms are one block: a few tiles at a time pass over all panels, which are small enough to be read again,
     * and their sums do not leave the nearest caches.
     */
    private void multiplyAtOnce(Strip strip, Terms.Block block, int from, int to, Tiles tiles) {
        for (int first = 0; first < strip.rows(); first += TOGETHER * ROWS) {
            int last = Math.min(strip.rows(), first + TOGETHER * ROWS);
            for (int panel = from; panel < to; panel++) {
                int width = panels.width(panel);
                for (int row = first; row < last; row += ROWS) {
                    int end = Math.min(last, row + ROWS);
                    if (panel == from) {
                        strip.run.pack(block, strip.from, row, end, a, tiles, 0);
                    }
                    int sums = Tiles.sums(panel - from, row - first, width);
                    beginBlock(strip.run, block, panel, row, end - row, sums, tiles);
                }
            }
            for (int row = first; row < last; row += ROWS) {
                finish(strip.run, row, Math.min(last, row + ROWS), row - first, from, to, tiles);
            }
        }
    }

    /** As {@link #addBlock} where the sums are 0 and need not be there yet. */
    private void beginBlock(Run run, Terms.Block block, int panel, int row, int rows, int sums, Tiles tiles) {
        if (rows < ROWS) {
            Arrays.fill(tiles.acc(), sums, sums + ROWS * panels.width(panel), 0);
            addBlock(run, block, panel, row, rows, sums, tiles);
            return;
        }
        int weight = run.weights(panels, panel, block);
        int vectors = panels.vectors()[panel];
        int at = Tiles.packed(row);
        RowKernels.begin(vectors, tiles.block(), at, block.length(), b, weight, tiles.acc(), sums);
    }

    /** @param row first of the packed rows of a tile of {@code rows} rows */
    private void addBlock(Run run, Terms.Block block, int panel, int row, int rows, int sums, Tiles tiles) {
        int weight = run.weights(panels, panel, block);
        int vectors = panels.vectors()[panel];
        int at = Tiles.packed(row);
        if (rows == 1) {
            RowKernels.accumulateOne(vectors, tiles.block(), at, block.length(), b, weight, tiles.acc(), sums);
        } else {
            RowKernels.accumulateFew(vectors, rows, tiles.block(), at, block.length(), b, weight, tiles.acc(), sums);
        }
    }

    /** The same for a tile of six rows by four vectors. */
    private void addReadingAhead(
            Run run, Terms.Block block, int panel, int row, int sums, Tiles tiles, int touched, int pace) {
        int at = Tiles.packed(row);
        int weight = run.weights(panels, panel, block);
        tiles.seen()[0] = ReadAhead.accumulate(
                ROWS, tiles.block(), at, block.length(), b, weight, tiles.acc(), sums, touched, pace);
    }

    private void begin(Strip strip, int from, int to, Tiles tiles) {
        for (int panel = from; panel < to; panel++) {
            int width = panels.width(panel);
            int sums = Tiles.sums(panel - from, 0, width);
            Arrays.fill(tiles.acc(), sums, sums + strip.tiles() * ROWS * width, 0);
            for (int row = 0; accumulate && row < strip.rows(); row++) {
                int at = tiles.results()[row] + strip.run.column(panels, panel);
                System.arraycopy(c, at, tiles.acc(), sums + row * width, panels.used(panel));
            }
        }
    }

    /**
     * Finishes rows from..to−1 of the strip.
     *
     * @param sums number of the first of them among the rows of sums
     */
    private void finish(Run run, int from, int to, int sums, int first, int last, Tiles tiles) {
        for (int panel = first; panel < last; panel++) {
            int width = panels.width(panel);
            int at = Tiles.sums(panel - first, sums, width);
            int column = run.column(panels, panel);
            finish.rows(tiles.acc(), at, width, c, tiles.results(), from, to, column, panels.used(panel));
        }
    }
}
