package org.fitact.tensor.integer;

import java.util.function.DoubleUnaryOperator;
import org.fitact.tensor.fixedpoint.FixedType;
import org.fitact.tensor.fixedpoint.Format;
import org.fitact.tensor.fixedpoint.Wide;

/**
 * A function of one number as a table: the word of {@code f(i)} for each word i of an index format of up to 16 bits. What is
 * looked up is rounded to the index first, half-even and saturating; a word of the index format is one as it is.
 *
 * <p>So, with x in the index's range, the output is {@code f(x)} up to {@code max|f'| · 2^−(f_i + 1) + 2^−(f_y + 1)}, the first
 * term 0 where x is of the index format.
 */
public final class FunctionTable {

    /** The most bits that an index has. */
    public static final int MOST_BITS = 16;

    private final FixedType index;
    private final FixedType output;
    private final long[] words;
    private final boolean[] beyond;

    private FunctionTable(FixedType index, FixedType output) {
        this.index = index;
        this.output = output;
        this.words = new long[1 << index.format().width()];
        this.beyond = new boolean[words.length];
    }

    /**
     * Tabulates a function.
     *
     * @param seed of a stochastic rounding, which draws by the number of the entry
     * @throws IllegalArgumentException if the index has more than 16 bits
     * @throws ArithmeticException if the function is no number at an index
     */
    public static FunctionTable of(DoubleUnaryOperator function, Format index, FixedType output, long seed) {
        if (index.width() > MOST_BITS) {
            throw new IllegalArgumentException(
                    "a table by " + index + ", expected an index of at most " + MOST_BITS + " bits");
        }
        FunctionTable table = new FunctionTable(FixedType.of(index), output);
        Tally tally = new Tally();
        Conversion conversion =
                new Conversion(output, new NodeRun(tally, new Draws(seed, Integer.MAX_VALUE, table.words.length)));
        for (int i = 0; i < table.words.length; i++) {
            long before = tally.outputOverflows();
            double x = index.value(index.minWord() + i);
            table.words[i] = conversion.word(function.applyAsDouble(x), i);
            table.beyond[i] = tally.outputOverflows() > before;
        }
        return table;
    }

    /** The format of what is looked up. */
    public Format index() {
        return index.format();
    }

    /** The type of what is found. */
    public FixedType output() {
        return output;
    }

    /** The entry for {@code x · 2^−fraction}. */
    int entry(long x, int fraction, Wide free) {
        Format format = index.format();
        boolean isIndex = fraction == format.fraction() && format.holds(x);
        return entry(isIndex ? x : free.set(x).toWord(fraction, index, 0));
    }

    /** The entry for a number, which is used up. */
    int entry(Wide x, int fraction) {
        return entry(x.toWord(fraction, index, 0));
    }

    private int entry(long word) {
        return (int) (word - index.format().minWord());
    }

    /** The word of an entry; the first is that of the least word of the index. */
    public long word(int entry) {
        return words[entry];
    }

    /** Those of all entries, in their order. */
    public long[] words() {
        return words.clone();
    }

    /** Whether the function was beyond the output's range there. */
    public boolean isBeyond(int entry) {
        return beyond[entry];
    }
}
