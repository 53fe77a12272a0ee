package org.fitact.nn.graph.op;

/** What the numbers of an op may be. */
final class Limits {

    private Limits() {}

    static void finite(String name, float value) {
        require(Float.isFinite(value), name, value, "a finite number");
    }

    static void atLeastZero(String name, float value) {
        require(value >= 0 && Float.isFinite(value), name, value, "a finite number of at least 0");
    }

    static void positive(String name, float value) {
        require(value > 0 && Float.isFinite(value), name, value, "a finite number above 0");
    }

    private static void require(boolean holds, String name, float value, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(name + " is " + value + ", expected " + expected);
        }
    }
}
