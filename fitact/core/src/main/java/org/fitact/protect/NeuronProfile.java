package org.fitact.protect;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.fitact.nn.eager.Forward;
import org.fitact.nn.eager.Pass;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.Site;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.autograd.Tape;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.op.BinaryOp;
import org.fitact.tensor.backend.op.BoundedRelu.Granularity;
import org.fitact.tensor.backend.op.Broadcast;
import org.fitact.tensor.backend.op.ReduceOp;
import org.fitact.tensor.backend.op.Reduction;
import org.fitact.tensor.backend.op.UnaryOp;

/**
 * The largest output of every neuron of a network over a set of images. The maximum is taken over the images only; what
 * a channel or a layer reaches is the maximum over its neurons.
 */
public final class NeuronProfile {

    private final Map<String, float[]> maxima;
    private final Map<String, Integer> channels;

    /**
     * A profile from known maxima.
     *
     * @param maxima for each site, one for every neuron in the order row, column, channel, none negative
     * @param channels for each site, the channels of its feature map
     */
    public NeuronProfile(Map<String, float[]> maxima, Map<String, Integer> channels) {
        this.maxima = new LinkedHashMap<>(maxima);
        this.channels = Map.copyOf(channels);
    }

    /**
     * Runs images through a network whose activations are as they were trained, and keeps the maxima of what comes out of
     * them, at least 0. The sums are those of training's forward pass in inference mode, so the last bits may differ from
     * the compiled plan's.
     *
     * @throws IllegalArgumentException if an activation is bounded already, which would hide the maximum; names it
     */
    public static NeuronProfile measure(Network network, EvaluationSet images) {
        Backend backend = network.backend();
        Map<Site, Tensor> running = new LinkedHashMap<>();
        Map<String, float[]> maxima = new LinkedHashMap<>();
        Map<String, Integer> channels = new LinkedHashMap<>();
        try (Tape whole = Tape.inference(backend)) {
            network.sites().forEach(site -> running.put(site, whole.own(Tensor.zeros(backend, site.featureMap()))));
            images.forEachBatch(batch -> {
                try (Tape tape = Tape.inference(backend)) {
                    Pass pass = Pass.observed(tape, (site, x) -> raise(tape, running.get(site), function(site), x));
                    Forward.of(network, pass, batch);
                }
            });
            running.forEach((site, maximum) -> {
                maxima.put(site.name(), maximum.toArray());
                channels.put(site.name(), site.featureMap().extent(-1));
            });
        }
        return new NeuronProfile(maxima, channels);
    }

    private static UnaryOp function(Site site) {
        if (site.isBounded()) {
            throw new IllegalArgumentException("activation " + site.name()
                    + " is bounded already; what its neurons reach is measured before there are bounds");
        }
        return site.function().function();
    }

    /**
     * {@code maximum ← max(maximum, f(x) over the batch)}. An activation rises wherever it is positive, and the maximum is at
     * least 0, so that is f of the largest x.
     */
    private static void raise(Tape tape, Tensor maximum, UnaryOp f, Tensor x) {
        Backend backend = tape.backend();
        int neurons = maximum.elements();
        Tensor ofBatch = tape.allocate(maximum.shape());
        backend.reduce(ReduceOp.MAX, new Reduction(1, x.shape().extent(0), neurons), x.buffer(), ofBatch.buffer());
        backend.unary(f, neurons, ofBatch.buffer(), ofBatch.buffer());
        backend.binary(BinaryOp.MAXIMUM, Broadcast.same(neurons), maximum.buffer(), ofBatch.buffer(), maximum.buffer());
    }

    /** The sites in the order of their use, and their neurons' maxima; not to be modified. */
    public Map<String, float[]> maxima() {
        return Collections.unmodifiableMap(maxima);
    }

    /** The maxima at a site, one for each group of neurons that shares a bound. */
    public float[] at(Site site, Granularity granularity) {
        float[] neurons = maxima.get(site.name());
        if (neurons == null || neurons.length != site.neurons()) {
            throw new IllegalArgumentException("the profile has no maxima for the " + site.neurons() + " neurons of "
                    + site.name() + "; it was made of another network");
        }
        return switch (granularity) {
            case NEURON -> neurons.clone();
            case CHANNEL -> shared(neurons, channels.get(site.name()));
            case LAYER -> shared(neurons, 1);
        };
    }

    /** Channels are the last dimension, so neuron i belongs to group i modulo the number of groups. */
    private static float[] shared(float[] neurons, int groups) {
        float[] maxima = new float[groups];
        for (int i = 0; i < neurons.length; i++) {
            maxima[i % groups] = Math.max(maxima[i % groups], neurons[i]);
        }
        return maxima;
    }
}
