package org.fitact.memory.code;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.fitact.tensor.backend.op.WordCode;
import org.fitact.tensor.number.NumberFormat;

/** A {@link MemoryCode} over one tensor: what is stored for its words, and what reading them gives. Immutable. */
public interface RegionCode {

    /**
     * What lies beside the words of the tensor, check bits apart. It is at risk as they are, but lies there three times, each bit read
     * by majority: all words of the tensor hang on it.
     *
     * @param words as deployed, once; not modified
     */
    record Companion(RegionPart part, NumberFormat format, int[] words) {}

    /** Words that are coded together, neighbours in the tensor; the last block may be shorter. */
    default int block() {
        return 1;
    }

    /** Check bits that lie beside each block, 0 to 32; none where a code needs none, or hides them in the words. */
    default int checkBits() {
        return 0;
    }

    default List<Companion> companions() {
        return List.of();
    }

    /**
     * Codes words before they are stored.
     *
     * @param words of the whole tensor, modified where the code hides its bits in them
     * @return the check bits of each block; empty if there are none
     */
    default int[] encode(int[] words) {
        BlockEncoder encoder =
                encoder(companions().stream().map(Companion::words).toList());
        int[] checks = new int[checkBits() == 0 ? 0 : Math.ceilDiv(words.length, block())];
        int[] block = new int[block()];
        for (int first = 0; first < words.length; first += block.length) {
            int length = Math.min(block.length, words.length - first);
            System.arraycopy(words, first, block, 0, length);
            Arrays.fill(block, length, block.length, 0);
            int number = first / block.length;
            int check = encoder.encode(number, block);
            System.arraycopy(block, 0, words, first, length);
            if (checks.length > 0) {
                checks[number] = check;
            }
        }
        return checks;
    }

    /**
     * How backends read the words of the whole tensor at once, to the same words as {@link #decoder}; empty where they cannot.
     *
     * @param companions as for {@link #decoder}
     */
    default Optional<WordCode> wordCode(List<int[]> companions) {
        return Optional.empty();
    }

    /**
     * What codes blocks: those of a tensor that is stored, and those that are written back when they were read and mended.
     *
     * @param companions as for {@link #decoder}
     */
    BlockEncoder encoder(List<int[]> companions);

    /**
     * What reads blocks.
     *
     * @param companions words of {@link #companions} as reading gives them now, since faults may have struck them; not modified
     */
    BlockDecoder decoder(List<int[]> companions);
}
