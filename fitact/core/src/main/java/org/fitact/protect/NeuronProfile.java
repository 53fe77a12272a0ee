package org.fitact.protect;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
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
 * What the values of every neuron of a network reach over a set of images: the largest, at least 0, and, where they may be
 * negative, the smallest, at most 0. Both are taken over the images only; what a channel or a layer reaches is taken over its
 * neurons.
 */
public final class NeuronProfile {

    private final Map<String, float[]> maxima;
    private final Map<String, float[]> minima;
    private final Map<String, Integer> channels;

    /**
     * A profile from known numbers.
     *
     * @param maxima for each site, one for every neuron in the order row, column, channel, none negative
     * @param minima the same for each site whose values may be negative, none positive
     * @param channels for each site, the channels of its feature map
     */
    public NeuronProfile(Map<String, float[]> maxima, Map<String, float[]> minima, Map<String, Integer> channels) {
        this.maxima = new LinkedHashMap<>(maxima);
        this.minima = new LinkedHashMap<>(minima);
        this.channels = Map.copyOf(channels);
    }

    /** Of the activations alone. */
    public static NeuronProfile measure(Network network, EvaluationSet images) {
        return measure(network, Site.Kind.USUAL, images);
    }

    /**
     * Runs images through a network as it was trained, and keeps what the values at its sites reach. The sums are those of
     * training's forward pass in inference mode, so the last bits may differ from the compiled plan's.
     *
     * @param places kinds of sites that are profiled
     * @throws IllegalArgumentException if a value is bounded already, which would hide what it reaches; names it
     */
    public static NeuronProfile measure(Network network, Set<Site.Kind> places, EvaluationSet images) {
        Map<String, Reach> running = new LinkedHashMap<>();
        Map<String, float[]> maxima = new LinkedHashMap<>();
        Map<String, float[]> minima = new LinkedHashMap<>();
        Map<String, Integer> channels = new LinkedHashMap<>();
        try (Tape whole = Tape.inference(network.backend())) {
            network.graph().sites(places).forEach(site -> running.put(site.name(), Reach.of(site, whole)));
            images.forEachBatch(batch -> {
                try (Tape tape = Tape.inference(network.backend())) {
                    Pass pass = Pass.observed(tape, (node, value) -> {
                        if (running.containsKey(node.name())) {
                            running.get(node.name()).take(tape, value);
                        }
                    });
                    Forward.of(network, pass, batch);
                }
            });
            running.forEach((site, reach) -> {
                maxima.put(site, reach.maximum.toArray());
                if (reach.depth != null) {
                    minima.put(site, negated(reach.depth.toArray()));
                }
                channels.put(site, reach.maximum.shape().extent(-1));
            });
        }
        return new NeuronProfile(maxima, minima, channels);
    }

    private static float[] negated(float[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] = 0 - values[i];
        }
        return values;
    }

    /**
     * What the neurons of a site have reached so far.
     *
     * @param depth how far below 0 they were; null where they are never negative
     */
    private record Reach(Tensor maximum, Tensor depth) {

        private static final UnaryOp NEGATION = new UnaryOp.Affine(-1, 0);

        static Reach of(Site site, Tape owner) {
            if (site.isBounded()) {
                throw new IllegalArgumentException("activation " + site.name()
                        + " is bounded already; what its neurons reach is measured before there are bounds");
            }
            return new Reach(zeros(site, owner), site.canBeNegative() ? zeros(site, owner) : null);
        }

        private static Tensor zeros(Site site, Tape owner) {
            return owner.own(Tensor.zeros(owner.backend(), site.featureMap()));
        }

        void take(Tape tape, Tensor values) {
            raise(tape, values, maximum);
            if (depth != null) {
                Tensor below = tape.allocate(values.shape());
                tape.backend().unary(NEGATION, values.elements(), values.buffer(), below.buffer());
                raise(tape, below, depth);
            }
        }

        /** {@code reached ← max(reached, values over the batch)}. */
        private static void raise(Tape tape, Tensor values, Tensor reached) {
            Backend backend = tape.backend();
            int neurons = reached.elements();
            Tensor ofBatch = tape.allocate(reached.shape());
            Reduction rows = new Reduction(1, values.shape().extent(0), neurons);
            backend.reduce(ReduceOp.MAX, rows, values.buffer(), ofBatch.buffer());
            backend.binary(
                    BinaryOp.MAXIMUM, Broadcast.same(neurons), reached.buffer(), ofBatch.buffer(), reached.buffer());
        }
    }

    /** The sites in the order of their use, and their neurons' maxima; not to be modified. */
    public Map<String, float[]> maxima() {
        return Collections.unmodifiableMap(maxima);
    }

    /** The same of the minima, at the sites whose values may be negative; not to be modified. */
    public Map<String, float[]> minima() {
        return Collections.unmodifiableMap(minima);
    }

    /** The part of some sites. */
    public NeuronProfile of(List<Site> sites) {
        Set<String> names = sites.stream().map(Site::name).collect(Collectors.toSet());
        NeuronProfile part = new NeuronProfile(maxima, minima, channels);
        part.maxima.keySet().retainAll(names);
        part.minima.keySet().retainAll(names);
        return part;
    }

    /** The maxima at a site, one for each group of neurons that shares a bound. */
    public float[] at(Site site, Granularity granularity) {
        return shared(site, granularity, maxima.get(site.name()), 1);
    }

    /** What the neurons reach at a site as bounds, one for each group that shares them, in arrays of their own. */
    public Bounds bounds(Site site, Granularity granularity) {
        float[] lower = site.canBeNegative() ? shared(site, granularity, minima.get(site.name()), -1) : null;
        return new Bounds(lower, at(site, granularity));
    }

    private float[] shared(Site site, Granularity granularity, float[] neurons, int sign) {
        if (neurons == null || neurons.length != site.neurons()) {
            throw new IllegalArgumentException("the profile has no maxima for the " + site.neurons() + " neurons of "
                    + site.name() + "; it was made of another network");
        }
        return switch (granularity) {
            case NEURON -> neurons.clone();
            case CHANNEL -> shared(neurons, channels.get(site.name()), sign);
            case LAYER -> shared(neurons, 1, sign);
        };
    }

    /**
     * What lies furthest from 0 in each group. Channels are the last dimension, so neuron i belongs to group i modulo the
     * number of groups.
     *
     * @param sign 1 of maxima, −1 of minima
     */
    private static float[] shared(float[] neurons, int groups, int sign) {
        float[] furthest = new float[groups];
        for (int i = 0; i < neurons.length; i++) {
            furthest[i % groups] = sign * Math.max(sign * furthest[i % groups], sign * neurons[i]);
        }
        return furthest;
    }
}
