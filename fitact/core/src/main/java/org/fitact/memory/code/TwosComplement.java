package org.fitact.memory.code;

import java.util.Arrays;
import org.fitact.tensor.fixedpoint.FixedPoint;
import org.fitact.tensor.number.NumberFormat;

/** How many bits integers need in two's complement; what a word has above them are copies of its sign. */
final class TwosComplement {

    private TwosComplement() {}

    /** @throws IllegalArgumentException for a format whose words are no integers */
    static NumberFormat require(NumberFormat format) {
        if (!(format instanceof FixedPoint)) {
            throw new IllegalArgumentException("words of " + format.name()
                    + ", expected fixed point or integers, which have bits that no number needs");
        }
        return format;
    }

    /** Bits that a word needs, its sign included. */
    static int bits(int word) {
        return Integer.SIZE + 1 - Integer.numberOfLeadingZeros(word ^ word >> Integer.SIZE - 1);
    }

    /** Bits that all words need. */
    static int bits(int[] words) {
        return Arrays.stream(words).map(TwosComplement::bits).max().orElse(1);
    }

    /** A number of low bits, extended by their sign. */
    static int extend(int bits, int width) {
        return bits << Integer.SIZE - width >> Integer.SIZE - width;
    }
}
