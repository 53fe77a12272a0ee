package org.fitact.memory;

import java.util.Arrays;

/** Changes of words in an array, and what stood there before, so that all of them are undone at once. */
final class WordLog {

    private final int[] words;
    private int[] addresses = new int[16];
    private int[] before = new int[16];
    private int size;

    /** @param words modified */
    WordLog(int[] words) {
        this.words = words;
    }

    /** @return whether another word stood there */
    boolean put(int address, int word) {
        if (words[address] == word) {
            return false;
        }
        if (size == addresses.length) {
            addresses = Arrays.copyOf(addresses, 2 * size);
            before = Arrays.copyOf(before, addresses.length);
        }
        addresses[size] = address;
        before[size++] = words[address];
        words[address] = word;
        return true;
    }

    /** Of all words that were changed, ascending, each once. */
    int[] addresses() {
        return Arrays.stream(addresses, 0, size).sorted().distinct().toArray();
    }

    /** Puts back what stood there before the first change. */
    void undo() {
        while (size > 0) {
            size--;
            words[addresses[size]] = before[size];
        }
    }
}
