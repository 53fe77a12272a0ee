package org.fitact.cuda.kernel;

import static org.fitact.cuda.kernel.CudaBuffer.pointer;

import org.fitact.cuda.driver.Driver;
import org.fitact.cuda.driver.Launch;
import org.fitact.tensor.backend.op.Pool2d;
import org.fitact.tensor.backend.op.Window1d;
import org.fitact.tensor.buffer.Buffer;

/** Launches the kernels of {@code pool2d.cu}. */
public final class Pool2dKernels {

    private static final String FAMILY = "pool2d";

    private final Driver driver;

    public Pool2dKernels(Driver driver) {
        this.driver = driver;
    }

    public void forward(Pool2d shape, Buffer x, Buffer y) {
        driver.launch(Launch.forEach(
                FAMILY, "poolForward", shape.outputElements(), struct(shape), average(shape), pointer(x), pointer(y)));
    }

    public void backward(Pool2d shape, Buffer x, Buffer gy, Buffer gx) {
        driver.launch(Launch.forEach(
                FAMILY,
                "poolBackward",
                shape.inputElements(),
                struct(shape),
                average(shape),
                pointer(x),
                pointer(gy),
                pointer(gx)));
    }

    private static int average(Pool2d shape) {
        return switch (shape.kind()) {
            case MAX -> 0;
            case AVERAGE -> 1;
        };
    }

    /** The struct {@code PoolShape} of {@code pool2dshape.cuh}. */
    public static int[] struct(Pool2d shape) {
        Window1d vertical = shape.window().vertical();
        Window1d horizontal = shape.window().horizontal();
        Pool2d.Counting counting = shape.counting();
        return new int[] {
            shape.batch(),
            shape.height(),
            shape.width(),
            shape.channels(),
            vertical.kernel(),
            horizontal.kernel(),
            vertical.stride(),
            horizontal.stride(),
            vertical.dilation(),
            horizontal.dilation(),
            vertical.before(),
            horizontal.before(),
            shape.outHeight(),
            shape.outWidth(),
            counting.padding() ? 1 : 0,
            shape.height() + vertical.after() - counting.overhangHeight(),
            shape.width() + horizontal.after() - counting.overhangWidth()
        };
    }
}
