package org.fitact.fault;

import org.fitact.memory.code.MemoryCode;
import org.fitact.memory.code.NoCode;
import org.fitact.tensor.number.NumberFormat;

/**
 * One stored parameter tensor in a {@link FaultSpace}: the words {@code offset .. offset + words − 1}.
 *
 * @param layer name of the layer that it belongs to, such as {@code features.3}
 * @param name name of the tensor, such as {@code features.3.weight}
 * @param offset address of its first word
 * @param words number of its words, 1 or more
 * @param format of each of its words
 * @param code through which they are read
 */
public record Region(
        String layer, String name, ParameterKind kind, int offset, int words, NumberFormat format, MemoryCode code) {

    public Region {
        if (offset < 0 || words < 1 || words > Integer.MAX_VALUE - offset) {
            throw new IllegalArgumentException("region " + name + " has offset " + offset + " and " + words
                    + " words, expected at least one word and addresses below 2^31");
        }
    }

    /** One whose words are read as they are. */
    public Region(String layer, String name, ParameterKind kind, int offset, int words, NumberFormat format) {
        this(layer, name, kind, offset, words, format, NoCode.NONE);
    }

    /** This region under a code. */
    public Region with(MemoryCode other) {
        return new Region(layer, name, kind, offset, words, format, other);
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
