package org.fitact.tensor.backend.simd.product;

import static org.fitact.tensor.backend.simd.run.Lanes.F;
import static org.fitact.tensor.backend.simd.run.Lanes.L;
import static org.fitact.tensor.backend.simd.run.Lanes.load;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import org.fitact.tensor.backend.cpu.HostBuffer;
import org.fitact.tensor.backend.op.Activation;
import org.fitact.tensor.backend.op.BoundedRelu;
import org.fitact.tensor.backend.op.Epilogue;
import org.fitact.tensor.backend.op.UnaryOp;
import org.fitact.tensor.backend.simd.layer.BinaryKernels;
import org.fitact.tensor.backend.simd.layer.BoundedReluKernels;
import org.fitact.tensor.backend.simd.layer.NearBounds;
import org.fitact.tensor.backend.simd.layer.UnaryKernels;
import org.fitact.tensor.backend.simd.run.Workers;
import org.fitact.tensor.buffer.Buffer;

/**
 * An {@link Epilogue} on arrays: bias, residual and activation are applied in one pass to sums that are still in the L1
 * cache, on their way to the output.
 *
 * @param bounds of a bounded activation, at least one row of them; else null
 */
public record Finish(float[] bias, float[] residual, Activation activation, float[] bounds) {

    /** Columns of a tile of four vectors; others are finished row by row. */
    public static final int WIDE = 4 * L;

    public static final Finish NONE = new Finish(null, null, new Activation.Identity(), null);

