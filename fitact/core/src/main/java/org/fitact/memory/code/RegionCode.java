package org.fitact.memory.code;

/** A {@link MemoryCode} over one region: what is stored for its words, and what reading them gives. Immutable. */
public interface RegionCode {

    /**
     * Codes words before they are stored.
     *
     * @param words of the whole region, modified where the code hides its bits in them
     * @return the check bits of each block; empty if there are none
     */
    long[] encode(int[] words);

    /**
     * Reads a block, which may have been struck. A block that {@link #encode} gave is {@link WordStatus#CLEAN}, and its words
     * decode to those that it was made from up to what the code hides in them.
     *
     * @param block as it is stored; modified to what reading it gives
     * @param check its check bits, 0 if there are none
     */
    WordStatus decode(int[] block, long check);
}
