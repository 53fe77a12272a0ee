package org.fitact.tensor.backend.cpu;

import org.fitact.tensor.backend.Buffer;

/**
 * Checks of the arguments of the fixed-point ops. Each method throws {@link IllegalArgumentException} or does nothing.
 */
public final class FixedPointChecks {

    private FixedPointChecks() {}

    public static void quantise(int n, Buffer x, Buffer words) {
        Arguments.requireCount("n", n);
        Arguments.floats("x", x, n);
        Arguments.ints("words", words, n);
    }

    public static void dequantise(int offset, int n, Buffer words, Buffer x) {
        Arguments.requireCount("offset", offset);
        Arguments.requireCount("n", n);
        Arguments.ints("words", words, (long) offset + n);
        Arguments.floats("x", x, (long) offset + n);
    }

    /** Every address must lie within the words. */
    public static void flipBits(int n, Buffer addresses, Buffer masks, Buffer words) {
        Arguments.requireCount("n", n);
        int[] targets = Arguments.ints("addresses", addresses, n);
        Arguments.ints("masks", masks, n);
        Arguments.ints("words", words, 0);
        Arguments.requireApart("words", words, addresses, masks);
        for (int i = 0; i < n; i++) {
            if (targets[i] < 0 || targets[i] >= words.length()) {
                throw new IllegalArgumentException(
                        "address " + i + " is " + targets[i] + ", expected 0 to " + (words.length() - 1));
            }
        }
    }
}
