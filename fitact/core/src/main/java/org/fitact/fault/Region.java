package org.fitact.fault;

import org.fitact.memory.code.MemoryCode;
import org.fitact.memory.code.NoCode;
import org.fitact.memory.code.RegionPart;
import org.fitact.tensor.number.NumberFormat;

/**
 * One stored tensor in a {@link FaultSpace}, or words that accompany one: the words {@code offset .. offset + words − 1}.
 *
 * @param layer name of the layer that it belongs to, such as {@code features.3}
 * @param name name of the tensor, such as {@code features.3.weight}, or of what accompanies it, such as {@code
 *     features.3.weight.check}
 * @param part what its words are to the tensor
 * @param offset address of its first word
 * @param words number of its words, 1 or more
 * @param format of each of its words
 * @param code through which they are read
 */
public record Region(
        String layer,
        String name,
        ParameterKind kind,
        RegionPart part,
        int offset,
        int words,
        NumberFormat format,
        MemoryCode code) {

    public Region {
        if (offset < 0 || words < 1 || words > Integer.MAX_VALUE - offset) {
            throw new IllegalArgumentException("region " + name + " has offset " + offset + " and " + words
                    + " words, expected at least one word and addresses below 2^31");
        }
    }

    /** The numbers of a tensor, which are read as they are. */
    public Region(String layer, String name, ParameterKind kind, int offset, int words, NumberFormat format) {
        this(layer, name, kind, RegionPart.NUMBER, offset, words, format, NoCode.NONE);
    }

    /** This region under a code. */
    public Region with(MemoryCode other) {
        return new Region(layer, name, kind, part, offset, words, format, other);
    }

    /**
     * Words that accompany this region, at an address of their own.
     *
     * @param suffix that their name has behind the tensor's, such as {@code check}
     */
    public Region companion(RegionPart of, String suffix, int at, int count, NumberFormat form) {
        return new Region(layer, name + "." + suffix, kind, of, at, count, form, NoCode.NONE);
    }

    /** Whether it exists under every scheme: it has numbers of the network itself, not bounds or what accompanies a tensor. */
    public boolean isShared() {
        return part == RegionPart.NUMBER && kind != ParameterKind.BOUND;
    }

    /** Bits of the memory that it takes. */
    public long bits() {
        return (long) words * format.width();
    }

    /** The address behind its last word. */
    public int end() {
        return offset + words;
    }
}
