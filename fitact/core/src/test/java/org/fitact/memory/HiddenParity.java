package org.fitact.memory;

import java.util.Arrays;
import java.util.List;
import org.fitact.memory.code.BlockDecoder;
import org.fitact.memory.code.BlockEncoder;
import org.fitact.memory.code.MemoryCode;
import org.fitact.memory.code.RegionCode;
import org.fitact.memory.code.WordStatus;
import org.fitact.tensor.number.NumberFormat;

/** The parity of a block in the lowest bit of its first word; a block of odd parity reads as zeros. */
public record HiddenParity(int block) implements MemoryCode, RegionCode {

    @Override
    public String name() {
        return "hidden-parity";
    }

    @Override
    public RegionCode over(NumberFormat format, int[] words, int channels) {
        return this;
    }

    private static int parity(int[] words) {
        return Arrays.stream(words).map(Integer::bitCount).sum() & 1;
    }

    @Override
    public BlockEncoder encoder(List<int[]> companions) {
        return (number, words) -> {
            words[0] ^= parity(words);
            return 0;
        };
    }

    @Override
    public BlockDecoder decoder(List<int[]> companions) {
        return (number, words, check) -> decode(words);
    }

    private static WordStatus decode(int[] words) {
        if (parity(words) == 0) {
            return WordStatus.CLEAN;
        }
        Arrays.fill(words, 0);
        return WordStatus.DETECTED;
    }
}
