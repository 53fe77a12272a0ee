package org.fitact.tensor.backend;

/** Checks that the parameter records of this package share. */
final class Sizes {

    private Sizes() {}

    static void requirePositive(String name, int value) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + " is " + value + ", expected a positive number");
        }
    }

    static void requireNotNegative(String name, int value) {
        if (value < 0) {
            throw new IllegalArgumentException(name + " is " + value + ", expected zero or more");
        }
    }
}
