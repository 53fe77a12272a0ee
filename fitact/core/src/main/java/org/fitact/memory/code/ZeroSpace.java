package org.fitact.memory.code;

import java.util.List;
import java.util.stream.IntStream;
import org.fitact.tensor.number.NumberFormat;

/**
 * A code of each word in bits that its tensor does not use: those above the highest bit that a number needs are copies of the sign,
 * and hold check bits instead. The data are the bits that the tensor needs, up to what check bits leave of a word. Where that is not
 * enough, the lowest bits are rounded away: until all words have room, or, where some would cost all others more than {@value
 * #BITS_FOR_ALL} bits, until one in {@value #ONE_EXCEPTION_IN} has none; those are {@link Exceptions}. What cannot be mended reads
 * as 0.
 *
 * @param name {@code zs-secded}, {@code zs-bch2}, {@code zs-bch3}
 * @param mended errors that are mended; one more is seen
 */
public record ZeroSpace(String name, int mended) implements MemoryCode {

    private static final int FEWEST_DATA_BITS = 8;
    private static final int ONE_EXCEPTION_IN = 64;
    private static final int BITS_FOR_ALL = 4;

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
        int most = mostDataBits(TwosComplement.require(format));
        int lost = lost(words, most, 0);
        int lostForMost = lost(words, most, words.length / ONE_EXCEPTION_IN);
        if (lost - lostForMost > BITS_FOR_ALL) {
            lost = lostForMost;
        }
        int[] without = exceptions(words, most, lost);
        int dataBits = FEWEST_DATA_BITS;
        for (int word : words) {
            dataBits = Math.min(most, Math.max(dataBits, TwosComplement.bits(rounded(word, lost))));
        }
        int[] values = IntStream.of(without).map(i -> words[i]).toArray();
        return new Over(format, code(dataBits), lost, new Exceptions(format, without, values, words.length));
    }

    /** How many lowest bits must go until no more than so many words have no room. */
    private static int lost(int[] words, int dataBits, int exceptions) {
        int lost = 0;
        while (exceptions(words, dataBits, lost).length > exceptions) {
            lost++;
        }
        return lost;
    }

    private int mostDataBits(NumberFormat format) {
        int most = format.width();
        while (most >= FEWEST_DATA_BITS && (checkBits(most) > format.width() - most || !isOfLength(most))) {
            most--;
        }
        if (most < FEWEST_DATA_BITS) {
            throw new IllegalArgumentException("words of " + format.name()
                    + ", expected words in which check bits leave " + FEWEST_DATA_BITS + " and more bits of data");
        }
        return most;
    }

    /** The fewest check bits for so many of data: for SECDED a column of odd weight, three or more, for each of them. */
    private int checkBits(int dataBits) {
        if (mended > 1) {
            return LinearCode.BCH_FIELD_BITS * mended + 1;
        }
        int checkBits = 3;
        while ((1 << checkBits - 1) - checkBits < dataBits) {
            checkBits++;
        }
        return checkBits;
    }

    private boolean isOfLength(int dataBits) {
        return mended == 1 || dataBits + LinearCode.BCH_FIELD_BITS * mended <= LinearCode.BCH_LENGTH;
    }

    private LinearCode code(int dataBits) {
        return mended == 1 ? LinearCode.secded(dataBits, checkBits(dataBits)) : LinearCode.bch(dataBits, mended);
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
        public BlockEncoder encoder(List<int[]> companions) {
            return exceptions.behind(this::encode, 1, companions);
        }

        private int encode(int number, int[] block) {
            int data = rounded(block[0], lost) & dataMask();
            block[0] = format.hold(code.check(data) << code.dataBits() | data);
            return 0;
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
            int checkMask = (1 << code.checkBits()) - 1;
            int syndrome = code.syndrome(data, block[0] >>> code.dataBits() & checkMask);
            WordStatus status = code.status(syndrome);
            int mended = status == WordStatus.DETECTED ? 0 : data ^ (int) code.errors(syndrome);
            block[0] = TwosComplement.extend(mended, code.dataBits()) << lost;
            return status;
        }
    }
}
