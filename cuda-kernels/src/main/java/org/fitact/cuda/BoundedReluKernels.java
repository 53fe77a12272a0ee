package org.fitact.cuda;

import static org.fitact.cuda.CudaBuffer.pointer;

import org.fitact.tensor.backend.BoundedRelu;
import org.fitact.tensor.backend.Buffer;

/** Launches the kernels of {@code boundedrelu.cu}. */
final class BoundedReluKernels {

    private static final String FAMILY = "boundedrelu";
    private static final int WIDTH = 4;

    /** Enough threads for the largest devices; fixed, because the order of the sums follows from it. */
    private static final long MOST_LANES = 1 << 18;

    private final Driver driver;
    private final DeviceMemory memory;
    private final ReduceKernels reductions;

    BoundedReluKernels(Driver driver, DeviceMemory memory, ReduceKernels reductions) {
        this.driver = driver;
        this.memory = memory;
        this.reductions = reductions;
    }

    /** The tensor as {@code [rows, period]}, and the threads that share its columns out. */
    private record Layout(long rows, int period, int width, long lanes) {

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

    void forward(BoundedRelu shape, Buffer x, Buffer bounds, Buffer y) {
        int policy = Codes.of(shape).code();
        if (shape.bounds() == 1) {
            long n = shape.elements();
            driver.launch(Launch.forEach(
                    FAMILY,
                    "boundedReluLayer",
                    Math.ceilDiv(n, WIDTH),
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

    void backward(BoundedRelu shape, Buffer x, Buffer bounds, Buffer gy, Buffer gx, Buffer gbounds) {
        Layout layout = Layout.of(shape);
        if (gbounds == null) {
            backward(
                    shape,
                    layout,
                    new DevicePointer[] {pointer(x), pointer(bounds), pointer(gy), pointer(gx)},
                    DevicePointer.NULL);
            return;
        }
        DevicePointer target = pointer(gbounds);
        try (Workspace parts = Workspace.of(memory, (long) layout.parts() * layout.period())) {
            backward(
                    shape,
                    layout,
                    new DevicePointer[] {pointer(x), pointer(bounds), pointer(gy), pointer(gx)},
                    parts.pointer());
            reductions.sumRows(layout.parts(), layout.period(), parts.pointer(), target);
        }
    }

    private void backward(BoundedRelu shape, Layout layout, DevicePointer[] buffers, DevicePointer parts) {
        driver.launch(Launch.forEach(
                FAMILY,
                layout.kernel("boundedReluBackward"),
                layout.lanes(),
                Codes.of(shape).code(),
                shape.kappa(),
                layout.rows(),
                layout.period(),
                layout.lanes(),
                buffers[0],
                buffers[1],
                buffers[2],
                buffers[3],
                parts));
    }
}
