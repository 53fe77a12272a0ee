package org.fitact.tensor.backend.simd.integer;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.fitact.tensor.backend.simd.run.Lanes;

/** Vectors of doubles that are whole numbers, and how words become such and back. */
final class Doubles {

    static final VectorSpecies<Double> D = VectorSpecies.of(double.class, Lanes.F.vectorShape());
    static final VectorSpecies<Long> J = VectorSpecies.of(long.class, Lanes.F.vectorShape());

    /** Lanes of a vector. */
    static final int L = D.length();

    /** Vectors of the widest tile. */
    static final int VECTORS = Lanes.WIDEST_TILE;

    /** What is below it, in magnitude, is converted exactly: {@link #of} and {@link #words} know no more. */
    static final double EXACT = 0x1p51;

    /** A double of this magnitude has its units in its last place: adding it rounds half-even, and leaves the number in the low bits. */
    private static final double UNITS = 0x1.8p52;

    private static final long UNITS_BITS = Double.doubleToRawLongBits(UNITS);

    private Doubles() {}

    /** Words below 2^51. AVX2 has no conversion of longs, and this is two additions. */
    static DoubleVector of(LongVector words) {
        return words.add(UNITS_BITS).reinterpretAsDoubles().sub(UNITS);
    }

    /** The nearest words of numbers below 2^51; a tie goes to the even one. */
    static LongVector words(DoubleVector numbers) {
        return numbers.add(UNITS).reinterpretAsLongs().sub(UNITS_BITS);
    }

    /** The nearest whole numbers; a tie goes to the even one. */
    static DoubleVector rounded(DoubleVector numbers) {
        return numbers.add(UNITS).sub(UNITS);
    }

    /** The same of one number. */
    static double rounded(double number) {
        return number + UNITS - UNITS;
    }

    /** Whether {@code 2^exponent} is a double with room on both sides. */
    static boolean isScale(int exponent) {
        return Math.abs(exponent) <= 900;
    }

    /** A power of two that no magnitude of words exceeds whose {@link #magnitudeBits} are among these. */
    static double limit(long magnitudeBits) {
        return Math.scalb(1.0, Long.SIZE - Long.numberOfLeadingZeros(magnitudeBits));
    }

    /** {@code x} or {@code −1 − x}, whichever is not negative. */
    static LongVector magnitudeBits(LongVector words) {
        return words.lanewise(VectorOperators.ASHR, 63).lanewise(VectorOperators.XOR, words);
    }

    /** What no magnitude of words exceeds, by one at most. */
    static double magnitude(long[] x, int n) {
        LongVector largest = LongVector.zero(J);
        int i = 0;
        for (; i <= n - L; i += L) {
            LongVector word = LongVector.fromArray(J, x, i);
            largest = largest.max(magnitudeBits(word));
        }
        long all = largest.reduceLanes(VectorOperators.MAX);
        for (; i < n; i++) {
            all = Math.max(all, x[i] ^ x[i] >> 63);
        }
        return all + 1.0;
    }
}
