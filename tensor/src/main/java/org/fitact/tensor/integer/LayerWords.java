package org.fitact.tensor.integer;

/**
 * The words of a layer's weights and bias, as they lie in memory now, and what fast arithmetic keeps of them: the weights as
 * doubles, and for each output channel {@code Σ |w|}, which bounds its sums. Several threads may read it between changes.
 */
public final class LayerWords {

    /** Below it all whole numbers are doubles. */
    private static final double WHOLE = 0x1p53;

    private final long[] weight;
    private final long[] bias;
    private final int channels;
    private double[] doubles;
    private double[] magnitudes;
    private double largestMagnitude;

    /**
     * @param weight row-major, the output channels last; kept
     * @param bias one for each output channel; null for none; kept
     * @param channels of the output
     */
    public LayerWords(long[] weight, long[] bias, int channels) {
        this.weight = weight;
        this.bias = bias;
        this.channels = channels;
    }

    long[] weight() {
        return weight;
    }

    long bias(int channel) {
        return bias == null ? 0 : bias[channel];
    }

    /** Tells that a word of the weights is another now; nothing needs to be told of biases. */
    public synchronized void changed(int index) {
        if (doubles == null) {
            return;
        }
        int channel = index % channels;
        double before = magnitudes[channel];
        double word = weight[index];
        double after = before + Math.abs(word) - Math.abs(doubles[index]);
        doubles[index] = word;
        magnitudes[channel] = Math.max(before, after) < WHOLE ? after : magnitude(channel);
        largestMagnitude = largest(magnitudes);
    }

    /** From the words, where a difference of sums would have lost some of their bits. */
    private double magnitude(int channel) {
        double sum = 0;
        for (int i = channel; i < doubles.length; i += channels) {
            sum += Math.abs(doubles[i]);
        }
        return sum;
    }

    /** The weights as doubles; exact where {@link #largestMagnitude} is below 2^52. */
    synchronized double[] doubles() {
        prepare();
        return doubles;
    }

    /** The largest {@code Σ |w|} of an output channel, to a billionth. */
    synchronized double largestMagnitude() {
        prepare();
        return largestMagnitude;
    }

    private void prepare() {
        if (doubles == null) {
            magnitudes = new double[channels];
            doubles = new double[weight.length];
            for (int i = 0; i < weight.length; i++) {
                doubles[i] = weight[i];
                magnitudes[i % channels] += Math.abs(doubles[i]);
            }
            largestMagnitude = largest(magnitudes);
        }
    }

    private static double largest(double[] values) {
        double largest = 0;
        for (double value : values) {
            largest = Math.max(largest, value);
        }
        return largest;
    }
}
