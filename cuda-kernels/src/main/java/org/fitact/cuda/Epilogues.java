package org.fitact.cuda;

import java.util.List;
import org.fitact.tensor.backend.Activation;
import org.fitact.tensor.backend.BoundedRelu;
import org.fitact.tensor.backend.Buffer;
import org.fitact.tensor.backend.Epilogue;

/** An epilogue as the last arguments of a kernel: {@code EPILOGUE_PARAMETERS} of {@code epilogue.cuh}. */
final class Epilogues {

    private Epilogues() {}

    static List<Object> arguments(Epilogue epilogue) {
        Codes codes = new Codes(0, 0, 0);
        int period = 1;
        Buffer bounds = null;
        switch (epilogue.activation()) {
            case Activation.Identity() -> {}
            case Activation.Unary(var op) -> codes = Codes.of(op);
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
                codes.first(),
                codes.second());
    }
}
