package org.fitact.cuda.kernel.attention;

import static org.fitact.cuda.kernel.CudaBuffer.pointer;

import org.fitact.cuda.driver.Driver;
import org.fitact.cuda.driver.Launch;
import org.fitact.tensor.backend.op.attention.GroupNorm;
import org.fitact.tensor.buffer.Buffer;

/** Launches the kernels of {@code groupnorm.cu}. */
public final class GroupNormKernels {

    private static final String FAMILY = "groupnorm";

    private final Driver driver;

    public GroupNormKernels(Driver driver) {
        this.driver = driver;
    }

    public void forward(GroupNorm shape, Buffer x, Buffer y) {
        driver.launch(Launch.of(
                FAMILY,
                "groupNorm",
                (long) shape.batch() * shape.groups(),
                struct(shape),
                shape.epsilon(),
                pointer(shape.gamma()),
                pointer(shape.beta()),
                pointer(x),
                pointer(y)));
    }

    public void backward(GroupNorm shape, Buffer x, Buffer gy, Buffer gx) {
        driver.launch(Launch.of(
                FAMILY,
                "groupNormBackward",
                (long) shape.batch() * shape.groups(),
                struct(shape),
                shape.epsilon(),
                pointer(x),
                pointer(gy),
                pointer(gx)));
    }

    /** The struct {@code GroupNormShape}. */
    private static int[] struct(GroupNorm shape) {
        return new int[] {shape.batch(), shape.spatial(), shape.groups(), shape.channels()};
    }
}
