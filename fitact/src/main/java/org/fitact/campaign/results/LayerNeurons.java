package org.fitact.campaign.results;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The neurons behind one activation: what the profile saw and which bounds the schemes chose. Arrays are not copied.
 *
 * @param layer name of the layer
 * @param neurons how many it has; at least the length of {@code maxima}, which may be a sample
 * @param maxima profiled maximum of each neuron
 * @param bounds by scheme: one bound for each of {@code maxima}, or a single one that the whole layer shares
 */
@JsonPropertyOrder({"layer", "neurons", "maxima", "bounds"})
public record LayerNeurons(String layer, int neurons, float[] maxima, Map<String, float[]> bounds) {

    /** @throws IllegalArgumentException if a scheme has another number of bounds, or there is no neuron */
    public LayerNeurons {
        if (maxima.length == 0 || neurons < maxima.length) {
            throw new IllegalArgumentException("layer " + layer + " has " + neurons + " neurons and " + maxima.length
                    + " maxima, expected 1 <= maxima <= neurons");
        }
        for (Map.Entry<String, float[]> scheme : bounds.entrySet()) {
            int length = scheme.getValue().length;
            if (length != 1 && length != maxima.length) {
                throw new IllegalArgumentException("layer " + layer + ": scheme " + scheme.getKey() + " has " + length
                        + " bounds, expected 1 or " + maxima.length);
            }
        }
        bounds = new LinkedHashMap<>(bounds);
    }

    /** At most {@code limit} evenly spaced neurons of it, so that a large network stays readable on paper. */
    public LayerNeurons thinned(int limit) {
        if (maxima.length <= limit) {
            return this;
        }
        Map<String, float[]> thinnedBounds = new LinkedHashMap<>();
        bounds.forEach(
                (scheme, values) -> thinnedBounds.put(scheme, values.length == 1 ? values : spaced(values, limit)));
        return new LayerNeurons(layer, neurons, spaced(maxima, limit), thinnedBounds);
    }

    private static float[] spaced(float[] values, int count) {
        float[] spaced = new float[count];
        for (int i = 0; i < count; i++) {
            spaced[i] = values[(int) ((long) i * values.length / count)];
        }
        return spaced;
    }
}
