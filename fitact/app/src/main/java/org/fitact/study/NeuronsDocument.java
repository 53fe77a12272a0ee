package org.fitact.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.fitact.campaign.ProtectedNetwork;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.Site;
import org.fitact.protect.NeuronProfile;
import org.fitact.results.LayerNeurons;
import org.fitact.tensor.backend.op.BoundedRelu.Granularity;

/** What the report shows of neurons: the maxima at every site and the bounds that the schemes gave them. */
final class NeuronsDocument {

    /** Neurons of a site that are kept; enough for a histogram, few enough for a page. */
    private static final int KEPT = 2000;

    /** What follows the name of a site whose values are seen from 0 downwards. */
    private static final String BELOW = ", below 0";

    private NeuronsDocument() {}

    static List<LayerNeurons> of(NeuronProfile profile, List<ProtectedNetwork> schemes) {
        List<LayerNeurons> layers = new ArrayList<>();
        profile.maxima().forEach((site, maxima) -> {
            float[] minima = profile.minima().getOrDefault(site, new float[0]);
            layers(site, maxima, minima, schemes).forEach(layer -> layers.add(layer.thinned(KEPT)));
        });
        return layers;
    }

    /**
     * A site as one layer, and as a second one below 0 where its values may be negative: how far each neuron was below 0, and how
     * far it may be.
     *
     * @param minima empty where values are never negative
     */
    static List<LayerNeurons> layers(String site, float[] maxima, float[] minima, List<ProtectedNetwork> schemes) {
        List<LayerNeurons> layers = new ArrayList<>();
        layers.add(
                new LayerNeurons(site, maxima.length, maxima, bounds(schemes, site, maxima.length, Network::bounds)));
        if (minima.length > 0) {
            Map<String, float[]> below =
                    bounds(schemes, site, minima.length, (network, place) -> negated(network.lowerBounds(place)));
            layers.add(new LayerNeurons(site + BELOW, minima.length, negated(minima), below));
        }
        return layers;
    }

    private static Map<String, float[]> bounds(
            List<ProtectedNetwork> schemes, String site, int neurons, BiFunction<Network, Site, float[]> side) {
        Map<String, float[]> bounds = new LinkedHashMap<>();
        for (ProtectedNetwork scheme : schemes) {
            for (Site candidate : scheme.network().sites()) {
                if (candidate.name().equals(site) && candidate.isBounded()) {
                    float[] values = side.apply(scheme.network(), candidate);
                    boolean ofChannels = candidate.bound().granularity() == Granularity.CHANNEL;
                    bounds.put(scheme.scheme(), ofChannels ? spread(values, neurons) : values);
                }
            }
        }
        return bounds;
    }

    private static float[] negated(float[] values) {
        float[] negated = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            negated[i] = 0 - values[i];
        }
        return negated;
    }

    /** Channels are the last dimension, so neuron i has the bound of channel i modulo the channels. */
    private static float[] spread(float[] channels, int neurons) {
        float[] bounds = new float[neurons];
        for (int i = 0; i < neurons; i++) {
            bounds[i] = channels[i % channels.length];
        }
        return bounds;
    }
}
