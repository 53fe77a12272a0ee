package org.fitact.memory.code;

import java.util.List;
import org.fitact.tensor.number.NumberFormat;

/** One parity bit beside each word; a word of the other parity reads as 0. */
public record ParityZero() implements MemoryCode {

    @Override
    public String name() {
        return "parity";
    }

    @Override
    public RegionCode over(NumberFormat format, int[] words, int channels) {
        return new Over(format.wordMask());
    }

    /** @param mask of the bits of a word: it is held with copies of its sign above them */
    private record Over(int mask) implements RegionCode {

        @Override
        public int checkBits() {
            return 1;
        }

        @Override
        public BlockEncoder encoder(List<int[]> companions) {
            return (number, block) -> parity(block[0]);
        }

        private int parity(int word) {
            return Integer.bitCount(word & mask) & 1;
        }

        @Override
        public BlockDecoder decoder(List<int[]> companions) {
            return (number, block, check) -> {
                if (parity(block[0]) == check) {
                    return WordStatus.CLEAN;
                }
                block[0] = 0;
                return WordStatus.DETECTED;
            };
        }
    }
}
