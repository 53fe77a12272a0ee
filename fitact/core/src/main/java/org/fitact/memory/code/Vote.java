package org.fitact.memory.code;

import java.util.List;
import java.util.Optional;
import org.fitact.tensor.backend.op.WordCode;
import org.fitact.tensor.number.NumberFormat;

/**
 * Sign guard: in a tensor whose numbers need fewer integer bits than the format has, all bits above are copies of the sign. A
 * majority of them mends it and all of them; where they are divided in halves, the word reads as 0. It takes no memory. How many
 * copies there are belongs to the decoder, as the format does.
 */
public record Vote() implements MemoryCode {

    @Override
    public String name() {
        return "vote";
    }

    @Override
    public RegionCode over(NumberFormat format, int[] words, int channels) {
        int bits = TwosComplement.bits(words);
        return new Over(bits, TwosComplement.require(format).width() - bits + 1);
    }

    /**
     * @param bits that all numbers need, the sign included
     * @param copies of the sign, itself included
     */
    private record Over(int bits, int copies) implements RegionCode {

        @Override
        public BlockEncoder encoder(List<int[]> companions) {
            return BlockEncoder.PLAIN;
        }

        @Override
        public Optional<WordCode> wordCode(List<int[]> companions) {
            return Optional.of(new WordCode.Vote(bits, bits + copies - 1));
        }

        @Override
        public BlockDecoder decoder(List<int[]> companions) {
            return this::decode;
        }

        private WordStatus decode(int number, int[] block, int check) {
            int word = block[0];
            int top = word >> bits - 1;
            if (top == 0 || top == -1) {
                return WordStatus.CLEAN;
            }
            // A word is held with copies of its sign above its width, which are none of its bits.
            int ones = Integer.bitCount(top & -1 >>> Integer.SIZE - copies);
            int rest = word & (1 << bits - 1) - 1;
            if (2 * ones == copies) {
                block[0] = 0;
                return WordStatus.DETECTED;
            }
            block[0] = 2 * ones > copies ? rest | -1 << bits - 1 : rest;
            return WordStatus.CORRECTED;
        }
    }
}
