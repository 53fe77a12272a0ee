package org.fitact.cuda;

import static org.fitact.cuda.CudaBuffer.pointer;

import org.fitact.tensor.backend.Buffer;
import org.fitact.tensor.backend.Pool2d;

/** Launches the kernels of {@code pool.cu}. */
final class PoolKernels {

    private static final String FAMILY = "pool";

    private final Driver driver;

    PoolKernels(Driver driver) {
        this.driver = driver;
    }

    void forward(Pool2d shape, Buffer x, Buffer y) {
        driver.launch(Launch.forEach(
                FAMILY, "poolForward", shape.outputElements(), struct(shape), average(shape), pointer(x), pointer(y)));
    }

    void backward(Pool2d shape, Buffer x, Buffer gy, Buffer gx) {
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

    /** The struct {@code PoolShape}. */
    private static int[] struct(Pool2d shape) {
        return new int[] {
            shape.batch(),
            shape.height(),
            shape.width(),
            shape.channels(),
            shape.kernel(),
            shape.stride(),
            shape.outHeight(),
            shape.outWidth()
        };
    }
}
