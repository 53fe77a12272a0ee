package org.fitact.tensor.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PhiloxTest {

    /** The known answers published with the paper: file kat_vectors of the Random123 library, philox4x32 10. */
    @Test
    void knownAnswers() {
        assertArrayEquals(new int[] {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}, block(0, 0, 0));
        assertArrayEquals(new int[] {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}, block(-1, -1, -1));
        // Counter 243f6a88 85a308d3 13198a2e 03707344, key a4093822 299f31d0: the digits of π.
        assertArrayEquals(
                new int[] {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1},
                block(0x299f31d0_a4093822L, 0x03707344_13198a2eL, 0x85a308d3_243f6a88L));
    }

    @Test
    void bitsAreTheStartOfTheBlock() {
        assertEquals(0xe169c58d_6627e8d5L, Philox.bits(0, 0, 0));
    }

    @Test
    void unitCoversZeroToOne() {
        assertEquals(0.0, Philox.unit(0));
        assertEquals(0.5, Philox.unit(Long.MIN_VALUE));
        assertEquals(1 - 0x1p-53, Philox.unit(-1));
        assertTrue(Philox.unit(-1) < 1);
    }

    private static int[] block(long key, long high, long low) {
        int[] block = new int[4];
        Philox.block(key, high, low, block);
        return block;
    }
}
