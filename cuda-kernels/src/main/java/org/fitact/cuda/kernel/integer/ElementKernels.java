package org.fitact.cuda.kernel.integer;

import org.fitact.tensor.backend.op.BinaryOp;
import org.fitact.tensor.fixedpoint.FixedType;
import org.fitact.tensor.integer.FunctionTable;
import org.fitact.tensor.integer.IntegerOps;
import org.fitact.tensor.integer.NodeRun;
import org.fitact.tensor.integer.Operand;

/**
 * Launches the kernels of {@code integerelement.cu}. Each method is that of {@link IntegerOps}, but that it returns false if something
 * failed.
 */
public final class ElementKernels {

    private static final String FAMILY = "integerelement";

    private final WordDevice device;

    public ElementKernels(WordDevice device) {
        this.device = device;
    }

    public boolean binary(BinaryOp op, int n, Operand a, Operand b, FixedType type, long[] y, NodeRun run) {
        int code = code(op);
        return device.compute(
                n,
                y,
                run,
                words -> words.launch(
                        FAMILY,
                        "integerBinary",
                        code,
                        a.format().fraction(),
                        b.format().fraction(),
                        WordOp.struct(type),
                        (long) n,
                        words.words(a.words(), n),
                        words.words(b.words(), n)));
    }

    /** The enum {@code Combination}. */
    private static int code(BinaryOp op) {
        return switch (op) {
            case ADD -> 0;
            case SUBTRACT -> 1;
            case MULTIPLY -> 2;
            case MAXIMUM -> 3;
            case MINIMUM -> 4;
            case DIVIDE, POWER -> throw IntegerOps.notOnWords(op);
        };
    }

    public boolean convert(int n, Operand x, FixedType type, long[] y, NodeRun run) {
        return clip(n, x, Long.MIN_VALUE, Long.MAX_VALUE, type, y, run);
    }

    public boolean clip(int n, Operand x, long low, long high, FixedType type, long[] y, NodeRun run) {
        return device.compute(
                n,
                y,
                run,
                op -> op.launch(
                        FAMILY,
                        "integerClip",
                        low,
                        high,
                        x.format().fraction(),
                        WordOp.struct(type),
                        (long) n,
                        op.words(x.words(), n)));
    }

    public boolean quantise(int n, float[] x, FixedType type, long[] y, NodeRun run) {
        return device.compute(
                n, y, run, op -> op.launch(FAMILY, "integerQuantise", WordOp.struct(type), (long) n, op.floats(x, n)));
    }

    public boolean table(int n, Operand x, FunctionTable function, long[] y, NodeRun run) {
        long[] words = function.words();
        int[] beyond = new int[words.length];
        for (int entry = 0; entry < beyond.length; entry++) {
            beyond[entry] = function.isBeyond(entry) ? 1 : 0;
        }
        return device.compute(
                n,
                y,
                run,
                op -> op.launch(
                        FAMILY,
                        "integerTable",
                        WordOp.struct(FixedType.of(function.index())),
                        x.format().fraction(),
                        WordOp.struct(function.output()),
                        (long) n,
                        op.words(x.words(), n),
                        op.words(words),
                        op.integers(beyond)));
    }
}
