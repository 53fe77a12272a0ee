package org.fitact.tensor.backend.op;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Checks that the parameter records of this package share. */
public final class Sizes {

    private Sizes() {}

    public static void requirePositive(String name, int value) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + " is " + value + ", expected a positive number");
        }
    }

    static void requireNotNegative(String name, int value) {
        if (value < 0) {
            throw new IllegalArgumentException(name + " is " + value + ", expected zero or more");
        }
    }

    /**
     * Refuses a shape, of positive extents, that no buffer can hold. Of one that is not refused the product of any of the
     * extents is an int: records ask when they are made, and what they compute afterwards cannot overflow.
     *
     * @param what has the shape, for the message
     * @throws IllegalArgumentException if there are more than 2³¹ − 1 elements
     */
    public static void requireBuffer(String what, int... extents) {
        long elements = 1;
        for (int extent : extents) {
            elements *= extent;
            if (elements > Integer.MAX_VALUE) {
                throw new IllegalArgumentException(what + " of "
                        + Arrays.stream(extents).mapToObj(Integer::toString).collect(Collectors.joining("x"))
                        + " elements: more than a buffer can hold, which are " + Integer.MAX_VALUE);
            }
        }
    }
}
