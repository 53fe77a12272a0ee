package org.fitact.tensor.integer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.stream.LongStream;
import org.fitact.tensor.backend.op.BoundedRelu;
import org.fitact.tensor.backend.op.Pool2d;
import org.fitact.tensor.backend.op.Window1d;
import org.fitact.tensor.backend.op.Window2d;
import org.fitact.tensor.fixedpoint.FixedType;
import org.fitact.tensor.fixedpoint.Format;
import org.fitact.tensor.fixedpoint.Overflow;
import org.fitact.tensor.fixedpoint.Rounding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is looked up, and what is compared, beside the formulas in double. */
class TablesTest {

    private static final Format FINE = Format.signed(32, 20);
    private static final FixedType OUTPUT = FixedType.of(Format.signed(40, 24));

    private static final Pool2d.Counting INSIDE = Pool2d.Counting.INSIDE;

    private final IntegerOps ops = new ReferenceIntegerOps();

    private static NodeRun run(int elements) {
        return new NodeRun(new Tally(), new Draws(0, 0, elements));
    }

    private static long[] words(int n, double from, double to, Format format) {
        return LongStream.range(0, n)
                .map(i -> Math.round((from + (to - from) * i / (n - 1)) / format.resolution()))
                .toArray();
    }

    /** {@code B(x; λ) − B(−x; −μ)} with the error that {@link GateTable} states; far from the bound it is x, or 0, exactly. */
    @ParameterizedTest
    @ValueSource(doubles = {0.75, 5, 20, 300})
    void theSmoothBoundIsAsNearAsItSays(double kappa) {
        int n = 20_001;
        GateTable gate = GateTable.of(kappa);
        Format ofBounds = Format.signed(16, 12);
        double lambda = 1.5;
        double mu = -0.75;
        Operand x = new Operand(words(n, -40 / kappa - 2, 40 / kappa + 2, FINE), FINE);
        WordBounds bounds = new WordBounds(
                new Operand(new long[] {(long) (lambda * 4096)}, ofBounds),
                Optional.of(new Operand(new long[] {(long) (mu * 4096)}, ofBounds)),
                Optional.of(gate));
        BoundedRelu shape =
                new BoundedRelu(BoundedRelu.Policy.SMOOTH, BoundedRelu.Granularity.LAYER, (float) kappa, 1, 1, n);
        long[] y = new long[n];
        ops.bound(shape, x, bounds, OUTPUT, y, run(n));
        double largest = 0;
        for (int i = 0; i < n; i++) {
            double value = FINE.value(x.words()[i]);
            double distance = value > 0 ? lambda - value : value - mu;
            double exact = value / (1 + Math.exp(-kappa * distance));
            double error = Math.abs(OUTPUT.format().value(y[i]) - exact);
            assertTrue(
                    error
                            <= gate.error(kappa) * Math.abs(value)
                                    + OUTPUT.format().resolution() / 2,
                    value + " differs by " + error);
            largest = Math.max(largest, error / Math.max(1e-3, Math.abs(value)));
            if (kappa * distance > 17) {
                assertEquals(x.words()[i] << 4, y[i], "passes as it is");
            }
            if (kappa * distance < -17) {
                assertEquals(0, y[i], "is cut");
            }
        }
        assertTrue(largest > gate.error(kappa) / 4, "the stated error is no more than four times what was seen");
    }

    @Test
    void theGateOfTheUsualSteepnessIsKnownToItsStatedError() {
        assertEquals(8.4e-5, GateTable.of(20).error(20), 5e-7);
    }

