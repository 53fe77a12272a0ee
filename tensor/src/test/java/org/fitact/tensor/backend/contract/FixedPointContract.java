package org.fitact.tensor.backend.contract;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.fitact.tensor.fixedpoint.FixedPoint;
import org.fitact.tensor.fixedpoint.QFormat;
import org.fitact.tensor.random.RandomBits;
import org.junit.jupiter.api.Test;

/** Fixed-point words and their bits: no tolerance at all. */
interface FixedPointContract extends ContractPart {

    long STRIDE_OF_ADDRESSES = 11;

    List<QFormat> FORMATS = List.of(
            QFormat.Q15_16,
            QFormat.Q7_8,
            QFormat.Q3_4,
            new QFormat(0, 31),
            new QFormat(31, 0),
            new QFormat(7, 24),
            new QFormat(0, 15),
            new QFormat(15, 0),
            new QFormat(0, 7),
            new QFormat(7, 0),
            new QFormat(1, 0),
            new QFormat(5, 6),
            new QFormat(3, 20));

    static List<OpCase> samples() {
        return List.of(
                dequantise(FixedPoint.DEFAULT, 1012, 13, 7),
                flipBits(FixedPoint.DEFAULT, 207, 1025),
                flipRandomBits(FixedPoint.DEFAULT, 0.01, 1025));
    }

    private static int[] words(FixedPoint arithmetic, int n) {
        int[] words = Data.integers(
                3, n, arithmetic.format().minWord(), arithmetic.format().maxWord());
        words[0] = arithmetic.format().minWord();
        words[n - 1] = arithmetic.format().maxWord();
        return words;
    }

    /** The words lie at another offset than the numbers. */
    private static OpCase dequantise(FixedPoint arithmetic, int n, int wordOffset, int offset) {
        return OpCase.named("dequantise " + n + " from " + wordOffset + " to " + offset + " by " + arithmetic)
                .input("words", words(arithmetic, Math.max(1, wordOffset + n)))
                .modified("x", Data.uniform(4, Math.max(1, offset + n)), Tolerance.exact())
                .runs((backend, at) -> backend.dequantise(arithmetic, n, at[0], wordOffset, at[1], offset));
    }

    /** The flips; how many there were is left in the word behind. */
    private static OpCase flipRandomBits(FixedPoint arithmetic, double rate, int length) {
        RandomBits bits = new RandomBits(length, 3, rate / 2, rate);
        return OpCase.named("flip random bits of " + length + " words, " + bits + " in " + arithmetic.format())
                .modified("words", words(arithmetic, length + 1))
                .runs((backend, at) -> {
                    long flips = backend.flipRandomBits(arithmetic, bits, length, at[0]);
                    backend.upload(MemorySegment.ofArray(new int[] {(int) flips}), at[0], length);
                });
    }

    /** Addresses go through the words in a stride that has no divisor in common with any length, and so meets each once. */
    private static OpCase flipBits(FixedPoint arithmetic, int n, int length) {
        int[] addresses = new int[n];
        for (int i = 0; i < n; i++) {
            addresses[i] = length - 1 - (int) (i * STRIDE_OF_ADDRESSES % length);
        }
        return OpCase.named("flip bits of " + n + " words of " + length + " in " + arithmetic.format())
                .input("addresses", addresses)
                .input("masks", Data.integers(5, n, Integer.MIN_VALUE, Integer.MAX_VALUE))
                .modified("words", words(arithmetic, length))
                .runs((backend, at) -> backend.flipBits(arithmetic, n, at[0], at[1], at[2]));
    }

    @Test
    default void dequantiseIsTheReferenceToTheBit() {
        for (QFormat format : FORMATS) {
            for (int n : SIZES) {
                harness().check(dequantise(FixedPoint.of(format), n, 0, 0));
                harness().check(dequantise(FixedPoint.of(format), n, 4, 9));
            }
            harness().check(dequantise(FixedPoint.of(format), 0, 3, 7));
        }
    }

    @Test
    default void randomFlipsAreTheReferenceToTheBit() {
        for (QFormat format :
                List.of(QFormat.Q15_16, QFormat.Q7_8, QFormat.Q3_4, new QFormat(5, 6), new QFormat(0, 1))) {
            for (int length : SIZES) {
                for (double rate : new double[] {1e-4, 0.02, 0.9}) {
                    harness().check(flipRandomBits(FixedPoint.of(format), rate, length));
                }
            }
        }
    }

    @Test
    default void flipsBitsAndKeepsTheSignExtension() {
        for (QFormat format : FORMATS) {
            for (int length : SIZES) {
                harness().check(flipBits(FixedPoint.of(format), length, length));
                harness().check(flipBits(FixedPoint.of(format), (length + 4) / 5, length));
            }
            harness().check(flipBits(FixedPoint.of(format), 0, 7));
        }
    }
}
