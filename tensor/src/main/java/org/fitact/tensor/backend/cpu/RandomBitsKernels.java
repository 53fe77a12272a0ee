package org.fitact.tensor.backend.cpu;

import org.fitact.tensor.fixedpoint.QFormat;
import org.fitact.tensor.random.RandomBits;

/** Random bit flips in words on the heap. */
public final class RandomBitsKernels {

    private RandomBitsKernels() {}

    /**
     * Flips the bits that are hit.
     *
     * @param words the first {@code n} are modified
     * @return how many bits were flipped
     */
    public static long flip(QFormat format, RandomBits bits, int n, int[] words) {
        long[] flips = new long[1];
        bits.draw((long) n * format.width(), rank -> {
            int word = (int) (rank / format.width());
            words[word] = format.flip(words[word], 1 << (int) (rank % format.width()));
            flips[0]++;
        });
        return flips[0];
    }
}
