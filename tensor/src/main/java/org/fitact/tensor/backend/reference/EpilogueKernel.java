package org.fitact.tensor.backend.reference;

import org.fitact.tensor.backend.cpu.HostBuffer;
import org.fitact.tensor.backend.op.Activation;
import org.fitact.tensor.backend.op.BoundedRelu;
import org.fitact.tensor.backend.op.Epilogue;
import org.fitact.tensor.buffer.Buffer;

/**
 * What happens to one element of a product. The sum of product, bias and residual is rounded to float once, and the
 * activation is applied to that float, as if it were an op of its own.
 */
final class EpilogueKernel {

    private final int columns;
    private final float[] bias;
    private final float[] residual;
    private final Activation activation;
    private final float[] bounds;

    EpilogueKernel(Epilogue epilogue, int columns) {
        this.columns = columns;
        bias = HostBuffer.floats(epilogue.bias());
        residual = HostBuffer.floats(epilogue.residual());
        activation = epilogue.activation();
        bounds = activation instanceof Activation.Bounded(BoundedRelu _, Buffer buffer)
                ? HostBuffer.floats(buffer)
                : null;
    }

    float apply(double product, int element) {
        double sum = product;
        if (bias != null) {
            sum += bias[element % columns];
        }
        if (residual != null) {
            sum += residual[element];
        }
        float x = (float) sum;
        return switch (activation) {
            case Activation.Identity() -> x;
            case Activation.Unary(var op) -> ElementwiseKernels.apply(op, x);
            case Activation.Bounded(var shape, var _) ->
                BoundedReluKernels.apply(shape, x, bounds[BoundedReluKernels.bound(shape, element)]);
        };
    }
}
