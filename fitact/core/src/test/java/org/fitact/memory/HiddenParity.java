package org.fitact.memory;

import java.util.Arrays;
import java.util.List;
import org.fitact.memory.code.BlockDecoder;
import org.fitact.memory.code.MemoryCode;
import org.fitact.memory.code.RegionCode;
import org.fitact.memory.code.WordStatus;
import org.fitact.tensor.number.NumberFormat;

/** The parity of a block in the lowest bit of its last word; a block of odd parity reads as zeros. */
public record HiddenParity(int block) implements MemoryCode, RegionCode {

    @Override
    public String name() {
        return "hidden-parity";
    }

    @Override
    public RegionCode over(NumberFormat format, int[] words, int channels) {
        return this;
    }

    private static int parity(int[] words, int from, int to) {
        return Arrays.stream(words, from, to).map(Integer::bitCount).sum() & 1;
    }

    @Override
    public int[] encode(int[] words) {
        for (int from = 0; from < words.length; from += block) {
            int to = Math.min(from + block, words.length);
            words[to - 1] ^= parity(words, from, to);
        }
        return new int[0];
    }

    @Override
    public BlockDecoder decoder(List<int[]> companions) {
        return (number, words, check) -> decode(words);
    }

    private static WordStatus decode(int[] words) {
        if (parity(words, 0, words.length) == 0) {
            return WordStatus.CLEAN;
        }
        Arrays.fill(words, 0);
        return WordStatus.DETECTED;
    }
}
