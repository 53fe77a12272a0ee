package org.fitact.tensor.backend.simd.product;

import static org.fitact.tensor.backend.simd.run.Lanes.FIRST;
import static org.fitact.tensor.backend.simd.run.Tiles.DEPTH;
import static org.fitact.tensor.backend.simd.run.Tiles.ROWS;

import org.fitact.tensor.backend.simd.run.Tiles;

/** The weights of a {@link FewRowsProduct}, and how they come from memory. */
public sealed interface FewRowsWeights {

    Panels panels();

    /**
     * Adds the products of all rows and one block of terms of a panel.
     *
     * @param a the rows, packed, from {@code at} on
     * @param rows how many; up to the next whole tile there may be others, which are computed too
     * @param own of the worker, with the sums {@code [rows, width]}; modified
     * @param sums offset of the first
     */
    void add(int panel, Terms.Block block, float[] a, int at, int rows, Tiles own, int sums);

    /**
     * Floats. From 12 rows on the tiles touch the weights of the next block while they compute ({@link ReadAhead}). Else the first row
     * passes alone over each block of terms: with so few multiply-adds to a step the weights come in much faster than with six rows,
     * and the rows after it find them in a cache.
     *
     * @param b packed as {@code panels} say
     */
    record Floats(Panels panels, float[] b) implements FewRowsWeights {

        @Override
        public void add(int panel, Terms.Block block, float[] a, int at, int rows, Tiles own, int sums) {
            int weight = panels.offset(panel, block);
            if (ReadAhead.helps(rows, panels.vectors()[panel], panels.elements())) {
                addReadingAhead(panel, block, a, at, rows, own, sums);
                return;
            }
            int terms = block.length();
            int vectors = panels.vectors()[panel];
            RowKernels.accumulateOne(vectors, a, at, terms, b, weight, own.acc(), sums);
            for (int row = 1; row < rows; row += ROWS) {
                int sum = sums + row * panels.width(panel);
                RowKernels.accumulateFew(vectors, rows - row, a, at + row * DEPTH, terms, b, weight, own.acc(), sum);
            }
        }

        /** Each tile touches a part of the block that comes next. */
        private void addReadingAhead(int panel, Terms.Block block, float[] a, int at, int rows, Tiles own, int sums) {
            int terms = block.length();
            int width = panels.width(panel);
            int weight = panels.offset(panel, block);
            int tile = ReadAhead.tileRows(rows);
            int pace = ReadAhead.pace(rows / tile);
            for (int row = 0; row < rows; row += tile) {
                int touched = ReadAhead.touched(weight + terms * width, row / tile, pace, b);
                own.seen()[0] = ReadAhead.accumulate(
                        tile, a, at + row * DEPTH, terms, b, weight, own.acc(), sums + row * width, touched, pace);
            }
        }
    }

    /** Words of 16 bits, which become floats where they are multiplied, for up to {@link RowKernels#FEW} rows. */
    record Shorts(ShortPanels words) implements FewRowsWeights {

        @Override
        public Panels panels() {
            return words.panels();
        }

        @Override
        public void add(int panel, Terms.Block block, float[] a, int at, int rows, Tiles own, int sums) {
            int first = block.weight();
            int terms = block.length();
            if (words.isAllWords(panel, first, terms)) {
                words.accumulate(panel, first, terms, rows, a, at, own.acc(), sums);
                return;
            }
            float[] b = own.panel();
            words.read(panel, first, terms, b, FIRST);
            int vectors = panels().vectors()[panel];
            RowKernels.accumulateFew(vectors, rows, a, at, terms, b, FIRST, own.acc(), sums);
        }
    }
}
