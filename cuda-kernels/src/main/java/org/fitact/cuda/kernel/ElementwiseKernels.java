package org.fitact.cuda.kernel;

import static org.fitact.cuda.kernel.CudaBuffer.pointer;

import java.util.Arrays;
import org.fitact.cuda.driver.DevicePointer;
import org.fitact.cuda.driver.Driver;
import org.fitact.cuda.driver.Launch;
import org.fitact.tensor.backend.op.BinaryOp;
import org.fitact.tensor.backend.op.Broadcast;
import org.fitact.tensor.backend.op.StridedCopy;
import org.fitact.tensor.backend.op.UnaryOp;
import org.fitact.tensor.buffer.Buffer;

/** Launches the kernels of {@code elementwise.cu}. */
public final class ElementwiseKernels {

    private static final String FAMILY = "elementwise";
    private static final int ELEMENTS_OF_A_THREAD = 4;
    private static final int LARGEST_RANK = 8;

    private final Driver driver;

    public ElementwiseKernels(Driver driver) {
        this.driver = driver;
    }

    public void fill(int n, float value, Buffer target) {
        inFours("fill", n, (long) n, value, pointer(target));
    }

    public void unary(UnaryOp op, long n, Buffer x, Buffer y) {
        Codes codes = Codes.of(op);
        inFours("unary", n, codes.code(), codes.first(), codes.second(), (long) n, pointer(x), pointer(y));
    }

    public void unaryGrad(UnaryOp op, int n, Buffer x, Buffer y, Buffer gy, Buffer gx) {
        Codes codes = Codes.of(op);
        inFours(
                "unaryGrad",
                n,
                codes.code(),
                codes.first(),
                (long) n,
                pointer(x),
                pointer(y),
                pointer(gy),
                pointer(gx));
    }

    public void binary(BinaryOp op, Broadcast shape, Buffer a, Buffer b, Buffer y) {
        long n = shape.elements();
        if (shape.second() == Broadcast.Second.FULL) {
            inFours("binary", n, code(op), n, pointer(a), pointer(b), pointer(y));
            return;
        }
        int second = shape.second() == Broadcast.Second.MIDDLE ? 1 : 2;
        driver.launch(Launch.forEach(
                FAMILY,
                "binaryBroadcast",
                n,
                code(op),
                second,
                n,
                shape.middle(),
                shape.inner(),
                pointer(a),
                pointer(b),
                pointer(y)));
    }

    private static int code(BinaryOp op) {
        return switch (op) {
            case ADD -> 0;
            case SUBTRACT -> 1;
            case MULTIPLY -> 2;
            case DIVIDE -> 3;
            case MAXIMUM -> 4;
            case MINIMUM -> 5;
        };
    }

    public void axpy(int n, float alpha, Buffer x, Buffer y) {
        inFours("axpy", n, (long) n, alpha, pointer(x), pointer(y));
    }

    private void inFours(String kernel, long n, Object... arguments) {
        if (n > 0) {
            driver.launch(Launch.forEach(FAMILY, kernel, Math.ceilDiv(n, ELEMENTS_OF_A_THREAD), arguments));
        }
    }

    /** Copies the outermost dimensions one after the other where there are more than a kernel takes. */
    public void copyStrided(StridedCopy copy, Buffer source, Buffer target) {
        copyStrided(copy, pointer(source), pointer(target));
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
