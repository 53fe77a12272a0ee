package org.fitact.memory.code;

import java.util.List;
import org.fitact.nn.Named;
import org.fitact.tensor.number.NumberFormat;

/** A way to guard stored words against faults, whatever network they are of. */
public interface MemoryCode extends Named {

    /** Of the algorithm: raised whenever the same words would be read otherwise. */
    default int version() {
        return 1;
    }

    /** The codes that words are read through, one behind the other: this one, of a {@link CodeChain} each of it. */
    default List<MemoryCode> stages() {
        return List.of(this);
    }

    /**
     * This code for one tensor. What it must know of all words together, such as their range, it takes from them as they are
     * deployed.
     *
     * @param words not modified
     * @param channels the channel of word i is {@code i mod channels}
     * @throws IllegalArgumentException if words of the format cannot be coded; says which can
     */
    RegionCode over(NumberFormat format, int[] words, int channels);
}
