package org.fitact.fault;

import org.fitact.tensor.fixedpoint.QFormat;

/**
 * One stored parameter tensor in a {@link FaultSpace}: the words {@code offset .. offset + words − 1}.
 *
 * @param layer name of the layer that it belongs to, such as {@code features.3}
 * @param name name of the tensor, such as {@code features.3.weight}
 * @param offset address of its first word
 * @param words number of its words, 1 or more
 * @param format of each of its words
 */
public record Region(String layer, String name, ParameterKind kind, int offset, int words, QFormat format) {

    public Region {
        if (offset < 0 || words < 1 || words > Integer.MAX_VALUE - offset) {
            throw new IllegalArgumentException("region " + name + " has offset " + offset + " and " + words
                    + " words, expected at least one word and addresses below 2^31");
        }
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
