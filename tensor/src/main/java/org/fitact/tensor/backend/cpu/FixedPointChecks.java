package org.fitact.tensor.backend.cpu;

import org.fitact.tensor.backend.Buffer;

/**
 * Checks of the arguments of the fixed-point ops. Each method throws {@link IllegalArgumentException} or does nothing.
 */
public final class FixedPointChecks {

    private FixedPointChecks() {}

    public static void quantise(int n, Buffer x, Buffer words) {
        Arguments.requireCount("n", n);
        Arguments.requireFloats("x", x, n);
        Arguments.requireInts("words", words, n);
    }

    public static void dequantise(int n, Buffer words, int wordOffset, Buffer x, int offset) {
        Arguments.requireCount("n", n);
        Arguments.requireCount("wordOffset", wordOffset);
        Arguments.requireCount("offset", offset);
        Arguments.requireInts("words", words, (long) wordOffset + n);
        Arguments.requireFloats("x", x, (long) offset + n);
    }

    public static void flipBits(int n, Buffer addresses, Buffer masks, Buffer words) {
        Arguments.requireCount("n", n);
        Arguments.requireInts("addresses", addresses, n);
        Arguments.requireInts("masks", masks, n);
        Arguments.requireInts("words", words, 0);
        Arguments.requireApart("words", words, addresses, masks);
    }

    public static void flipRandomBits(int n, Buffer words) {
        Arguments.requireCount("n", n);
        Arguments.requireInts("words", words, n);
    }

    /** Every address must lie within the words; a device that cannot read them here looks for itself. */
    public static void addresses(int n, int[] values, int words) {
        for (int i = 0; i < n; i++) {
            if (values[i] < 0 || values[i] >= words) {
                throw addressOutside(i, values[i], words);
            }
        }
    }

    /** What is thrown for an address that no word has. */
    public static IllegalArgumentException addressOutside(int i, int address, int words) {
        return new IllegalArgumentException("address " + i + " is " + address + ", expected 0 to " + (words - 1));
    }
}
