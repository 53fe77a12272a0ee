package org.fitact.tensor.number;

/**
 * What makes numbers of integers: {@code x = (q − z) · s}, with a scale s and, if the integers are not symmetric, a zero point z
 * for each channel or for the whole tensor. Scales and zero points are words themselves, in which faults may lie; so decoding
 * is given those that lie in memory now.
 */
public final class Scaling {

    private static final int[] NONE = {};

    private final NumberFormat integers;
    private final NumberFormat ofScales;
    private final int lowest;
    private final int highest;
    private final int[] scales;
    private final int[] zeros;

    /**
     * @param integers format of q and z, without fraction
     * @param ofScales format of s
     * @param lowest q that is used
     * @param highest likewise
     * @param scales words, one for each channel
     * @param zeros words, as many, or none: each is 0 then
     */
    public Scaling(NumberFormat integers, NumberFormat ofScales, int lowest, int highest, int[] scales, int[] zeros) {
        if (scales.length == 0 || (zeros.length != 0 && zeros.length != scales.length)) {
            throw new IllegalArgumentException(scales.length + " scales and " + zeros.length
                    + " zero points, expected at least one scale, and a zero point for each or none");
        }
        this.integers = integers;
        this.ofScales = ofScales;
        this.lowest = lowest;
        this.highest = highest;
        this.scales = scales.clone();
        this.zeros = zeros.length == 0 ? NONE : zeros.clone();
    }

    /** Format of the words of scales. */
    public NumberFormat ofScales() {
        return ofScales;
    }

    /** The scales as deployed; not to be modified. */
    public int[] scales() {
        return scales;
    }

    /** The zero points as deployed, empty if the integers are symmetric; not to be modified. */
    public int[] zeros() {
        return zeros;
    }

    int[] encode(float[] values) {
        int[] words = new int[values.length];
        for (int i = 0; i < words.length; i++) {
            words[i] = encode(values[i], i);
        }
        return words;
    }

    /** {@code clamp(round(x / s) + z)}, half-even: the quotient of two floats is never so near a tie that a double errs. */
    private int encode(float value, int index) {
        if (!Float.isFinite(value)) {
            throw new ArithmeticException(value + " at index " + index + " has no scaled integer");
        }
        int channel = index % scales.length;
        double scale = ofScales.decode(scales[channel]);
        double zero = zeros.length == 0 ? 0 : integers.decode(zeros[channel]);
        return (int) Math.clamp(Math.rint(value / scale) + zero, lowest, highest);
    }

    /**
     * The number of a word: the nearest float.
     *
     * @param index of the word in its tensor
     * @param scaleWords as they lie in memory
     * @param zeroWords likewise, empty if there are none
     */
    public float decode(int word, int index, int[] scaleWords, int[] zeroWords) {
        int channel = index % scales.length;
        double zero = zeroWords.length == 0 ? 0 : integers.decode(zeroWords[channel]);
        return (float) ((integers.decode(word) - zero) * ofScales.decode(scaleWords[channel]));
    }
}
