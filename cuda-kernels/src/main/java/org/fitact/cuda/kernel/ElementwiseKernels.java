package org.fitact.cuda.kernel;

import static org.fitact.cuda.kernel.CudaBuffer.pointer;

import org.fitact.cuda.driver.Driver;
import org.fitact.cuda.driver.Launch;
import org.fitact.tensor.backend.op.BinaryOp;
import org.fitact.tensor.backend.op.Broadcast;
import org.fitact.tensor.backend.op.UnaryOp;
import org.fitact.tensor.buffer.Buffer;

/** Launches the kernels of {@code elementwise.cu}. */
public final class ElementwiseKernels {

    private static final String FAMILY = "elementwise";
    private static final int ELEMENTS_OF_A_THREAD = 4;

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
                codes.second(),
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
            case POWER -> 6;
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
}
