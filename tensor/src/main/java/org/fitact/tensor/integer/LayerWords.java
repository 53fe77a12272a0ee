package org.fitact.tensor.integer;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The words of a layer's weights and bias, as they lie in memory now, and what fast arithmetic keeps of them: for each output
 * channel {@code Σ |w|}, which bounds its sums, and the weights in the {@link Form}s that it wants. Several threads may read it between changes.
 */
public final class LayerWords {

    /** Below it all whole numbers are doubles. */
    private static final double WHOLE = 0x1p53;

    /** The weights as some arithmetic wants them. */
    public interface Form {

        /** Takes over a word of {@link LayerWords#weight} that is another now. */
        void changed(int index);
    }

    private final long[] weight;
    private final long[] bias;
    private final int channels;
    private final Map<Class<?>, Form> forms = new HashMap<>();
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

    /** Row-major, the output channels last; not to be modified. */
    public long[] weight() {
        return weight;
    }

    /** Of the output. */
    public int channels() {
        return channels;
    }

    /** The word of a channel's bias, 0 for none. */
    public long bias(int channel) {
        return bias == null ? 0 : bias[channel];
    }

    /**
     * Tells that a word of the weights is another now; nothing needs to be told of biases.
     *
     * @param before what it was
     */
    public synchronized void changed(int index, long before) {
        forms.values().forEach(form -> form.changed(index));
        if (magnitudes == null) {
            return;
        }
        int channel = index % channels;
        double old = magnitudes[channel];
        double now = old + Math.abs((double) weight[index]) - Math.abs((double) before);
        // A difference of larger sums would have lost some of their bits.
        magnitudes[channel] = Math.max(old, now) < WHOLE ? now : magnitude(channel);
        largestMagnitude = largest(magnitudes);
    }

    private double magnitude(int channel) {
        double sum = 0;
        for (int i = channel; i < weight.length; i += channels) {
            sum += Math.abs((double) weight[i]);
        }
        return sum;
    }

    /**
     * A form of the weights, which is told of all later changes.
     *
     * @param make makes it when it is asked for first
     */
    public synchronized <F extends Form> F form(Class<F> type, Supplier<F> make) {
        Form form = forms.get(type);
        if (form == null) {
            form = make.get();
            forms.put(type, form);
        }
        return type.cast(form);
    }

    /** The largest {@code Σ |w|} of an output channel, to a billionth; a whole number, and exact, below 2^53. */
    public synchronized double largestMagnitude() {
        if (magnitudes == null) {
            magnitudes = new double[channels];
            for (int i = 0; i < weight.length; i++) {
                magnitudes[i % channels] += Math.abs((double) weight[i]);
            }
            largestMagnitude = largest(magnitudes);
        }
        return largestMagnitude;
    }

    /** A power of two that no magnitude of the first n words exceeds. */
    public static double magnitude(long[] words, int n) {
        long bits = 0;
        for (int i = 0; i < n; i++) {
            bits |= words[i] ^ words[i] >> 63;
        }
        return Math.scalb(1.0, Long.SIZE - Long.numberOfLeadingZeros(bits));
    }

    private static double largest(double[] values) {
        double largest = 0;
        for (double value : values) {
            largest = Math.max(largest, value);
        }
        return largest;
    }
}
