package org.fitact.tensor.backend;

import org.fitact.tensor.backend.op.CrossEntropy;

/**
 * What only the contents of a buffer can tell, so that a device has to look for itself: it refuses them before it writes,
 * in the same words as every other.
 */
public final class Contents {

    private Contents() {}

    /** @throws IllegalArgumentException unless every label names a class */
    public static void requireLabels(CrossEntropy shape, int[] labels) {
        for (int row = 0; row < shape.rows(); row++) {
            if (labels[row] < 0 || labels[row] >= shape.classes()) {
                throw labelOutside(shape, row, labels[row]);
            }
        }
    }

    /** What is thrown for a label that names no class. */
    public static IllegalArgumentException labelOutside(CrossEntropy shape, int row, int label) {
        return new IllegalArgumentException(
                "the label of row " + row + " is " + label + ", expected 0 to " + (shape.classes() - 1));
    }

    /** @throws IllegalArgumentException unless each of the first {@code n} addresses is that of one of the words */
    public static void requireAddresses(int n, int[] addresses, int words) {
        for (int i = 0; i < n; i++) {
            if (addresses[i] < 0 || addresses[i] >= words) {
                throw addressOutside(i, addresses[i], words);
            }
        }
    }

    /** What is thrown for an address that no word has. */
    public static IllegalArgumentException addressOutside(int i, int address, int words) {
        return new IllegalArgumentException("address " + i + " is " + address + ", expected 0 to " + (words - 1));
    }
}
