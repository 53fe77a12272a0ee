package org.fitact.nn.delta;

import java.util.function.IntConsumer;

/** A set of numbers from 0 on that is filled and emptied at the cost of what is in it. */
final class Marks {

    private final boolean[] marked;
    private final int[] numbers;
    private int count;

    /** @param size one more than the largest number */
    Marks(int size) {
        marked = new boolean[size];
        numbers = new int[size];
    }

    void add(int number) {
        if (!marked[number]) {
            marked[number] = true;
            numbers[count++] = number;
        }
    }

    void forEachAndClear(IntConsumer use) {
        for (int i = 0; i < count; i++) {
            marked[numbers[i]] = false;
            use.accept(numbers[i]);
        }
        count = 0;
    }
}
