package org.fitact.tensor.number;

/** How the numbers of a tensor are stored: a word for each, in a form that may be settled by all of them together. */
public interface TensorFormat {

    /** What a user types, such as {@code Q15.16} or {@code int8:channel}. */
    String name();

    /**
     * The form in which a tensor is stored.
     *
     * @param values not modified
     * @param channels of the tensor's last axis, which may differ in range: the channel of number i is {@code i mod channels};
     *     1 if it has none
     * @throws ArithmeticException if a number has no word; names the index
     */
    TensorEncoding over(float[] values, int channels);
}