    @Test
    void aFunctionIsExactWhereWhatIsReadIsAnIndex() {
        Format index = Format.signed(16, 12);
        FunctionTable table = FunctionTable.of(Math::tanh, index, OUTPUT, 0);
        long[] x = LongStream.rangeClosed(index.minWord(), index.maxWord()).toArray();
        long[] y = new long[x.length];
        ops.table(x.length, new Operand(x, index), table, y, run(x.length));
        for (int i = 0; i < x.length; i++) {
            assertEquals(Math.rint(Math.tanh(index.value(x[i])) * 0x1p24), y[i]);
        }
        Operand fine = new Operand(words(5000, -9, 9, FINE), FINE);
        ops.table(5000, fine, table, y, run(5000));
        for (int i = 0; i < 5000; i++) {
            // tanh is flat beyond ±8, where the index ends; its slope is at most 1.
            double exact = Math.tanh(FINE.value(fine.words()[i]));
            assertEquals(exact, OUTPUT.format().value(y[i]), 0x1p-13 + 0x1p-25);
        }
        Format wide = Format.signed(17, 12);
        assertThrows(IllegalArgumentException.class, () -> FunctionTable.of(Math::tanh, wide, OUTPUT, 0));
    }

    @Test
    void whatAFunctionHasBeyondTheRangeIsCounted() {
        Format index = Format.signed(8, 4);
        FixedType narrow = FixedType.of(Format.unsigned(4, 0));
        FunctionTable exponential = FunctionTable.of(Math::exp, index, narrow, 0);
        NodeRun run = run(3);
        long[] y = new long[3];
        ops.table(3, new Operand(new long[] {0, 16, 100}, index), exponential, y, run);
        assertEquals(1, y[0]);
        assertEquals(3, y[1]);
        assertEquals(15, y[2]);
        assertEquals(1, run.tally().outputOverflows());
        assertThrows(ArithmeticException.class, () -> FunctionTable.of(Math::log, index, narrow, 0));
    }

    @Test
    void windowsAndLimitsAreComparisonsOfWords() {
        Pool2d shape = new Pool2d(Pool2d.Kind.MAX, 1, 2, 4, 1, 2, 2);
        Operand x = new Operand(new long[] {-5, 3, 9, 8, 7, -1, -20, 2}, Format.signed(8, 2));
        FixedType halves = FixedType.of(Format.signed(8, 1));
        long[] y = new long[8];
        ops.pool(shape, x, halves, y, run(2));
        // 7/4 and 9/4 in halves, ties to even.
        assertEquals(4, y[0]);
        assertEquals(4, y[1]);
        ops.clip(8, x, -4, 7, FixedType.of(Format.signed(8, 2)), y, run(8));
        assertEquals(-4, y[0]);
        assertEquals(3, y[1]);
        assertEquals(7, y[2]);
    }

    /** What a third leaves far behind the last place decides a tie, and whether there is anything at all. */
    @Test
    void whatIsCutOffAQuotientIsNotForgotten() {
        Format fine = Format.signed(63, 60);
        Pool2d thirds = new Pool2d(
                Pool2d.Kind.AVERAGE, 1, 1, 3, 1, new Window2d(Window1d.of(1, 1, 0), Window1d.of(3, 1, 0)), INSIDE);
        FixedType up = new FixedType(Format.signed(8, 0), Rounding.CEILING, Overflow.SATURATE);
        FixedType down = new FixedType(Format.signed(8, 0), Rounding.HALF_DOWN, Overflow.SATURATE);
        long[] y = new long[1];
        ops.pool(thirds, new Operand(new long[] {1, 0, 0}, fine), up, y, run(1));
        assertEquals(1, y[0]);
        ops.pool(thirds, new Operand(new long[] {3L << 59, 1, 0}, fine), down, y, run(1));
        assertEquals(1, y[0], "a little more than a half");
        ops.pool(thirds, new Operand(new long[] {3L << 59, 0, 0}, fine), down, y, run(1));
        assertEquals(0, y[0], "a half");
    }

    @Test
    void binaryPointsFarApartAreCompared() {
        assertEquals(-1, Comparison.compare(100, 70, 1, 0));
        assertEquals(1, Comparison.compare(1, 0, 1, 70));
        assertEquals(1, Comparison.compare(1, 70, -1, 0));
        assertEquals(1, Comparison.compare(1, 70, 0, 0));
        assertEquals(0, Comparison.compare(0, 70, 0, 0));
        assertEquals(0, Comparison.compare(Long.MIN_VALUE, 63, -1, 0));
        assertEquals(-1, Comparison.compare(Long.MAX_VALUE, 63, 1, 0));
    }
}
