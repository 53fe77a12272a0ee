package org.fitact.cuda.kernel;

import static org.fitact.cuda.kernel.CudaBuffer.pointer;

import java.util.List;
import org.fitact.cuda.driver.DevicePointer;
import org.fitact.cuda.driver.Dim3;
import org.fitact.cuda.driver.Driver;
import org.fitact.cuda.driver.Launch;
import org.fitact.tensor.backend.op.ReduceOp;
import org.fitact.tensor.backend.op.Reduction;
import org.fitact.tensor.buffer.Buffer;

/** Launches the kernels of {@code reduction.cu}. How a reduction is cut depends on its shape alone. */
public final class ReductionKernels {

    static final int COLUMNS_OF_A_BLOCK = 32;
    static final Dim3 BLOCK_OF_COLUMNS = Dim3.of(COLUMNS_OF_A_BLOCK, 8);

    private static final String FAMILY = "reduction";
    private static final int SHORTEST_CHUNK = 1024;
    private static final int LANES = 32;

    /** More blocks than a large device runs at once bring nothing but a longer second launch. */
    private static final int ENOUGH_BLOCKS = 1024;

    private enum Code {
        SUM,
        SQUARES,
        MAX,
        MIN,
        PRODUCT
    }

    private final Driver driver;
    private final DeviceMemory memory;

    public ReductionKernels(Driver driver, DeviceMemory memory) {
        this.driver = driver;
        this.memory = memory;
    }

    public void reduce(ReduceOp op, Reduction shape, Buffer x, Buffer y) {
        Code code = switch (op) {
            case SUM, MEAN -> Code.SUM;
            case SUM_OF_SQUARES -> Code.SQUARES;
            case MAX -> Code.MAX;
            case MIN -> Code.MIN;
            case PRODUCT -> Code.PRODUCT;
        };
        reduce(code, shape, op == ReduceOp.MEAN ? shape.reduced() : 1, pointer(x), pointer(y));
    }

    /** {@code y[inner] = Σ x[reduced, inner]}. */
    void sumRows(int reduced, int inner, DevicePointer x, DevicePointer y) {
        reduce(Code.SUM, new Reduction(1, reduced, inner), 1, x, y);
    }

    private void reduce(Code op, Reduction shape, float divisor, DevicePointer x, DevicePointer y) {
        int chunk = chunk(shape);
        int chunks = Math.ceilDiv(shape.reduced(), chunk);
        if (chunks == 1) {
            launch(op, shape, chunk, divisor, x, y);
            return;
        }
        try (Workspace parts = Workspace.of(memory, (long) shape.outer() * chunks * shape.inner())) {
            launch(op, shape, chunk, 1, x, parts.pointer());
            Reduction rest = new Reduction(shape.outer(), chunks, shape.inner());
            reduce(op == Code.SQUARES ? Code.SUM : op, rest, divisor, parts.pointer(), y);
        }
    }

    /** Rows of a chunk: as few as keep all multiprocessors busy, but not so few that the second launch is the larger. */
    static int chunk(Reduction shape) {
        long blocks = (long) shape.outer() * Math.ceilDiv(shape.inner(), COLUMNS_OF_A_BLOCK);
        long wanted = Math.max(1, ENOUGH_BLOCKS / blocks);
        return Math.toIntExact(Math.max(SHORTEST_CHUNK, Math.ceilDiv(shape.reduced(), wanted)));
    }

    private void launch(Code op, Reduction shape, int chunk, float divisor, DevicePointer x, DevicePointer y) {
        int chunks = Math.ceilDiv(shape.reduced(), chunk);
        if (shape.inner() == 1) {
            driver.launch(Launch.of(
                    FAMILY,
                    "reduceRows",
                    (long) shape.outer() * chunks,
                    op.ordinal(),
                    shape.reduced(),
                    chunk,
                    chunks,
                    divisor,
                    x,
                    y));
            return;
        }
        int blocks = Math.multiplyExact(shape.outer(), Math.ceilDiv(shape.inner(), COLUMNS_OF_A_BLOCK));
        driver.launch(new Launch(
                FAMILY,
                "reduceColumns",
                Dim3.of(blocks, chunks),
                BLOCK_OF_COLUMNS,
                0,
                List.of(op.ordinal(), shape.reduced(), shape.inner(), chunk, divisor, x, y)));
    }

    public void argmax(int rows, int columns, Buffer x, Buffer index) {
        if (rows > 0) {
            driver.launch(Launch.forEach(
                    FAMILY, "argmaxRows", (long) rows * LANES, rows, columns, pointer(x), pointer(index)));
        }
    }
}
