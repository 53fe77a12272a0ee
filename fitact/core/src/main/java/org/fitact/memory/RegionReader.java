package org.fitact.memory;

import java.util.Arrays;
import org.fitact.fault.Region;
import org.fitact.memory.code.NoCode;
import org.fitact.memory.code.RegionCode;

/** Reads the words of one region: through its code, then as numbers of its format. */
final class RegionReader {

    private final Region region;
    private final RegionCode code;
    private final int block;

    RegionReader(Region region, RegionCode code) {
        this.region = region;
        this.code = code;
        this.block = region.code().block(region.format());
    }

    /** Place of a word in its tensor. */
    int indexOf(int address) {
        return address - region.offset();
    }

    /** Address of the first word of the block that a word is in. */
    int blockOf(int address) {
        return address - (address - region.offset()) % block;
    }

    /** Address behind the last word of the block that a word is in. */
    int endOfBlock(int address) {
        return Math.min(region.end(), blockOf(address) + block);
    }

    /** Words of a block, but for the last of the region. */
    int blockWords() {
        return block;
    }

    /** Words of the region. */
    int words() {
        return region.words();
    }

    /** The number of a word that is a block by itself. */
    float number(int word) {
        if (code == NoCode.NONE) {
            return region.format().decode(word);
        }
        int[] block = {word};
        code.decode(block, 0);
        return region.format().decode(block[0]);
    }

    /**
     * The numbers of whole blocks.
     *
     * @param memory all words by address
     * @param values modified from {@code at} on
     */
    void read(int[] memory, int from, int to, float[] values, int at) {
        int[] words = memory;
        int first = from;
        if (code != NoCode.NONE) {
            words = decoded(memory, from, to);
            first = 0;
        }
        for (int i = 0; i < to - from; i++) {
            values[at + i] = region.format().decode(words[first + i]);
        }
    }

    private int[] decoded(int[] memory, int from, int to) {
        int[] words = new int[to - from];
        int[] one = new int[block];
        for (int start = from; start < to; start += block) {
            int length = Math.min(block, to - start);
            System.arraycopy(memory, start, one, 0, length);
            Arrays.fill(one, length, block, 0);
            code.decode(one, 0);
            System.arraycopy(one, 0, words, start - from, length);
        }
        return words;
    }
}
