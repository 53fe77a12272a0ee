package org.fitact.results;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The neurons behind one activation: what the profile saw and which bounds the schemes chose. Points may be a sample of
 * the neurons; distributions are of all of them, except in a store of the program's first version, which kept the sample
 * alone. Arrays are not copied.
 *
 * @param layer name of the layer
 * @param neurons how many it has; at least the length of {@code maxima}, which may be a sample
 * @param maxima profiled maximum of each neuron
 * @param bounds by scheme: one bound for each of {@code maxima}, or a single one that the whole layer shares
 * @param ofMaxima the distribution of all maxima; null takes that of {@code maxima}
 * @param ofBounds that of all bounds by scheme; null takes those of {@code bounds}
 */
@JsonPropertyOrder({"layer", "neurons", "maxima", "bounds", "ofMaxima", "ofBounds"})
public record LayerNeurons(
        String layer,
        int neurons,
        float[] maxima,
        Map<String, float[]> bounds,
        @JsonSetter(nulls = Nulls.SET) Distribution ofMaxima,
        @JsonSetter(nulls = Nulls.SET) Map<String, Distribution> ofBounds) {

    /** The golden ratio's fraction: its multiples modulo 1 fill an interval evenly, in no rhythm. */
    private static final double GOLDEN = 0.6180339887498949;

    /** All neurons of a layer. */
    public LayerNeurons(String layer, int neurons, float[] maxima, Map<String, float[]> bounds) {
        this(layer, neurons, maxima, bounds, null, null);
    }

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
        ofMaxima = ofMaxima == null ? Distribution.of(maxima) : ofMaxima;
        ofBounds = ofBounds == null ? distributions(bounds) : new LinkedHashMap<>(ofBounds);
        if (!ofBounds.keySet().equals(bounds.keySet())) {
            throw new IllegalArgumentException("layer " + layer + " has distributions of the bounds of "
                    + ofBounds.keySet() + ", expected those of " + bounds.keySet());
        }
    }

    /** Whether only some of the neurons are points. */
    public boolean sampled() {
        return maxima.length < neurons;
    }

    /** Whether the distributions are of all neurons, too. */
    public boolean complete() {
        return ofMaxima.count() == neurons;
    }

    /**
     * At most {@code limit} of its points, one out of each of as many stretches of equal length, so that a large network
     * stays readable on paper; the distributions stay those of all. Where in its stretch a point lies changes from one to
     * the next, so that no channel is left out because it has the rhythm of the stretches.
     */
    public LayerNeurons thinned(int limit) {
        if (maxima.length <= limit) {
            return this;
        }
        Map<String, float[]> thinnedBounds = new LinkedHashMap<>();
        bounds.forEach(
                (scheme, values) -> thinnedBounds.put(scheme, values.length == 1 ? values : spread(values, limit)));
        return new LayerNeurons(layer, neurons, spread(maxima, limit), thinnedBounds, ofMaxima, ofBounds);
    }

    private static float[] spread(float[] values, int count) {
        float[] spread = new float[count];
        for (int i = 0; i < count; i++) {
            spread[i] = values[(int) ((i + i * GOLDEN % 1) * values.length / count)];
        }
        return spread;
    }

    private static Map<String, Distribution> distributions(Map<String, float[]> bounds) {
        Map<String, Distribution> distributions = new LinkedHashMap<>();
        bounds.forEach((scheme, values) -> distributions.put(scheme, Distribution.of(values)));
        return distributions;
    }
}
