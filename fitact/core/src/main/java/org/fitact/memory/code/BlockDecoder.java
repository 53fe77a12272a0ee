package org.fitact.memory.code;

/** Reads the blocks of one tensor. */
@FunctionalInterface
public interface BlockDecoder {

    /** Of words that are read as they are. */
    BlockDecoder PLAIN = (number, block, check) -> WordStatus.CLEAN;

    /**
     * Reads a block, which may have been struck. One that {@link RegionCode#encode} gave is {@link WordStatus#CLEAN}, and its
     * words decode to those that it was made from, up to bits in whose place the code hides its own.
     *
     * @param number of the block in its tensor
     * @param block as it is stored, modified to what reading it gives; words behind the end of the tensor are 0
     * @param check its check bits, 0 if there are none
     */
    WordStatus decode(int number, int[] block, int check);
}
