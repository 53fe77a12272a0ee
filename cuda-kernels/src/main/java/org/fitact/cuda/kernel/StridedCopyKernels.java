package org.fitact.cuda.kernel;

import static org.fitact.cuda.kernel.CudaBuffer.pointer;

import java.util.Arrays;
import org.fitact.cuda.driver.DevicePointer;
import org.fitact.cuda.driver.Driver;
import org.fitact.cuda.driver.Launch;
import org.fitact.tensor.backend.op.StridedCopy;
import org.fitact.tensor.buffer.Buffer;

/** Launches the kernel of {@code stridedcopy.cu}. */
public final class StridedCopyKernels {

    private static final String FAMILY = "stridedcopy";
    private static final int LARGEST_RANK = 8;

    private final Driver driver;

    public StridedCopyKernels(Driver driver) {
        this.driver = driver;
    }

    /** Copies the outermost dimensions one after the other where there are more than a kernel takes. */
    public void copyStrided(StridedCopy copy, Buffer source, Buffer target) {
        copyStrided(copy.simplified(), pointer(source), pointer(target));
    }

    private void copyStrided(StridedCopy copy, DevicePointer source, DevicePointer target) {
        DevicePointer from = source.plus(copy.sourceOffset());
        DevicePointer to = target.plus(copy.targetOffset());
        int rank = copy.shape().length;
        if (copy.elements() == 0) {
            return;
        }
        if (rank <= LARGEST_RANK) {
            long n = copy.elements();
            driver.launch(Launch.forEach(FAMILY, "copyStrided", n, views(copy), rank, n, from, to));
            return;
        }
        StridedCopy rest =
                new StridedCopy(inner(copy.shape()), 0, inner(copy.sourceStrides()), 0, inner(copy.targetStrides()));
        for (long i = 0; i < copy.shape()[0]; i++) {
            copyStrided(rest, from.plus(i * copy.sourceStrides()[0]), to.plus(i * copy.targetStrides()[0]));
        }
    }

    private static int[] inner(int[] dimensions) {
        return Arrays.copyOfRange(dimensions, 1, dimensions.length);
    }

    /** The struct {@code StridedViews}. */
    private static int[] views(StridedCopy copy) {
        int[] views = new int[3 * LARGEST_RANK];
        int rank = copy.shape().length;
        System.arraycopy(copy.shape(), 0, views, 0, rank);
        System.arraycopy(copy.sourceStrides(), 0, views, LARGEST_RANK, rank);
        System.arraycopy(copy.targetStrides(), 0, views, 2 * LARGEST_RANK, rank);
        return views;
    }
}
