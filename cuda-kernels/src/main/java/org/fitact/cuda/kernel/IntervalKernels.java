package org.fitact.cuda.kernel;

import static org.fitact.cuda.kernel.CudaBuffer.pointer;

import org.fitact.cuda.driver.DevicePointer;
import org.fitact.cuda.driver.Driver;
import org.fitact.cuda.driver.Launch;
import org.fitact.cuda.kernel.BoundedReluKernels.Layout;
import org.fitact.tensor.backend.op.Interval;
import org.fitact.tensor.backend.op.IntervalGradients;
import org.fitact.tensor.buffer.Buffer;

/** Launches the kernels of {@code interval.cu}. */
public final class IntervalKernels {

    private static final String FAMILY = "interval";

    private final Driver driver;
    private final DeviceMemory memory;
    private final ReductionKernels reductions;

    public IntervalKernels(Driver driver, DeviceMemory memory, ReductionKernels reductions) {
        this.driver = driver;
        this.memory = memory;
        this.reductions = reductions;
    }

    public void forward(Interval shape, Buffer x, Buffer lower, Buffer upper, Buffer y) {
        Layout layout = Layout.of(shape.side());
        driver.launch(Launch.forEach(
                FAMILY,
                layout.kernel("interval"),
                layout.lanes(),
                Codes.of(shape.side()).code(),
                shape.side().kappa(),
                layout.rows(),
                layout.period(),
                layout.lanes(),
                pointer(x),
                pointer(lower),
                pointer(upper),
                pointer(y)));
    }

    /** Gradients that are not wanted are null; one at least is. */
    public void backward(Interval shape, Buffer x, Buffer lower, Buffer upper, Buffer gy, IntervalGradients gradients) {
        Layout layout = Layout.of(shape.side());
        int parts = layout.parts();
        try (Workspace sums = Workspace.of(memory, 2L * parts * layout.period())) {
            DevicePointer ofLower = sums.pointer();
            DevicePointer ofUpper = ofLower.plus((long) parts * layout.period());
            driver.launch(Launch.forEach(
                    FAMILY,
                    layout.kernel("intervalBackward"),
                    layout.lanes(),
                    Codes.of(shape.side()).code(),
                    shape.side().kappa(),
                    layout.rows(),
                    layout.period(),
                    layout.lanes(),
                    pointer(x),
                    pointer(lower),
                    pointer(upper),
                    pointer(gy),
                    pointer(gradients.input()),
                    gradients.lower() == null ? DevicePointer.NULL : ofLower,
                    gradients.upper() == null ? DevicePointer.NULL : ofUpper));
            addUp(parts, layout.period(), ofLower, gradients.lower());
            addUp(parts, layout.period(), ofUpper, gradients.upper());
        }
    }

    private void addUp(int parts, int period, DevicePointer sums, Buffer gradient) {
        if (gradient != null) {
            reductions.sumRows(parts, period, sums, pointer(gradient));
        }
    }
}
