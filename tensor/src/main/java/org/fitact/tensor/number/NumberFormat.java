package org.fitact.tensor.number;

/**
 * How numbers are stored: what a word of up to 32 bits means. A word is held in an {@code int}, in the one form that {@link
 * #hold} gives; what is flipped, stored and restored is always the word, never a number.
 */
public interface NumberFormat extends TensorFormat {

    /** Bits of a word, 1 to 32. */
    int width();

    /**
     * The word of a number.
     *
     * @param index place of the number in its tensor: named in errors, and the counter of a rounding that draws
     * @throws ArithmeticException if the number has no word; names the index
     */
    int encode(float value, long index);

    /** The number of a word: exactly, or the nearest float. */
    float decode(int word);

    /** The low {@link #width} bits as a word of this format is held in an {@code int}; bits above them are ignored. */
    int hold(int bits);

    /** A mask of the bits of one class; empty if the format has none. Every bit of a word is of exactly one class. */
    int mask(BitClass bits);

    /** Whether a number lies in the range of the format, so that nothing but rounding is lost. */
    boolean holds(float value);

    /** Each word stands for itself, whatever the other numbers are. */
    @Override
    default TensorEncoding over(float[] values, int channels) {
        return new TensorEncoding(this);
    }

    /** Words in the order of their numbers, both zeros alike, NaN beyond the infinities. */
    default int order(int word) {
        int bits = Float.floatToRawIntBits(decode(word));
        int magnitude = bits & Integer.MAX_VALUE;
        return bits < 0 ? -magnitude : magnitude;
    }

    /** A mask of all bits of a word. */
    default int wordMask() {
        return -1 >>> (Integer.SIZE - width());
    }

    /** The words of all numbers of a tensor; see {@link #encode(float, long)}. */
    default int[] encode(float[] values) {
        int[] words = new int[values.length];
        for (int i = 0; i < words.length; i++) {
            words[i] = encode(values[i], i);
        }
        return words;
    }
}
