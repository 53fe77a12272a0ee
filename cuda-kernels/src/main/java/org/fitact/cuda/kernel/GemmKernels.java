package org.fitact.cuda.kernel;

import static org.fitact.cuda.kernel.CudaBuffer.pointer;

import java.util.ArrayList;
import java.util.List;
import org.fitact.cuda.driver.DevicePointer;
import org.fitact.cuda.driver.Dim3;
import org.fitact.cuda.driver.Driver;
import org.fitact.cuda.driver.Launch;
import org.fitact.tensor.backend.op.Epilogue;
import org.fitact.tensor.backend.op.Gemm;
import org.fitact.tensor.buffer.Buffer;

/** Launches the kernels of {@code gemm.cu}. */
public final class GemmKernels implements GemmAlgorithm {

    private static final String FAMILY = "gemm";

    /** Elements in one access where rows have a multiple of them. */
    private static final int WIDTH = 4;

    private final Driver driver;
    private final DeviceMemory memory;
    private final Arithmetic arithmetic;

    public GemmKernels(Driver driver, DeviceMemory memory, Arithmetic arithmetic) {
        this.driver = driver;
        this.memory = memory;
        this.arithmetic = arithmetic.requireOn(driver);
    }

    @Override
    public void gemm(Gemm shape, Buffer a, Buffer b, Buffer c, Epilogue epilogue) {
        gemm(shape, Tiling.of(shape.m(), shape.n(), shape.k()), List.of(a, b, c), epilogue);
    }

    /** @param matrices A, B and C */
    public void gemm(Gemm shape, Tiling tiling, List<Buffer> matrices, Epilogue epilogue) {
        List<Object> finish = Epilogues.arguments(epilogue);
        DevicePointer c = pointer(matrices.get(2));
        if (tiling.splits() == 1) {
            launch(shape, tiling, matrices, DevicePointer.NULL, finish);
            return;
        }
        long elements = (long) shape.m() * shape.n();
        try (Workspace parts = Workspace.of(memory, tiling.splits() * elements)) {
            launch(shape, tiling, matrices, parts.pointer(), finish);
            Finish sums = new Finish(elements, shape.n(), tiling.splits(), shape.accumulate());
            finish(driver, sums, parts.pointer(), c, finish);
        }
    }

    private void launch(Gemm shape, Tiling tiling, List<Buffer> matrices, DevicePointer parts, List<Object> epilogue) {
        List<Object> arguments = new ArrayList<>(List.of(
                shape.m(),
                shape.n(),
                shape.k(),
                shape.transposeA() ? 1 : 0,
                shape.transposeB() ? 1 : 0,
                shape.accumulate() ? 1 : 0,
                tiling.chunk(),
                pointer(matrices.get(0)),
                pointer(matrices.get(1)),
                pointer(matrices.get(2)),
                parts));
        arguments.addAll(epilogue);
        Dim3 grid = tiling.tile().grid(shape.m(), shape.n(), tiling.splits());
        driver.launch(arithmetic.launch(FAMILY, "gemm", tiling.tile(), grid, arguments));
    }

    /**
     * What is left to do after the bare sums.
     *
     * @param elements of the result
     * @param columns of the result
     * @param splits whose sums are added
     * @param accumulate whether the output is added too
     */
    public record Finish(long elements, int columns, int splits, boolean accumulate) {}

    /** {@code y = epilogue(Σ parts[split])}; parts may be y itself if there is one split. */
    public static void finish(Driver driver, Finish what, DevicePointer parts, DevicePointer y, List<Object> epilogue) {
        List<Object> arguments = new ArrayList<>(
                List.of(what.elements(), what.columns(), what.splits(), what.accumulate() ? 1 : 0, parts, y));
        arguments.addAll(epilogue);
        long threads = what.columns() % WIDTH == 0 ? what.elements() / WIDTH : what.elements();
        driver.launch(Launch.forEach(FAMILY, "finishProduct", threads, arguments.toArray()));
    }
}
