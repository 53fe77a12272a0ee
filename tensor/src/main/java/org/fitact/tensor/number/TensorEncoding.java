package org.fitact.tensor.number;

import java.util.Optional;

/**
 * The form in which one tensor is stored.
 *
 * @param format of its words
 * @param scaling between words and numbers; empty where a word stands for itself
 * @param thrice whether the words of the scaling lie in memory three times, each bit read by majority
 */
public record TensorEncoding(NumberFormat format, Optional<Scaling> scaling, boolean thrice) {

    /** One in which each word stands for itself. */
    public TensorEncoding(NumberFormat format) {
        this(format, Optional.empty(), false);
    }

    /**
     * The words of all numbers of the tensor.
     *
     * @throws ArithmeticException if one has no word; names the index
     */
    public int[] encode(float[] values) {
        return scaling.map(scaled -> scaled.encode(values)).orElseGet(() -> format.encode(values));
    }

    /** Whether a number of the tensor lies in the range, so that nothing but rounding is lost. */
    public boolean holds(float value) {
        return scaling.isPresent() || format.holds(value);
    }

    /** The number of the i-th word, as the tensor was stored. */
    public float decode(int word, int index) {
        return scaling.map(scaled -> scaled.decode(word, index, scaled.scales(), scaled.zeros()))
                .orElseGet(() -> format.decode(word));
    }
}
