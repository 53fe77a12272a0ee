package org.fitact.memory;

import java.util.Arrays;

/** Numbers of spans that are to be read, each once, or all of a tensor. */
final class SpanList {

    private final int spans;
    private int[] numbers = new int[16];
    private int size;
    private boolean ascending = true;
    private boolean all;

    /** @param spans of the tensor */
    SpanList(int spans) {
        this.spans = spans;
    }

    /** Of all spans. */
    static SpanList all(int spans) {
        SpanList list = new SpanList(spans);
        list.addAll();
        return list;
    }

    void add(int number) {
        if (all || (size > 0 && numbers[size - 1] == number)) {
            return;
        }
        ascending &= size == 0 || numbers[size - 1] < number;
        if (size == numbers.length) {
            numbers = Arrays.copyOf(numbers, size + (size >> 1));
        }
        numbers[size++] = number;
    }

    void addAll() {
        all = true;
    }

    /** Ascending and distinct. */
    int[] numbers() {
        if (all) {
            int[] every = new int[spans];
            Arrays.setAll(every, number -> number);
            return every;
        }
        int[] some = Arrays.copyOf(numbers, size);
        return ascending ? some : Arrays.stream(some).sorted().distinct().toArray();
    }
}
