package org.fitact.nn.integer;

import org.fitact.tensor.fixedpoint.Format;
import org.fitact.tensor.integer.Operand;

/**
 * The words of one stored tensor, as they lie in memory.
 *
 * @param name of the parameter
 * @param format of a word
 * @param words row-major; taken over
 */
public record ParameterWords(String name, Format format, long[] words) {

    /** @param stored words as memories have them */
    public static ParameterWords of(String name, Format format, int[] stored) {
        long[] words = new long[stored.length];
        for (int i = 0; i < words.length; i++) {
            words[i] = stored[i];
        }
        return new ParameterWords(name, format, words);
    }

    Operand operand() {
        return new Operand(words, format);
    }
}
