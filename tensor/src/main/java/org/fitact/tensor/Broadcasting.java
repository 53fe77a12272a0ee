package org.fitact.tensor;

import java.util.Arrays;
import java.util.Optional;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.op.BinaryOp;
import org.fitact.tensor.backend.op.Broadcast;
import org.fitact.tensor.backend.op.StridedCopy;
import org.fitact.tensor.buffer.Buffer;
import org.fitact.tensor.buffer.DType;

/**
 * How an op of two tensors whose shapes broadcast, as in NumPy, is computed by {@link Backend#binary}: shapes are aligned at
 * their ends, and an operand is repeated along a dimension that it lacks, or of which its extent is 1.
 *
 * <p>Most pairs are one call: one operand has the shape of the result, and what the other lacks is in the middle or around
 * it. What else there may be is made so by copies first.
 */
public final class Broadcasting {

    private final BinaryOp op;
    private final Shape a;
    private final Shape b;
    private final Shape result;

    private Broadcasting(BinaryOp op, Shape a, Shape b) {
        this.op = op;
        this.a = a;
        this.b = b;
        this.result = shape(a, b);
    }

    /** @throws IllegalArgumentException if the shapes do not broadcast */
    public static Broadcasting of(BinaryOp op, Shape a, Shape b) {
        return new Broadcasting(op, a, b);
    }

    /**
     * The shape of what comes of two.
     *
     * @throws IllegalArgumentException if they have different extents, neither of them 1, in one dimension
     */
    public static Shape shape(Shape a, Shape b) {
        int[] extents = new int[Math.max(a.rank(), b.rank())];
        for (int d = 1; d <= extents.length; d++) {
            int left = extent(a, d);
            int right = extent(b, d);
            if (left != right && left != 1 && right != 1) {
                throw new IllegalArgumentException(
                        "shapes " + a + " and " + b + ", of which none can be repeated to the other's");
            }
            extents[extents.length - d] = Math.max(left, right);
        }
        return Shape.of(extents);
    }

    /** The extent of a dimension counted from the end, the last being 1; 1 beyond the first. */
    private static int extent(Shape shape, int fromEnd) {
        return fromEnd > shape.rank() ? 1 : shape.extent(-fromEnd);
    }

    /** The copy that repeats a dense tensor to a larger, dense one. */
    public static StridedCopy expansion(Shape small, Shape large) {
        int[] strides = new int[large.rank()];
        int[] own = small.strides();
        for (int d = 1; d <= small.rank(); d++) {
            strides[large.rank() - d] = small.extent(-d) == 1 ? 0 : own[small.rank() - d];
        }
        return new StridedCopy(large.extents(), 0, strides, 0, large.strides());
    }

    /** The dimensions of a result along which an operand is repeated, as those of the result. */
    public static boolean[] repeated(Shape operand, Shape result) {
        boolean[] repeated = new boolean[result.rank()];
        for (int d = 1; d <= repeated.length; d++) {
            repeated[repeated.length - d] = extent(operand, d) != result.extent(-d);
        }
        return repeated;
    }

    public Shape result() {
        return result;
    }

    /** Whether the result may be written over the first operand. */
    public boolean mayReplaceFirst() {
        return isFull(a) && pairing(b).isPresent();
    }

    /**
     * {@code y = op(a, b)}.
     *
     * @param y of the result's shape; another buffer than {@code b} unless b has that shape too, and than {@code a} unless
     *     {@link #mayReplaceFirst} says otherwise
     */
    public void run(Backend backend, Buffer first, Buffer second, Buffer y) {
        Optional<Broadcast> direct = pairing(b);
        if (isFull(a) && direct.isPresent()) {
            backend.binary(op, direct.get(), first, second, y);
        } else if (isFull(b) && isCommutative() && pairing(a).isPresent()) {
            backend.binary(op, pairing(a).get(), second, first, y);
        } else if (isFull(a)) {
            backend.copyStrided(expansion(b, result), second, y);
            backend.binary(op, all(), first, y, y);
        } else if (direct.isPresent()) {
            backend.copyStrided(expansion(a, result), first, y);
            backend.binary(op, direct.get(), y, second, y);
        } else {
            try (Buffer repeated = backend.allocate(DType.FLOAT32, result.elements())) {
                backend.copyStrided(expansion(b, result), second, repeated);
                backend.copyStrided(expansion(a, result), first, y);
                backend.binary(op, all(), y, repeated, y);
            }
        }
    }

    private boolean isFull(Shape operand) {
        return operand.elements() == result.elements();
    }

    private Broadcast all() {
        return Broadcast.same(result.elements());
    }

    private boolean isCommutative() {
        return switch (op) {
            case ADD, MULTIPLY, MAXIMUM, MINIMUM -> true;
            case SUBTRACT, DIVIDE, POWER -> false;
        };
    }

    /** How an operand is repeated in one call, if it can be. */
    private Optional<Broadcast> pairing(Shape operand) {
        if (isFull(operand)) {
            return Optional.of(all());
        }
        boolean[] repeated = repeated(operand, result);
        int[] runs = new int[result.rank()];
        int count = 0;
        boolean last = false;
        boolean firstRepeated = false;
        for (int d = 0; d < repeated.length; d++) {
            int extent = result.extent(d);
            if (extent == 1) {
                continue;
            }
            if (count > 0 && repeated[d] == last) {
                runs[count - 1] *= extent;
            } else {
                firstRepeated = count == 0 ? repeated[d] : firstRepeated;
                last = repeated[d];
                runs[count++] = extent;
            }
        }
        return pairing(Arrays.copyOf(runs, count), firstRepeated);
    }

    /** @param runs extents of dimensions that are repeated, or kept, together, in turn */
    private static Optional<Broadcast> pairing(int[] runs, boolean repeatedFirst) {
        return switch (runs.length) {
            case 1 -> Optional.of(new Broadcast(1, runs[0], 1, Broadcast.Second.OUTER_INNER));
            case 2 ->
                Optional.of(
                        repeatedFirst
                                ? Broadcast.rows(runs[0], runs[1])
                                : new Broadcast(runs[0], runs[1], 1, Broadcast.Second.OUTER_INNER));
            case 3 ->
                Optional.of(new Broadcast(
                        runs[0],
                        runs[1],
                        runs[2],
                        repeatedFirst ? Broadcast.Second.MIDDLE : Broadcast.Second.OUTER_INNER));
            default -> Optional.empty();
        };
    }
}
