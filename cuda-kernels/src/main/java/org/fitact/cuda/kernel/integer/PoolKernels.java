package org.fitact.cuda.kernel.integer;

import org.fitact.cuda.kernel.Pool2dKernels;
import org.fitact.tensor.backend.op.Pool2d;
import org.fitact.tensor.fixedpoint.FixedType;
import org.fitact.tensor.integer.NodeRun;
import org.fitact.tensor.integer.Operand;
import org.fitact.tensor.integer.Quotient;

/**
 * Launches the kernels of {@code integerpool.cu}. The method is that of {@link org.fitact.tensor.integer.IntegerOps}, but that it
 * returns false if something failed.
 */
public final class PoolKernels {

    private static final String FAMILY = "integerpool";

    private final WordDevice device;

    public PoolKernels(WordDevice device) {
        this.device = device;
    }

    public boolean pool(Pool2d shape, Operand x, FixedType type, long[] y, NodeRun run) {
        boolean average = shape.kind() == Pool2d.Kind.AVERAGE;
        int shift = average ? Quotient.shift(x.format(), type) : 0;
        return device.compute(
                shape.outputElements(),
                y,
                run,
                op -> op.launch(
                        FAMILY,
                        "integerPool",
                        Pool2dKernels.struct(shape),
                        average ? 1 : 0,
                        shift,
                        x.format().minWord(),
                        x.format().fraction(),
                        WordOp.struct(type),
                        op.words(x.words(), shape.inputElements())));
    }
}
