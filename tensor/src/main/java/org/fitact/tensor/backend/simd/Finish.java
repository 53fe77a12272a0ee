package org.fitact.tensor.backend.simd;

import static org.fitact.tensor.backend.simd.Lanes.F;
import static org.fitact.tensor.backend.simd.Lanes.L;
import static org.fitact.tensor.backend.simd.Lanes.broadcast;
import static org.fitact.tensor.backend.simd.Lanes.load;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import org.fitact.tensor.backend.Activation;
import org.fitact.tensor.backend.BoundedRelu;
import org.fitact.tensor.backend.Buffer;
import org.fitact.tensor.backend.Epilogue;
import org.fitact.tensor.backend.UnaryOp;

/**
 * An {@link Epilogue} on arrays: bias, residual and activation are applied in one pass to sums that are still in the L1
 * cache, on their way to the output.
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
     * @param sums from offset {@code at} on; may be modified
     * @param c output; {@code line} is the offset of the output's row, {@code column} the first column in it
     */
    void row(float[] sums, int at, float[] c, int line, int column, int n) {
        int target = line + column;
        int whole = F.loopBound(n);
        switch (activation) {
            case Activation.Identity() -> identity(sums, at, c, target, column, whole);
            case Activation.Unary(UnaryOp.Relu()) -> relu(sums, at, c, target, column, whole);
            case Activation.Unary(var op) -> {
                identity(sums, at, sums, at, target, column, whole);
                UnaryKernels.apply(op, sums, at, c, target, whole);
            }
            case Activation.Bounded(var shape, var _) -> {
                int bound = bound(shape, target, column);
                switch (shape.policy()) {
                    case ZERO -> zero(sums, at, c, target, column, bound, whole);
                    case SATURATE -> saturate(sums, at, c, target, column, bound, whole);
                    case SMOOTH -> smooth(shape.kappa(), sums, at, c, target, column, bound, whole);
                }
            }
        }
        if (whole < n) {
            rest(sums, at + whole, c, target + whole, column + whole, n - whole);
        }
    }

    private static int bound(BoundedRelu shape, int target, int column) {
        return shape.granularity() == BoundedRelu.Granularity.NEURON
                ? target % (shape.spatial() * shape.channels())
                : column;
    }

    /**
     * Finishes {@code n} sums of each of some rows.
     *
     * @param sums from offset {@code at} on, rows {@code width} apart; may be modified
     * @param lines offsets in c of the rows from..to−1
     */
    void rows(float[] sums, int at, int width, float[] c, int[] lines, int from, int to, int column, int n) {
        if (n % L == 0 && activation instanceof Activation.Unary(UnaryOp.Relu())) {
            for (int row = from; row < to; row++) {
                relu(sums, at + (row - from) * width, c, lines[row] + column, column, n);
            }
            return;
        }
        for (int row = from; row < to; row++) {
            row(sums, at + (row - from) * width, c, lines[row], column, n);
        }
    }

    /** What is less than a vector. */
    private void rest(float[] sums, int at, float[] c, int target, int column, int n) {
        if (bias != null) {
            BinaryKernels.add(sums, at, bias, column, sums, at, n);
        }
        if (residual != null) {
            BinaryKernels.add(sums, at, residual, target, sums, at, n);
        }
        switch (activation) {
            case Activation.Identity() -> System.arraycopy(sums, at, c, target, n);
            case Activation.Unary(var op) -> UnaryKernels.apply(op, sums, at, c, target, n);
            case Activation.Bounded(var shape, var _) ->
                BoundedReluKernels.forward(shape, sums, at, bounds, bound(shape, target, column), c, target, n);
        }
    }

    /** A vector of sums with what is added to it. */
    private FloatVector sum(float[] sums, int at, int target, int column) {
        FloatVector v = FloatVector.fromArray(F, sums, at);
        if (bias != null) {
            v = v.add(FloatVector.fromArray(F, bias, column));
        }
        if (residual != null) {
            v = v.add(FloatVector.fromArray(F, residual, target));
        }
        return v;
    }

    private void identity(float[] sums, int at, float[] c, int target, int column, int n) {
        identity(sums, at, c, target, target, column, n);
    }

    private void identity(float[] sums, int at, float[] c, int to, int target, int column, int n) {
        for (int i = 0; i < n; i += L) {
            sum(sums, at + i, target + i, column + i).intoArray(c, to + i);
        }
    }

    private void relu(float[] sums, int at, float[] c, int target, int column, int n) {
        for (int i = 0; i < n; i += L) {
            sum(sums, at + i, target + i, column + i).max(0).intoArray(c, target + i);
        }
    }

    private void zero(float[] sums, int at, float[] c, int target, int column, int bound, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector x = sum(sums, at + i, target + i, column + i);
            BoundedReluKernels.zero(x, load(bounds, bound + i)).intoArray(c, target + i);
        }
    }

    private void saturate(float[] sums, int at, float[] c, int target, int column, int bound, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector x = sum(sums, at + i, target + i, column + i);
            BoundedReluKernels.saturate(x, load(bounds, bound + i)).intoArray(c, target + i);
        }
    }

    /**
     * So far below the bound that the gate rounds to 1, FitReLU is the ReLU: where that holds for a whole vector, which is
     * almost everywhere, no exponential is computed. The result is the same to the bit.
     */
    private void smooth(float kappa, float[] sums, int at, float[] c, int target, int column, int bound, int n) {
        FloatVector margin = broadcast(BoundedReluKernels.OPEN / kappa);
        for (int i = 0; i < n; i += L) {
            FloatVector x = sum(sums, at + i, target + i, column + i);
            FloatVector lambda = load(bounds, bound + i);
            if (BoundedReluKernels.isOpen(x, lambda, margin)) {
                x.max(0).intoArray(c, target + i);
            } else {
                x.intoArray(sums, at + i);
                BoundedReluKernels.gated(kappa, sums, at + i, bounds, bound + i, c, target + i);
            }
        }
    }
}
