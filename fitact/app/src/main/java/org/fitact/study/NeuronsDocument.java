package org.fitact.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fitact.campaign.ProtectedNetwork;
import org.fitact.nn.graph.Site;
import org.fitact.protect.NeuronProfile;
import org.fitact.results.LayerNeurons;
import org.fitact.tensor.backend.op.BoundedRelu.Granularity;

/** What the report shows of neurons: the maxima at every site and the bounds that the schemes gave them. */
final class NeuronsDocument {

    /** Neurons of a site that are kept; enough for a histogram, few enough for a page. */
    private static final int KEPT = 2000;

    private NeuronsDocument() {}

    static List<LayerNeurons> of(NeuronProfile profile, List<ProtectedNetwork> schemes) {
        List<LayerNeurons> layers = new ArrayList<>();
        for (Map.Entry<String, float[]> site : profile.maxima().entrySet()) {
            float[] maxima = site.getValue();
            Map<String, float[]> bounds = new LinkedHashMap<>();
            for (ProtectedNetwork scheme : schemes) {
                bounds(scheme, site.getKey(), maxima.length, bounds);
            }
            layers.add(new LayerNeurons(site.getKey(), maxima.length, maxima, bounds).thinned(KEPT));
        }
        return layers;
    }

    private static void bounds(ProtectedNetwork scheme, String site, int neurons, Map<String, float[]> bounds) {
        for (Site candidate : scheme.network().sites()) {
            if (candidate.name().equals(site) && candidate.isBounded()) {
                float[] values = scheme.network().bounds(candidate);
                boolean ofChannels = candidate.bound().granularity() == Granularity.CHANNEL;
                bounds.put(scheme.scheme(), ofChannels ? spread(values, neurons) : values);
            }
        }
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
