package org.fitact.tensor.integer;

import org.fitact.tensor.fixedpoint.FixedType;
import org.fitact.tensor.fixedpoint.Format;
import org.fitact.tensor.fixedpoint.Wide;

/**
 * The gate of the smooth bounded ReLU, {@code σ(κ·d)} of a distance d = λ − x from the bound, as a table of 2^16 words with 16
 * fraction bits. d is rounded to the index, whose range is at least ±16/κ: beyond it the gate is 1 or 0, exactly.
 *
 * <p>Its error is at most {@code κ/4 · 2^−(f+1) + 2^−17} with f the index's fraction, 15 at κ = 20: {@code 8.4e−5}. So
 * {@code x·gate}, rounded once to the output's type, is eq. 6 of FitAct to {@code 8.4e−5·x} and half a unit in the last place.
 */
public final class GateTable {

    /** Fraction bits of a gate. */
    public static final int FRACTION = 16;

    /** Where the gate differs from 0 and 1 by less than half a unit: σ(16) = 1 − 1.1e−7. */
    private static final double SATURATED = 16;

    private final FunctionTable table;

    private GateTable(FunctionTable table) {
        this.table = table;
    }

    /** @param kappa steepness κ, positive */
    public static GateTable of(double kappa) {
        Format index = Format.holding(SATURATED / kappa, FunctionTable.MOST_BITS, true);
        FixedType gate = FixedType.of(Format.unsigned(FRACTION + 1, FRACTION));
        return new GateTable(FunctionTable.of(d -> 1 / (1 + StrictMath.exp(-kappa * d)), index, gate, 0));
    }

    /** The largest error of the gate itself. */
    public double error(double kappa) {
        return kappa / 4 * table.index().resolution() / 2 + Math.scalb(1.0, -FRACTION - 1);
    }

    /** The format of what is looked up. */
    public Format index() {
        return table.index();
    }

    /** The gate for a word of the index. */
    public long gate(long word) {
        return table.word((int) (word - index().minWord()));
    }

    /** The gates for all words of the index, from the least on. */
    public long[] words() {
        return table.words();
    }

    /** The gate for a distance of {@code distance · 2^−fraction}, with {@link #FRACTION} fraction bits; the distance is used up. */
    long gate(Wide distance, int fraction) {
        return table.word(table.entry(distance, fraction));
    }
}
