package org.fitact.cuda.kernel.integer;

import java.util.stream.IntStream;
import org.fitact.cuda.driver.DevicePointer;
import org.fitact.tensor.backend.op.BoundedRelu;
import org.fitact.tensor.fixedpoint.FixedType;
import org.fitact.tensor.integer.GateTable;
import org.fitact.tensor.integer.NodeRun;
import org.fitact.tensor.integer.Operand;
import org.fitact.tensor.integer.WordBounds;

/**
 * Launches the kernels of {@code integerbound.cu}. The method is that of {@link org.fitact.tensor.integer.IntegerOps}, but that it
 * returns false if something failed.
 */
public final class BoundKernels {

    private static final String FAMILY = "integerbound";

    private final WordDevice device;

    public BoundKernels(WordDevice device) {
        this.device = device;
    }

    public boolean bound(BoundedRelu shape, Operand x, WordBounds bounds, FixedType type, long[] y, NodeRun run) {
        int n = shape.elements();
        boolean smooth = shape.policy() == BoundedRelu.Policy.SMOOTH;
        return device.compute(
                n,
                y,
                run,
                op -> op.launch(
                        FAMILY,
                        "integerBound",
                        struct(shape, x, bounds, type),
                        shape.bounds(),
                        WordOp.struct(type),
                        (long) n,
                        op.words(x.words(), n),
                        op.words(bounds.upper().words()),
                        bounds.lower().map(lower -> op.words(lower.words())).orElse(DevicePointer.NULL),
                        smooth ? op.words(bounds.gate().orElseThrow().words()) : DevicePointer.NULL));
    }

    /** The struct {@code Bounded}; the index is that of the gate, or any type where there is none. */
    private static int[] struct(BoundedRelu shape, Operand x, WordBounds bounds, FixedType type) {
        FixedType index = bounds.gate().map(GateTable::index).map(FixedType::of).orElse(type);
        int[] fractions = {
            shape.policy().ordinal(),
            x.format().fraction(),
            bounds.upper().format().fraction(),
            bounds.lower().map(lower -> lower.format().fraction()).orElse(0)
        };
        return IntStream.concat(IntStream.of(fractions), IntStream.of(WordOp.struct(index)))
                .toArray();
    }
}
