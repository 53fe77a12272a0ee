package org.fitact.tensor.integer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import org.fitact.tensor.fixedpoint.FixedType;

/** An op on random words, and what it must give by the model: the same words, the same counts, the same failures. */
final class IntegerCase {

    private final String what;
    private final Draws draws;
    private final IntegerModel model;
    private final long[] expected;
    private final List<Operand> operands;
    private final FixedType type;
    private final Op op;

    /** The op itself. */
    @FunctionalInterface
    interface Op {
        void run(IntegerOps ops, long[] y, NodeRun run);
    }

    /**
     * @param n outputs
     * @param expected the model's word of an output
     * @param operands all words that are read
     * @param type of the output
     */
    IntegerCase(
            String what,
            int n,
            IntegerModel model,
            IntToLongFunction expected,
            List<Operand> operands,
            FixedType type,
            Op op) {
        this.what = what;
        this.draws = model.draws();
        this.model = model;
        this.expected = IntStream.range(0, n).mapToLong(expected).toArray();
        this.operands = operands;
        this.type = type;
        this.op = op;
    }

    void check(IntegerOps ops) {
        long[] y = new long[expected.length];
        Tally tally = new Tally();
        boolean failed = false;
        try {
            op.run(ops, y, new NodeRun(tally, draws));
        } catch (ArithmeticException beyondRange) {
            failed = true;
        }
        assertEquals(model.failed, failed, what);
        if (!failed) {
            assertArrayEquals(expected, y, what);
            assertEquals(expected.length, tally.outputs(), what);
            assertEquals(model.outputOverflows, tally.outputOverflows(), what);
            assertEquals(model.accumulatorOverflows, tally.accumulatorOverflows(), what);
            assertEquals(model.accumulatorBits, tally.accumulatorBits(), what);
        }
    }

    /** The words that the model has. */
    long[] expected() {
        return expected;
    }

    /** Whether something overflowed where that is an error, so that there are no words. */
    boolean fails() {
        return model.failed;
    }

    /** Numbers beyond a range, of outputs and sums. */
    long overflows() {
        return model.outputOverflows + model.accumulatorOverflows;
    }

    List<Operand> operands() {
        return operands;
    }

    FixedType type() {
        return type;
    }
}
