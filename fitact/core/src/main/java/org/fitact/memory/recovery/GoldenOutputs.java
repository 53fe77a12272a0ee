package org.fitact.memory.recovery;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.fitact.memory.code.BlockDecoder;
import org.fitact.memory.code.BlockEncoder;
import org.fitact.memory.code.CheckBits;
import org.fitact.memory.code.RegionCode;
import org.fitact.memory.code.RegionPart;
import org.fitact.memory.code.WordStatus;
import org.fitact.tensor.number.NumberFormat;
import org.fitact.tensor.random.PhiloxRandom;

/**
 * {@link Milr} over one tensor, all of whose words are one block: word i is in row {@code i / channels} and column {@code i mod channels}
 * of W. The outputs are whole numbers of W + 8 + ⌈log₂ rows of W⌉ bits for words of W bits, in one table of 32 bits at most and a second of what
 * is above.
 */
final class GoldenOutputs implements RegionCode {

    /** Of X; the same for every tensor. */
    private static final long SEED = 1;

    private static final long STREAM = 0x6D696C72L;
    private static final int LARGEST_INPUT = 127;

    /** Those and their sign. */
    private static final int INPUT_BITS = 8;

    /** Inputs whose outputs are looked at before anything is solved. */
    private static final int LOOKED_AT = 2;

    private final NumberFormat format;
    private final int length;
    private final int channels;
    private final int[][] inputs;
    private final int bits;
    private final List<Companion> companions;
    private final ColumnSolver solver;

    /** @param words as they are deployed; not modified */
    GoldenOutputs(NumberFormat format, int[] words, int channels, int rows) {
        this.format = format;
        this.length = words.length;
        this.channels = channels;
        int terms = Math.ceilDiv(words.length, channels);
        this.inputs = inputs(Math.min(rows, terms), terms);
        this.bits = format.width() + INPUT_BITS + Integer.SIZE - Integer.numberOfLeadingZeros(terms - 1);
        this.companions = stored(words);
        this.solver = new ColumnSolver(inputs);
    }

    /** X, none of whose numbers is 0, so that an output sees every weight. */
    static int[][] inputs(int rows, int terms) {
        int[][] inputs = new int[rows][terms];
        for (int r = 0; r < rows; r++) {
            PhiloxRandom random = new PhiloxRandom(SEED, STREAM).child(r);
            for (int t = 0; t < terms; t++) {
                int size = 1 + random.nextInt(LARGEST_INPUT);
                inputs[r][t] = random.nextInt(2) == 0 ? size : -size;
            }
        }
        return inputs;
    }

    private List<Companion> stored(int[] words) {
        int[] low = new int[inputs.length * channels];
        int[] high = new int[low.length];
        for (int r = 0; r < inputs.length; r++) {
            long[] outputs = outputs(words, r);
            for (int c = 0; c < channels; c++) {
                low[r * channels + c] = lowFormat().hold((int) outputs[c]);
                high[r * channels + c] =
                        (int) (outputs[c] >> Integer.SIZE) & (1 << Math.max(0, bits - Integer.SIZE)) - 1;
            }
        }
        List<Companion> stored = new ArrayList<>(List.of(new Companion(RegionPart.TABLE, lowFormat(), low)));
        if (bits > Integer.SIZE) {
            stored.add(new Companion(RegionPart.TABLE, new CheckBits(bits - Integer.SIZE), high));
        }
        return List.copyOf(stored);
    }

    private NumberFormat lowFormat() {
        return new CheckBits(Math.min(bits, Integer.SIZE));
    }

    /** The outputs of one input, of all columns. */
    private long[] outputs(int[] words, int row) {
        long[] outputs = new long[channels];
        for (int t = 0, i = 0; i < length; t++) {
            long x = inputs[row][t];
            for (int c = 0; c < channels && i < length; c++, i++) {
                outputs[c] += x * words[i];
            }
        }
        return outputs;
    }

    @Override
    public int block() {
        return length;
    }

    @Override
    public List<Companion> companions() {
        return companions;
    }

    @Override
    public BlockEncoder encoder(List<int[]> read) {
        return BlockEncoder.PLAIN;
    }

    @Override
    public BlockDecoder decoder(List<int[]> read) {
        long[] golden = new long[inputs.length * channels];
        for (int i = 0; i < golden.length; i++) {
            long joined = Integer.toUnsignedLong(read.getFirst()[i]);
            if (read.size() > 1) {
                joined |= (long) read.get(1)[i] << Integer.SIZE;
            }
            golden[i] = joined << Long.SIZE - bits >> Long.SIZE - bits;
        }
        return (number, block, check) -> decode(block, golden);
    }

    private WordStatus decode(int[] words, long[] golden) {
        BitSet struck = new BitSet(channels);
        for (int r = 0; r < Math.min(LOOKED_AT, inputs.length); r++) {
            long[] outputs = outputs(words, r);
            for (int c = 0; c < channels; c++) {
                if (outputs[c] != golden[r * channels + c]) {
                    struck.set(c);
                }
            }
        }
        if (struck.isEmpty()) {
            return WordStatus.CLEAN;
        }
        boolean solved = true;
        for (int c = struck.nextSetBit(0); c >= 0; c = struck.nextSetBit(c + 1)) {
            solved &= solve(words, c, golden);
        }
        return solved ? WordStatus.CORRECTED : WordStatus.DETECTED;
    }

    /** @return whether the column has its words again; else they stay as they are */
    private boolean solve(int[] words, int column, long[] golden) {
        long[] lacking = new long[inputs.length];
        for (int r = 0; r < lacking.length; r++) {
            lacking[r] = golden[r * channels + column];
            for (int t = 0, i = column; i < length; t++, i += channels) {
                lacking[r] -= (long) inputs[r][t] * words[i];
            }
        }
        Optional<ColumnSolver.Solution> found = solver.solve(lacking);
        if (found.isEmpty() || !fits(words, column, found.get())) {
            return false;
        }
        ColumnSolver.Solution solution = found.get();
        for (int k = 0; k < solution.terms().length; k++) {
            words[solution.terms()[k] * channels + column] += (int) solution.lacking()[k];
        }
        return true;
    }

    private boolean fits(int[] words, int column, ColumnSolver.Solution solution) {
        for (int k = 0; k < solution.terms().length; k++) {
            int at = solution.terms()[k] * channels + column;
            long word = at < length ? words[at] + solution.lacking()[k] : Long.MAX_VALUE;
            if (word != (int) word || format.hold((int) word) != word) {
                return false;
            }
        }
        return true;
    }
}
