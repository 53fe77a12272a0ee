package org.fitact.cuda.kernel;

import java.util.List;
import org.fitact.tensor.backend.op.Activation;
import org.fitact.tensor.backend.op.BoundedRelu;
import org.fitact.tensor.backend.op.Epilogue;
import org.fitact.tensor.backend.op.UnaryOp;
import org.fitact.tensor.buffer.Buffer;

/**
 * An epilogue as the last arguments of a kernel: {@code EPILOGUE_PARAMETERS} of {@code epilogue.cuh}. A kernel of a
 * product knows the ReLU and the bounded ReLUs; another activation is an op of its own, after it.
 */
public final class Epilogues {

    private Epilogues() {}

    /** The activation that must follow, or null if the kernel knows it. */
    public static UnaryOp unfused(Epilogue epilogue) {
        return switch (epilogue.activation()) {
            case Activation.Unary(UnaryOp.Relu()) -> null;
            case Activation.Unary(UnaryOp op) -> op;
            case Activation.Identity() -> null;
            case Activation.Bounded _ -> null;
        };
    }

    /** Whether there is anything that a kernel of a product would do. */
    public static boolean hasFused(Epilogue epilogue) {
        boolean identity = epilogue.activation() instanceof Activation.Identity || unfused(epilogue) != null;
        return epilogue.bias() != null || epilogue.residual() != null || !identity;
    }

    /** Bias, residual and a fused activation. */
    public static List<Object> arguments(Epilogue epilogue) {
        Codes codes = new Codes(0, 0, 0);
        int period = 1;
        Buffer bounds = null;
        switch (epilogue.activation()) {
            case Activation.Identity() -> {}
            case Activation.Unary(UnaryOp op) -> codes = unfused(epilogue) == null ? Codes.of(op) : codes;
            case Activation.Bounded(BoundedRelu shape, Buffer buffer) -> {
                codes = Codes.of(shape);
                period = shape.bounds();
                bounds = buffer;
            }
        }
        return List.of(
                CudaBuffer.pointer(epilogue.bias()),
                CudaBuffer.pointer(epilogue.residual()),
                CudaBuffer.pointer(bounds),
                codes.code(),
                period,
                codes.first());
    }
}
