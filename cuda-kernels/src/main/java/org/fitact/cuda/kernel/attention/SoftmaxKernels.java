package org.fitact.cuda.kernel.attention;

import static org.fitact.cuda.kernel.CudaBuffer.pointer;

import org.fitact.cuda.driver.Driver;
import org.fitact.cuda.driver.Launch;
import org.fitact.tensor.backend.op.attention.Softmax;
import org.fitact.tensor.buffer.Buffer;

/** Launches the kernels of {@code softmax.cu}. */
public final class SoftmaxKernels {

    private static final String FAMILY = "softmax";
    private static final int LANES = 32;

    private final Driver driver;

    public SoftmaxKernels(Driver driver) {
        this.driver = driver;
    }

    public void forward(Softmax shape, Buffer x, Buffer y) {
        int rows = shape.outer() * shape.inner();
        driver.launch(Launch.forEach(
                FAMILY,
                "softmax",
                (long) rows * LANES,
                rows,
                shape.classes(),
                shape.inner(),
                shape.logarithm() ? 1 : 0,
                pointer(x),
                pointer(y)));
    }

    public void backward(Softmax shape, Buffer y, Buffer gy, Buffer gx) {
        int rows = shape.outer() * shape.inner();
        driver.launch(Launch.forEach(
                FAMILY,
                "softmaxBackward",
                (long) rows * LANES,
                rows,
                shape.classes(),
                shape.inner(),
                shape.logarithm() ? 1 : 0,
                pointer(y),
                pointer(gy),
                pointer(gx)));
    }
}
