package org.fitact.memory.code;

import java.util.List;
import java.util.stream.IntStream;
import org.fitact.tensor.number.NumberFormat;

/**
 * In-place zero-space protection of integers of 8 bits (Guan et al., NeurIPS 2019): of eight neighbours, seven lie in −64 to 63, so
 * that their bit 6 is the sign once more; these seven bits are the check bits of SECDED (64,57). The others may be the last of
 * eight, or {@link Exceptions}, which the paper trains away. What cannot be mended reads as 0; fewer than eight words at the end of a
 * tensor are read as they are.
 */
public record ZeroSpaceInt8() implements MemoryCode {

    private static final int WORDS = 8;
    private static final int CHECK_BITS = WORDS - 1;
    private static final int FITTING_BITS = 7;

    /** Bit 6 of the first seven words. */
    private static final long SPARE = 0x0040_4040_4040_4040L;

    private static final LinearCode CODE = LinearCode.secded(Long.SIZE - CHECK_BITS, CHECK_BITS);

    @Override
    public String name() {
        return "zs-int8";
    }

    @Override
    public RegionCode over(NumberFormat format, int[] words, int channels) {
        if (TwosComplement.require(format).width() != Byte.SIZE) {
            throw new IllegalArgumentException("words of " + format.name() + ", expected 8 bits");
        }
        int[] places = IntStream.range(0, words.length / WORDS * WORDS)
                .filter(i -> i % WORDS != WORDS - 1 && TwosComplement.bits(words[i]) > FITTING_BITS)
                .toArray();
        int[] values = IntStream.of(places).map(i -> words[i]).toArray();
        return new Over(
                new Blocks(format, WORDS), new Exceptions(format, places, values, words.length), words.length / WORDS);
    }

    /** @param coded blocks of eight words */
    private record Over(Blocks blocks, Exceptions exceptions, int coded) implements RegionCode {

        @Override
        public int block() {
            return WORDS;
        }

        @Override
        public List<Companion> companions() {
            return exceptions.companions();
        }

        @Override
        public BlockEncoder encoder(List<int[]> companions) {
            return exceptions.behind(this::encode, WORDS, companions);
        }

        private int encode(int number, int[] block) {
            if (number < coded) {
                long bits = blocks.pack(block);
                blocks.unpack(with(bits, CODE.check(Long.compress(bits, ~SPARE))), block);
            }
            return 0;
        }

        private static long with(long bits, long spare) {
            return bits & ~SPARE | Long.expand(spare, SPARE);
        }

        @Override
        public BlockDecoder decoder(List<int[]> companions) {
            return exceptions.before(this::decode, WORDS, companions);
        }

        private WordStatus decode(int number, int[] block, int check) {
            if (number >= coded) {
                return WordStatus.CLEAN;
            }
            long bits = blocks.pack(block);
            long data = Long.compress(bits, ~SPARE);
            int syndrome = CODE.syndrome(data, (int) Long.compress(bits, SPARE));
            WordStatus status = CODE.status(syndrome);
            long mended = status == WordStatus.DETECTED ? 0 : Long.expand(data ^ CODE.errors(syndrome), ~SPARE);
            // What bit 6 was before it held a check bit: the sign once more.
            blocks.unpack(mended | mended >>> 1 & SPARE, block);
            return status;
        }
    }
}
