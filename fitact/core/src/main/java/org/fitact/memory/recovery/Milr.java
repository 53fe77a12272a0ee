package org.fitact.memory.recovery;

import org.fitact.memory.code.MemoryCode;
import org.fitact.memory.code.RegionCode;
import org.fitact.tensor.number.NumberFormat;

/**
 * Weights solved again from inputs and outputs of their layer (after Ponader, Kundu, Solihin: MILR, Mathematically Induced Layer Recovery for
 * Plaintext Space Error Correction of CNNs, DSN 2021, arXiv 2010.14687). Of a tensor W of words, one column for each channel, what is stored
 * beside it are the outputs of r inputs X that are generated from a fixed seed,
 *
 * <pre>{@code Y = X·W,   X of whole numbers, 1 ≤ |x| ≤ 127, r rows or as many as W has.}</pre>
 *
 * When it is read, a column whose outputs of the first two inputs differ was struck, and what it lacks, e, is solved from {@code X·e = y − X·w}; see
 * {@link ColumnSolver}. Words are whole numbers, so a solution is rounded, and is one only if it gives all outputs exactly, and words
 * of the format.
 *
 * <p>What is not solved, since more words of a column were struck than the equations tell, stays as it is and counts as detected: so
 * whole layers come back where r is not smaller than the weights of a filter, and some words of each filter elsewhere.
 *
 * <p>Otherwise than there: inputs are those of a filter, so a convolution is a linear layer, whose patches are generated; the paper has those
 * of images, as many as there are places, and recovers by the layers behind a checkpoint what it does not store. It finds by CRCs over groups of
 * weights which ones are wrong, where here the fewest that explain the outputs are. It stores outputs where no fault strikes; here they are
 * tables at risk, which lie there three times.
 *
 * @param rows r
 */
public record Milr(int rows) implements MemoryCode {

    static final int ROWS = 16;
    static final int FEWEST_ROWS = 4;
    static final int MOST_ROWS = 1024;

    /** @throws IllegalArgumentException for another number of inputs */
    public Milr {
        if (rows < FEWEST_ROWS || rows > MOST_ROWS) {
            throw new IllegalArgumentException(
                    "milr:" + rows + ", expected " + FEWEST_ROWS + " to " + MOST_ROWS + " inputs");
        }
    }

    @Override
    public String name() {
        return "milr" + (rows == ROWS ? "" : ":" + rows);
    }

    @Override
    public RegionCode over(NumberFormat format, int[] words, int channels) {
        return new GoldenOutputs(format, words, channels, rows);
    }
}
