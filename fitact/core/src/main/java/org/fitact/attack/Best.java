package org.fitact.attack;

/** The flips of the largest slopes, the largest first; of equal ones that which was offered first. */
final class Best {

    private final int[] addresses;
    private final int[] bits;
    private final double[] slopes;
    private int size;

    /** @param most that are kept */
    Best(int most) {
        addresses = new int[most];
        bits = new int[most];
        slopes = new double[most];
    }

    /** Keeps a flip if it raises what the slope is of, and is among the best. */
    void offer(int address, int bit, double slope) {
        boolean raises = slope > 0 && slope < Double.POSITIVE_INFINITY;
        if (!raises || size == slopes.length && slope <= slopes[size - 1]) {
            return;
        }
        int at = size < slopes.length ? size++ : size - 1;
        while (at > 0 && slope > slopes[at - 1]) {
            addresses[at] = addresses[at - 1];
            bits[at] = bits[at - 1];
            slopes[at] = slopes[at - 1];
            at--;
        }
        addresses[at] = address;
        bits[at] = bit;
        slopes[at] = slope;
    }

    int size() {
        return size;
    }

    int address(int i) {
        return addresses[i];
    }

    int bit(int i) {
        return bits[i];
    }

    double slope(int i) {
        return slopes[i];
    }
}
