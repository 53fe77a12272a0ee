package org.fitact.tensor.backend.op;

import org.fitact.tensor.backend.Backend;

/**
 * How {@link Backend#binary} pairs its operands: {@code y[o, m, i] = f(a[o, m, i], b[…])}. The first operand and the
 * result are {@code [outer, middle, inner]}; the second is repeated along the dimensions that it lacks.
 */
public record Broadcast(int outer, int middle, int inner, Second second) {

    /** What the second operand's shape is. */
    public enum Second {
        /** {@code [outer, middle, inner]}: the same as the first. */
        FULL,
        /** {@code [middle]}: one element for each index of the middle dimension. */
        MIDDLE,
        /** {@code [outer, inner]}: repeated along the middle dimension. */
        OUTER_INNER
    }

    public Broadcast {
        Sizes.requirePositive("outer", outer);
        Sizes.requirePositive("middle", middle);
        Sizes.requirePositive("inner", inner);
        Sizes.requireBuffer("an operand", outer, middle, inner);
    }

    /** Two operands of the same shape. */
    public static Broadcast same(int elements) {
        return new Broadcast(1, elements, 1, Second.FULL);
    }

    /** A row vector of {@code columns} elements, repeated for each of {@code rows}: a bias. */
    public static Broadcast rows(int rows, int columns) {
        return new Broadcast(rows, columns, 1, Second.MIDDLE);
    }

    public int elements() {
        return outer * middle * inner;
    }

    /** Elements of the second operand. */
    public int secondElements() {
        return switch (second) {
            case FULL -> elements();
            case MIDDLE -> middle;
            case OUTER_INNER -> outer * inner;
        };
    }
}
