package org.fitact.memory;

/** Words that lie in memory three times, each bit read by majority: what all words of a tensor hang on is not left to one flip. */
final class Thrice {

    private static final int COPIES = 3;

    private Thrice() {}

    /** The list three times, one behind the other. */
    static int[] stored(int[] list) {
        int[] copies = new int[COPIES * list.length];
        for (int i = 0; i < copies.length; i++) {
            copies[i] = list[i % list.length];
        }
        return copies;
    }

    /** The list that was {@link #stored}, by a majority of each bit. */
    static int[] read(int[] copies) {
        int n = copies.length / COPIES;
        int[] list = new int[n];
        for (int i = 0; i < n; i++) {
            int a = copies[i];
            int b = copies[i + n];
            int c = copies[i + 2 * n];
            list[i] = a & b | a & c | b & c;
        }
        return list;
    }
}
