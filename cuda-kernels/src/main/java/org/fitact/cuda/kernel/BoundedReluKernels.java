package org.fitact.cuda.kernel;

import static org.fitact.cuda.kernel.CudaBuffer.pointer;

import java.util.List;
import java.util.function.Consumer;
import org.fitact.cuda.driver.DevicePointer;
import org.fitact.cuda.driver.Driver;
import org.fitact.cuda.driver.Launch;
import org.fitact.tensor.backend.op.BoundedRelu;
import org.fitact.tensor.buffer.Buffer;

/** Launches the kernels of {@code boundedrelu.cu}. */
public final class BoundedReluKernels {

    private static final String FAMILY = "boundedrelu";

    /** Where one bound is for all: as many as a thread has on their way at once. */
    private static final int FOURS_OF_A_THREAD = 4;

    private final Driver driver;
    private final DeviceMemory memory;
    private final ReductionKernels reductions;

    public BoundedReluKernels(Driver driver, DeviceMemory memory, ReductionKernels reductions) {
        this.driver = driver;
        this.memory = memory;
        this.reductions = reductions;
    }

    /**
     * What is bounded as {@code [rows, period]}, and the threads that share its columns out; see {@code bounds.cuh}.
     *
     * @param period the number of bounds
     * @param width columns of a thread
     * @param lanes threads, a multiple of the columns
     */
    record Layout(long rows, int period, int width, long lanes) {

        static final int WIDTH = 4;

        /**
         * Nearly as many threads as an H100 runs at once in the backward pass, 4 blocks on each of 132 multiprocessors, so
         * that none waits for a second turn. Fixed, because the order of the sums follows from it.
         */
        static final long MOST_LANES = 1 << 17;

        static Layout of(BoundedRelu shape) {
            int period = shape.bounds();
            int width = period % WIDTH == 0 ? WIDTH : 1;
            long rows = shape.elements() / period;
            long columns = period / width;
            return new Layout(rows, period, width, columns * Math.clamp(MOST_LANES / columns, 1, rows));
        }

        /** Rows of partial sums. */
        int parts() {
            return Math.toIntExact(lanes * width / period);
        }

        String kernel(String name) {
            return width == WIDTH ? name + WIDTH : name;
        }
    }

    public void forward(BoundedRelu shape, Buffer x, Buffer bounds, Buffer y) {
        int policy = Codes.of(shape).code();
        if (shape.bounds() == 1) {
            long n = shape.elements();
            driver.launch(Launch.forEach(
                    FAMILY,
                    "boundedReluLayer",
                    Math.ceilDiv(n, Layout.WIDTH * FOURS_OF_A_THREAD),
                    policy,
                    shape.kappa(),
                    n,
                    pointer(x),
                    pointer(bounds),
                    pointer(y)));
            return;
        }
        Layout layout = Layout.of(shape);
        driver.launch(Launch.forEach(
                FAMILY,
                layout.kernel("boundedRelu"),
                layout.lanes(),
                policy,
                shape.kappa(),
                layout.rows(),
                layout.period(),
                layout.lanes(),
                pointer(x),
                pointer(bounds),
                pointer(y)));
    }

    public void backward(BoundedRelu shape, Buffer x, Buffer bounds, Buffer gy, Buffer gx, Buffer gbounds) {
        List<DevicePointer> buffers = List.of(pointer(x), pointer(bounds), pointer(gy), pointer(gx));
        Layout layout = Layout.of(shape);
        boolean oneBound = shape.bounds() == 1;
        long blocks = Math.clamp(
                Math.ceilDiv(shape.elements(), Layout.WIDTH * Launch.THREADS), 1, Layout.MOST_LANES / Launch.THREADS);
        int parts = oneBound ? Math.toIntExact(blocks * Launch.THREADS) : layout.parts();
        Consumer<DevicePointer> launch = sums ->
                driver.launch(oneBound ? layer(shape, blocks, buffers, sums) : each(shape, layout, buffers, sums));
        if (gbounds == null || parts == 1) {
            launch.accept(pointer(gbounds)); // of nobody, null
            return;
        }
        try (Workspace sums = Workspace.of(memory, (long) parts * shape.bounds())) {
            launch.accept(sums.pointer());
            reductions.sumRows(parts, shape.bounds(), sums.pointer(), pointer(gbounds));
        }
    }

    private static Launch layer(BoundedRelu shape, long blocks, List<DevicePointer> buffers, DevicePointer sums) {
        return Launch.of(
                FAMILY,
                "boundedReluLayerBackward",
                blocks,
                Codes.of(shape).code(),
                shape.kappa(),
                (long) shape.elements(),
                buffers.get(0),
                buffers.get(1),
                buffers.get(2),
                buffers.get(3),
                sums);
    }

    private static Launch each(BoundedRelu shape, Layout layout, List<DevicePointer> buffers, DevicePointer sums) {
        return Launch.forEach(
                FAMILY,
                layout.kernel("boundedReluBackward"),
                layout.lanes(),
                Codes.of(shape).code(),
                shape.kappa(),
                layout.rows(),
                layout.period(),
                layout.lanes(),
                buffers.get(0),
                buffers.get(1),
                buffers.get(2),
                buffers.get(3),
                sums);
    }
}
