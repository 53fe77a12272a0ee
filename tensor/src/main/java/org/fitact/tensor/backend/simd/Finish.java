package org.fitact.tensor.backend.simd;

import java.util.Arrays;
import org.fitact.tensor.backend.Activation;
import org.fitact.tensor.backend.BoundedRelu;
import org.fitact.tensor.backend.Buffer;
import org.fitact.tensor.backend.Epilogue;

/**
 * An {@link Epilogue} on arrays: bias, residual and activation are applied to a row of sums that is still in the L1 cache,
 * on its way to the output.
 *
 * @param bounds of a bounded activation, at least one row of them; else null
 */
record Finish(float[] bias, float[] residual, Activation activation, float[] bounds) {

    static final Finish NONE = new Finish(null, null, new Activation.Identity(), null);

    /** Unwraps an epilogue for an output of some columns. */
    static Finish of(Epilogue epilogue, int columns) {
        float[] bounds = epilogue.activation() instanceof Activation.Bounded(BoundedRelu shape, Buffer buffer)
                ? bounds(shape, SimdBackend.floats(buffer), columns)
                : null;
        return new Finish(
                SimdBackend.floats(epilogue.bias()),
                SimdBackend.floats(epilogue.residual()),
                epilogue.activation(),
                bounds);
    }

    private static float[] bounds(BoundedRelu shape, float[] given, int columns) {
        if (shape.granularity() != BoundedRelu.Granularity.LAYER) {
            return given;
        }
        float[] repeated = new float[columns];
        Arrays.fill(repeated, given[0]);
        return repeated;
    }

    /**
     * Finishes {@code n} sums.
     *
     * @param sums from offset {@code at} on; modified
     * @param c output; {@code line} is the offset of the output's row, {@code column} the first column in it
     */
    void row(float[] sums, int at, float[] c, int line, int column, int n) {
        int target = line + column;
        if (bias != null) {
            BinaryKernels.add(sums, at, bias, column, sums, at, n);
        }
        if (residual != null) {
            BinaryKernels.add(sums, at, residual, target, sums, at, n);
        }
        switch (activation) {
            case Activation.Identity() -> System.arraycopy(sums, at, c, target, n);
            case Activation.Unary(var op) -> UnaryKernels.apply(op, sums, at, c, target, n);
            case Activation.Bounded(var shape, var _) -> {
                int bound = shape.granularity() == BoundedRelu.Granularity.NEURON
                        ? target % (shape.spatial() * shape.channels())
                        : column;
                BoundedReluKernels.forward(shape, sums, at, bounds, bound, c, target, n);
            }
        }
    }
}
