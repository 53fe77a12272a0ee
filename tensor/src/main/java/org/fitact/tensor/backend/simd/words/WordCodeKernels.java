package org.fitact.tensor.backend.simd.words;

import static org.fitact.tensor.backend.simd.run.Lanes.I;
import static org.fitact.tensor.backend.simd.run.Lanes.L;

import java.util.concurrent.atomic.LongAdder;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;
import org.fitact.tensor.backend.op.WordCode;
import org.fitact.tensor.backend.op.WordCounts;
import org.fitact.tensor.backend.simd.run.Workers;

/**
 * Reads words through a code, a vector at a time: almost all are clean, so a vector is only asked whether all its words are, and
 * copied; one in which something is not is left to the scalar kernel.
 */
public final class WordCodeKernels {

    private static final VectorSpecies<Long> LONGS = VectorSpecies.of(long.class, I.vectorShape());
    private static final VectorSpecies<Integer> HALF = I.withShape(half());

    private WordCodeKernels() {}

    private static VectorShape half() {
        return VectorShape.forBitSize(Math.max(64, I.vectorBitSize() / 2));
    }

    /** All words; pieces are of whole blocks. */
    public static WordCounts decode(Workers workers, WordCode code, int n, int[] words, int[] check, int[] decoded) {
        LongAdder corrected = new LongAdder();
        LongAdder detected = new LongAdder();
        workers.forPieces(n, (i, length) -> {
            WordCounts found = decode(code, i, i + length, n, words, check, decoded);
            corrected.add(found.corrected());
            detected.add(found.detected());
        });
        return new WordCounts(corrected.sum(), detected.sum());
    }

    /** The words {@code from .. to−1} of {@code n}; see {@link org.fitact.tensor.backend.cpu.WordCodeKernels}. */
    private static WordCounts decode(WordCode code, int from, int to, int n, int[] words, int[] check, int[] decoded) {
        return switch (code) {
            case WordCode.Vote vote -> vote(vote, from, to, n, words, decoded);
            case WordCode.Guard guard -> guard(guard, from, to, n, words, decoded);
            case WordCode.Secded secded ->
                secded.blockWords() == 1
                        ? secded39(secded, from, to, n, words, check, decoded)
                        : secded72(secded, from, to, n, words, check, decoded);
        };
    }

    private static WordCounts scalar(
            WordCode code, int from, int to, int n, int[] words, int[] check, int[] decoded, WordCounts sofar) {
        return sofar.plus(
                org.fitact.tensor.backend.cpu.WordCodeKernels.decode(code, from, to, n, words, check, decoded));
    }

    private static WordCounts vote(WordCode.Vote code, int from, int to, int n, int[] words, int[] decoded) {
        WordCounts found = WordCounts.NONE;
        int unused = Integer.SIZE - code.width();
        int i = from;
        for (; i + L <= to; i += L) {
            IntVector w = IntVector.fromArray(I, words, i);
            IntVector top = w.lanewise(VectorOperators.ASHR, code.bits() - 1);
            IntVector sign = w.lanewise(VectorOperators.LSHL, unused).lanewise(VectorOperators.ASHR, Integer.SIZE - 1);
            w.intoArray(decoded, i);
            if (!top.eq(sign).allTrue()) {
                found = scalar(code, i, i + L, n, words, null, decoded, found);
            }
        }
        return scalar(code, i, to, n, words, null, decoded, found);
    }

    private static WordCounts guard(WordCode.Guard code, int from, int to, int n, int[] words, int[] decoded) {
        if (code.groups() > 1) {
            return guardOfChannels(code, from, to, n, words, decoded);
        }
        WordCounts found = WordCounts.NONE;
        int least = code.least()[0];
        int greatest = code.greatest()[0];
        int i = from;
        for (; i + L <= to; i += L) {
            IntVector w = IntVector.fromArray(I, words, i);
            w.intoArray(decoded, i);
            if (w.lt(least).or(w.compare(VectorOperators.GT, greatest)).anyTrue()) {
                found = scalar(code, i, i + L, n, words, null, decoded, found);
            }
        }
        return scalar(code, i, to, n, words, null, decoded, found);
    }

    /** Whole vectors as long as they lie in one row of channels. */
    private static WordCounts guardOfChannels(
            WordCode.Guard code, int from, int to, int n, int[] words, int[] decoded) {
        WordCounts found = WordCounts.NONE;
        for (int i = from; i < to; ) {
            int channel = i % code.groups();
            int end = Math.min(to, i + code.groups() - channel);
            for (; i + L <= end; i += L, channel += L) {
                IntVector w = IntVector.fromArray(I, words, i);
                IntVector least = IntVector.fromArray(I, code.least(), channel);
                IntVector greatest = IntVector.fromArray(I, code.greatest(), channel);
                w.intoArray(decoded, i);
                if (w.lt(least).or(w.compare(VectorOperators.GT, greatest)).anyTrue()) {
                    found = scalar(code, i, i + L, n, words, null, decoded, found);
                }
            }
            found = scalar(code, i, end, n, words, null, decoded, found);
            i = end;
        }
        return found;
    }

    /** Bit 0 of a lane is 1 where a parity is not the check bit's. */
    private static WordCounts secded39(
            WordCode.Secded code, int from, int to, int n, int[] words, int[] check, int[] decoded) {
        int[] masks = new int[code.checkBits()];
        for (int c = 0; c < masks.length; c++) {
            masks[c] = (int) code.mask(c);
        }
        WordCounts found = WordCounts.NONE;
        int i = from;
        for (; i + L <= to; i += L) {
            IntVector w = IntVector.fromArray(I, words, i);
            IntVector bits = IntVector.fromArray(I, check, i);
            IntVector wrong = IntVector.zero(I);
            for (int c = 0; c < masks.length; c++) {
                IntVector ones = w.and(masks[c]).lanewise(VectorOperators.BIT_COUNT);
                wrong = wrong.or(ones.lanewise(VectorOperators.XOR, bits.lanewise(VectorOperators.LSHR, c)));
            }
            w.intoArray(decoded, i);
            if (!wrong.and(1).eq(0).allTrue()) {
                found = scalar(code, i, i + L, n, words, check, decoded, found);
            }
        }
        return scalar(code, i, to, n, words, check, decoded, found);
    }

    private static WordCounts secded72(
            WordCode.Secded code, int from, int to, int n, int[] words, int[] check, int[] decoded) {
        long[] masks = new long[code.checkBits()];
        for (int c = 0; c < masks.length; c++) {
            masks[c] = code.mask(c);
        }
        WordCounts found = WordCounts.NONE;
        int i = from;
        for (; i + L <= to; i += L) {
            IntVector w = IntVector.fromArray(I, words, i);
            LongVector data = w.reinterpretAsLongs();
            LongVector bits =
                    (LongVector) IntVector.fromArray(HALF, check, i / 2).convertShape(VectorOperators.I2L, LONGS, 0);
            LongVector wrong = LongVector.zero(LONGS);
            for (int c = 0; c < masks.length; c++) {
                LongVector ones = data.and(masks[c]).lanewise(VectorOperators.BIT_COUNT);
                wrong = wrong.or(ones.lanewise(VectorOperators.XOR, bits.lanewise(VectorOperators.LSHR, c)));
            }
            w.intoArray(decoded, i);
            if (!wrong.and(1).eq(0).allTrue()) {
                found = scalar(code, i, i + L, n, words, check, decoded, found);
            }
        }
        return scalar(code, i, to, n, words, check, decoded, found);
    }
}
