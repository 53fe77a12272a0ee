package org.fitact.tensor.integer;

/**
 * The words of a layer's weights and bias, as they lie in memory now.
 *
 * @param weight row-major
 * @param bias one for each output channel; null for none
 */
public record LayerWords(long[] weight, long[] bias) {

    long bias(int channel) {
        return bias == null ? 0 : bias[channel];
    }
}
