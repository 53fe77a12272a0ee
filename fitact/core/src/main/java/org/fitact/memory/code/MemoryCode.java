package org.fitact.memory.code;

import org.fitact.nn.Named;
import org.fitact.tensor.number.NumberFormat;

/** A way to guard stored words against faults, whatever network they are of. */
public interface MemoryCode extends Named {

    /** Words of a format that are coded together, neighbours in a region; its last block may be shorter. */
    default int block(NumberFormat format) {
        return 1;
    }

    /** Check bits that lie beside a block of words of a format: 0 where a code needs none, or hides them in the words. */
    int checkBits(NumberFormat format);

    /**
     * This code for one region. What it must know of all words together, such as their range, it takes from them as they are
     * deployed.
     *
     * @param words not modified
     */
    RegionCode over(NumberFormat format, int[] words);
}