    /** Unwraps an epilogue for an output of some columns. */
    public static Finish of(Epilogue epilogue, int columns) {
        float[] bounds = epilogue.activation() instanceof Activation.Bounded(BoundedRelu shape, Buffer buffer)
                ? bounds(shape, HostBuffer.floats(buffer), columns)
                : null;
        return new Finish(
                HostBuffer.floats(epilogue.bias()),
                HostBuffer.floats(epilogue.residual()),
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
     * A task that finishes sums, with what is left to do at its end: only then its output is there. Every task that calls
     * one of the methods below has to pass through here.
     */
    public Workers.Task completing(Workers.Task task) {
        if (!isSmooth()) {
            return task;
        }
        return (index, worker) -> {
            try {
                task.run(index, worker);
            } finally {
                complete();
            }
        };
    }

    /** Does what is left to do of all that this thread has finished. */
    public void complete() {
        if (isSmooth()) {
            NearBounds.ofThread().gate();
        }
    }

    private boolean isSmooth() {
        return activation instanceof Activation.Bounded(var shape, var _)
                && shape.policy() == BoundedRelu.Policy.SMOOTH;
    }

    /**
     * Finishes {@code n} sums.
     *
     * @param sums from offset {@code at} on; may be modified
     * @param c output; {@code line} is the offset of the output's row, {@code column} the first column in it
     */
    void row(float[] sums, int at, float[] c, int line, int column, int n) {
        row(sums, at, c, line + column, line + column, column, n);
    }

    /**
     * @param to offset in c of the results
     * @param target their offset in the output, by which residual and bounds are found
     */
    private void row(float[] sums, int at, float[] c, int to, int target, int column, int n) {
        int whole = F.loopBound(n);
        switch (activation) {
            case Activation.Identity() -> identity(sums, at, c, to, target, column, whole);
            case Activation.Unary(UnaryOp.Relu()) -> relu(sums, at, c, to, target, column, whole);
            case Activation.Unary(UnaryOp.Clip(float low, float high)) ->
                clip(low, high, sums, at, c, to, target, column, whole);
            case Activation.Unary(var op) -> {
                identity(sums, at, sums, at, target, column, whole);
                UnaryKernels.apply(op, sums, at, c, to, whole);
            }
            case Activation.Bounded(var shape, var _) ->
                bounded(shape, sums, at, c, to, target, column, bound(image(shape), target, column), whole);
        }
        if (whole < n) {
            rest(sums, at + whole, c, to + whole, target + whole, column + whole, n - whole);
        }
    }

    /** Length of all bounds, where each element of an image has its own; else 0. */
    static int image(BoundedRelu shape) {
        return shape.granularity() == BoundedRelu.Granularity.NEURON ? shape.spatial() * shape.channels() : 0;
    }

    static int bound(int image, int target, int column) {
        return image == 0 ? column : target % image;
    }

    /**
     * Finishes {@code n} sums of each of some rows.
     *
     * @param sums from offset {@code at} on, rows {@code width} apart; may be modified
     * @param c output; or sums, where the results are to take the places of the sums
     * @param lines offsets in the output of the rows from..to−1
     */
    public void rows(float[] sums, int at, int width, float[] c, int[] lines, int from, int to, int column, int n) {
        if (n == WIDE && activation instanceof Activation.Unary(UnaryOp.Relu())) {
            WideRows.relu(this, sums, at, c, lines, from, to, column);
            return;
        }
        if (n % L == 0 && activation instanceof Activation.Unary(UnaryOp.Relu())) {
            for (int row = from; row < to; row++) {
                int s = at + (row - from) * width;
                int t = lines[row] + column;
                relu(sums, s, c, place(sums, s, c, t), t, column, n);
            }
            return;
        }
        if (n % L == 0 && activation instanceof Activation.Unary(UnaryOp.Clip(float low, float high))) {
            for (int row = from; row < to; row++) {
                int s = at + (row - from) * width;
                int t = lines[row] + column;
                clip(low, high, sums, s, c, place(sums, s, c, t), t, column, n);
            }
            return;
        }
        if (n == WIDE && activation instanceof Activation.Bounded(var shape, var _)) {
            WideRows.bounded(this, shape, sums, at, c, lines, from, to, column);
            return;
        }
        for (int row = from; row < to; row++) {
            int s = at + (row - from) * width;
            int t = lines[row] + column;
            row(sums, s, c, place(sums, s, c, t), t, column, n);
        }
    }

    /** Where the result of a sum goes; see {@link #rows}. */
    static int place(float[] sums, int at, float[] c, int target) {
        return c == sums ? at : target;
    }

    /**
     * Finishes all columns of neighbouring pixels of one image; what the activation needs is looked up once for them.
     *
     * @param sums {@code [pixels, columns]} from offset {@code at} on, whole vectors of columns; may be modified
     * @param target offset in c of the first pixel
     */
    public void pixels(float[] sums, int at, float[] c, int target, int pixels, int columns) {
        if (activation instanceof Activation.Unary(UnaryOp.Relu())) {
            reluPixels(sums, at, c, target, pixels, columns);
            return;
        }
        if (activation instanceof Activation.Bounded(var shape, var _)) {
            int image = image(shape);
            int bound = bound(image, target, 0);
            int step = image == 0 ? 0 : columns;
            if (shape.policy() == BoundedRelu.Policy.ZERO) {
                zeroPixels(sums, at, c, target, bound, step, pixels, columns);
                return;
            }
            int together = NearBounds.VECTORS * L / columns;
            if (shape.policy() == BoundedRelu.Policy.SMOOTH && image != 0 && together > 0) {
                for (int p = 0; p < pixels; p += together) {
                    int first = p * columns;
                    int count = Math.min(together, pixels - p);
                    smoothPixels(shape.kappa(), sums, at + first, c, target + first, bound + first, count, columns);
                }
                return;
            }
        }
        for (int p = 0; p < pixels; p++) {
            row(sums, at + p * columns, c, target + p * columns, 0, columns);
        }
    }

    private void bounded(
            BoundedRelu shape, float[] sums, int at, float[] c, int to, int target, int column, int bound, int n) {
        switch (shape.policy()) {
            case ZERO -> zero(sums, at, c, to, target, column, bound, n);
            case SATURATE -> saturate(sums, at, c, to, target, column, bound, n);
            case SMOOTH -> smooth(shape.kappa(), sums, at, c, to, target, column, bound, n);
        }
    }

    private void reluPixels(float[] sums, int at, float[] c, int target, int pixels, int columns) {
        for (int p = 0; p < pixels; p++) {
            int t = target + p * columns;
            relu(sums, at + p * columns, c, t, t, 0, columns);
        }
    }

    /** @param step distance of the bounds of two pixels, 0 where they share them */
    private void zeroPixels(float[] sums, int at, float[] c, int target, int bound, int step, int pixels, int columns) {
        for (int p = 0; p < pixels; p++) {
            int t = target + p * columns;
            zero(sums, at + p * columns, c, t, t, 0, bound + p * step, columns);
        }
    }

    /**
     * As {@link #smooth} for some pixels that have bounds of their own, at most {@link NearBounds#VECTORS} vectors.
     */
    private void smoothPixels(
            float kappa, float[] sums, int at, float[] c, int target, int bound, int pixels, int columns) {
        FloatVector least = BoundedReluKernels.leastNear(kappa);
        NearBounds near = NearBounds.ofThread();
        int vectors = pixels * columns / L;
        near.begin(vectors);
        long marked = 0;
        int k = 0;
        for (int p = 0; p < pixels; p++) {
            int first = p * columns;
            for (int column = 0; column < columns; column += L) {
                int i = first + column;
                marked |= (long) mark(sum(sums, at + i, target + i, column), bound + i, least, c, target + i) << k++;
            }
        }
        near.end(vectors, marked, c, target, bounds, bound, kappa);
    }

    /** What is less than a vector. */
    private void rest(float[] sums, int at, float[] c, int to, int target, int column, int n) {
        if (bias != null) {
            BinaryKernels.add(sums, at, bias, column, sums, at, n);
        }
        if (residual != null) {
            BinaryKernels.add(sums, at, residual, target, sums, at, n);
        }
        switch (activation) {
            case Activation.Identity() -> System.arraycopy(sums, at, c, to, n);
            case Activation.Unary(var op) -> UnaryKernels.apply(op, sums, at, c, to, n);
            case Activation.Bounded(var shape, var _) ->
                BoundedReluKernels.forward(shape, sums, at, bounds, bound(image(shape), target, column), c, to, n);
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

    FloatVector sum(float[] sums, int at, FloatVector added, int target) {
        FloatVector v = FloatVector.fromArray(F, sums, at).add(added);
        return residual == null ? v : v.add(FloatVector.fromArray(F, residual, target));
    }

    private void identity(float[] sums, int at, float[] c, int to, int target, int column, int n) {
        for (int i = 0; i < n; i += L) {
            sum(sums, at + i, target + i, column + i).intoArray(c, to + i);
        }
    }

    private void relu(float[] sums, int at, float[] c, int to, int target, int column, int n) {
        for (int i = 0; i < n; i += L) {
            BoundedReluKernels.relu(sum(sums, at + i, target + i, column + i)).intoArray(c, to + i);
        }
    }

    /** As ReLU6 does it, which networks for small machines have behind most products. */
    private void clip(float low, float high, float[] sums, int at, float[] c, int to, int target, int column, int n) {
        for (int i = 0; i < n; i += L) {
            sum(sums, at + i, target + i, column + i).max(low).min(high).intoArray(c, to + i);
        }
    }

    private void zero(float[] sums, int at, float[] c, int to, int target, int column, int bound, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector x = sum(sums, at + i, target + i, column + i);
            BoundedReluKernels.zero(x, load(bounds, bound + i)).intoArray(c, to + i);
        }
    }

    private void saturate(float[] sums, int at, float[] c, int to, int target, int column, int bound, int n) {
        for (int i = 0; i < n; i += L) {
            FloatVector x = sum(sums, at + i, target + i, column + i);
            BoundedReluKernels.saturate(x, load(bounds, bound + i)).intoArray(c, to + i);
        }
    }

    /**
     * The ReLU, and marks for those vectors that hold an element near its bound: these get their gate later, at the end of
     * the task at last.
     */
    private void smooth(
            float kappa, float[] sums, int at, float[] c, int to, int target, int column, int bound, int n) {
        FloatVector least = BoundedReluKernels.leastNear(kappa);
        NearBounds near = NearBounds.ofThread();
        for (int from = 0; from < n; from += NearBounds.VECTORS * L) {
            int vectors = Math.min(NearBounds.VECTORS, (n - from) / L);
            near.begin(vectors);
            long marked = 0;
            for (int k = 0; k < vectors; k++) {
                int i = from + k * L;
                FloatVector x = sum(sums, at + i, target + i, column + i);
                marked |= (long) mark(x, bound + i, least, c, to + i) << k;
            }
            near.end(vectors, marked, c, to + from, bounds, bound + from, kappa);
        }
    }

    int mark(FloatVector x, int bound, FloatVector least, float[] c, int target) {
        return BoundedReluKernels.reluAndMark(x, load(bounds, bound), least, c, target);
    }
}
