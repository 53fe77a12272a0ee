package org.fitact.memory.code;

/** Makes of the blocks of one tensor what is stored for them; what a {@link BlockDecoder} reads is what was made. */
@FunctionalInterface
public interface BlockEncoder {

    /** Of words that are stored as they are, without check bits. */
    BlockEncoder PLAIN = (number, block) -> 0;

    /**
     * Codes a block.
     *
     * @param number of the block in its tensor
     * @param block as reading gives it, modified where the code hides its bits in the words; words behind the end of the tensor are 0
     *     and stay so
     * @return its check bits, 0 if there are none
     */
    int encode(int number, int[] block);
}
