package org.fitact.cuda.kernel.attention;

import static org.fitact.cuda.kernel.CudaBuffer.pointer;

import java.util.List;
import org.fitact.cuda.driver.Dim3;
import org.fitact.cuda.driver.Driver;
import org.fitact.cuda.driver.Launch;
import org.fitact.tensor.backend.op.attention.BatchedGemm;
import org.fitact.tensor.buffer.Buffer;

/** Launches the kernel of {@code batchedgemm.cu}. */
public final class BatchedGemmKernels {

    private static final String FAMILY = "batchedgemm";

    /** Rows and columns of a tile. */
    private static final int SIDE = 64;

    /** What a grid can be in its second dimension; a block takes several products where there are more. */
    private static final int LARGEST_GRID = 65_535;

    private final Driver driver;

    public BatchedGemmKernels(Driver driver) {
        this.driver = driver;
    }

    public void multiply(BatchedGemm shape, Buffer a, Buffer b, Buffer c) {
        int tiles = Math.multiplyExact(Math.ceilDiv(shape.m(), SIDE), Math.ceilDiv(shape.n(), SIDE));
        driver.launch(new Launch(
                FAMILY,
                "batchedGemm",
                Dim3.of(tiles, Math.min(shape.batch(), LARGEST_GRID)),
                Dim3.of(Launch.THREADS),
                0,
                List.of(struct(shape), pointer(a), pointer(b), pointer(c))));
    }

    /** The struct {@code BatchedGemmShape}. */
    private static int[] struct(BatchedGemm shape) {
        return new int[] {
            shape.batch(), shape.m(), shape.n(), shape.k(), shape.transposeA() ? 1 : 0, shape.transposeB() ? 1 : 0
        };
    }
}
