package org.fitact.memory.code;

import java.util.List;
import java.util.stream.IntStream;
import org.fitact.tensor.number.NumberFormat;

/**
 * A code of each word in bits that its tensor does not use: those above the highest bit that a number needs are copies of the sign,
 * and hold check bits instead. A word of W bits keeps W − r of data, with r check bits. Where the numbers of a tensor need more, their lowest bits
 * are rounded away until no more than one word in 64 has no room; those are {@link Exceptions}. What cannot be mended reads as 0.
 *
 * @param name {@code zs-secded}, {@code zs-bch2}, {@code zs-bch3}
 * @param mended errors that are mended; one more is seen
 */
public record ZeroSpace(String name, int mended) implements MemoryCode {

    private static final int FEWEST_DATA_BITS = 8;
    private static final int ONE_EXCEPTION_IN = 64;

    /** One error mended. */
    public static ZeroSpace secded() {
        return new ZeroSpace("zs-secded", 1);
    }

    /** Two or three errors mended. */
    public static ZeroSpace bch(int mended) {
        return new ZeroSpace("zs-bch" + mended, mended);
    }

    @Override
    public RegionCode over(NumberFormat format, int[] words, int channels) {
        LinearCode code = code(TwosComplement.require(format));
        int lost = 0;
        int[] without = exceptions(words, code.dataBits(), lost);
        while (without.length > words.length / ONE_EXCEPTION_IN) {
            lost++;
            without = exceptions(words, code.dataBits(), lost);
        }
        int[] values = IntStream.of(without).map(i -> words[i]).toArray();
        return new Over(format, code, lost, new Exceptions(format, without, values, words.length));
    }

    /** The code of the most data bits that a word has room for. */
    private LinearCode code(NumberFormat format) {
        int checkBits = mended == 1 ? secdedCheckBits(format.width()) : BchGenerator.FIELD_BITS * mended + 1;
        int dataBits = format.width() - checkBits;
        if (dataBits < FEWEST_DATA_BITS) {
            throw new IllegalArgumentException("words of " + format.name() + ", expected words in which " + checkBits
                    + " check bits leave " + FEWEST_DATA_BITS + " and more bits of data");
        }
        return mended == 1
                ? LinearCode.secded(dataBits, checkBits)
                : LinearCode.bch(Math.min(dataBits, BchGenerator.LENGTH + 1 - checkBits), mended);
    }

    /** The fewest check bits that have a column of odd weight, three or more, for each data bit beside them. */
    private static int secdedCheckBits(int width) {
        int checkBits = 3;
        while ((1 << checkBits - 1) - checkBits < width - checkBits) {
            checkBits++;
        }
        return checkBits;
    }

    /** Indices of the words that do not fit after their lowest bits were rounded away. */
    private static int[] exceptions(int[] words, int dataBits, int lost) {
        return IntStream.range(0, words.length)
                .filter(i -> TwosComplement.bits(rounded(words[i], lost)) > dataBits)
                .toArray();
    }

    /** {@code word / 2^lost}, half-even. */
    private static int rounded(int word, int lost) {
        return (int) Math.rint(Math.scalb((double) word, -lost));
    }

    /** @param lost lowest bits of a word that are not kept */
    private record Over(NumberFormat format, LinearCode code, int lost, Exceptions exceptions) implements RegionCode {

        @Override
        public List<Companion> companions() {
            return exceptions.companions();
        }

        @Override
        public int[] encode(int[] words) {
            for (int i : exceptions.places()) {
                words[i] = 0;
            }
            for (int i = 0; i < words.length; i++) {
                int data = rounded(words[i], lost) & dataMask();
                words[i] = format.hold(code.check(data) << code.dataBits() | data);
            }
            return new int[0];
        }

        private int dataMask() {
            return (1 << code.dataBits()) - 1;
        }

        @Override
        public BlockDecoder decoder(List<int[]> companions) {
            return exceptions.before(this::decode, 1, companions);
        }

        private WordStatus decode(int number, int[] block, int check) {
            int data = block[0] & dataMask();
            int syndrome = code.syndrome(data, (block[0] & format.wordMask()) >>> code.dataBits());
            WordStatus status = code.status(syndrome);
            int mended = status == WordStatus.DETECTED ? 0 : data ^ (int) code.errors(syndrome);
            block[0] = TwosComplement.extend(mended, code.dataBits()) << lost;
            return status;
        }
    }
}
