package org.fitact.bench.peers;

import java.util.List;
import java.util.stream.IntStream;
import org.fitact.nn.graph.Architecture;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.ParameterSource;
import org.fitact.nn.image.ImageSet;
import org.fitact.nn.image.Normalisation;
import org.fitact.nn.model.Models;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.protect.BoundSource;
import org.fitact.protect.BoundedActivation;
import org.fitact.protect.Bounds;
import org.fitact.protect.NeuronProfile;
import org.fitact.tensor.Shape;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.op.BoundedRelu.Granularity;
import org.fitact.tensor.backend.op.BoundedRelu.Policy;
import org.fitact.tensor.random.PhiloxRandom;

/** Networks as after a training, some neurons of which never fire, and images; the same on every run. */
final class PeerNetworks {

    private static final int CLASSES = 10;
    private static final int SIDE = 32;
    private static final int COLOURS = 3;
    private static final int PROFILED_IMAGES = 64;

    /**
     * Bounds over the profiled maxima. Near a bound the hard policies jump, so two engines that round differently may
     * disagree on a value that meets its bound: so far above the maximum hardly any does.
     */
    private static final float MARGIN = 1.5f;

    /** One neuron in so many gets the bound 0, as a neuron that never fired would: so that wrong bounds would show. */
    private static final int DEAD = 7;

    private PeerNetworks() {}

    /** Normalised images of noise. */
    static EvaluationSet images(Backend backend, int count, long seed) {
        byte[] pixels = new byte[count * SIDE * SIDE * COLOURS];
        new PhiloxRandom(seed, 0).nextBytes(pixels);
        List<String> classes =
                IntStream.range(0, CLASSES).mapToObj(Integer::toString).toList();
        ImageSet set = new ImageSet("noise", SIDE, SIDE, COLOURS, classes, pixels, new byte[count]);
        Normalisation normalisation =
                new Normalisation(new float[] {0.5f, 0.5f, 0.5f}, new float[] {0.29f, 0.29f, 0.29f});
        return new EvaluationSet(backend, set, normalisation, count);
    }

    /** @param activation {@code relu}, {@code fitrelu-naive}, {@code fitrelu-smooth}, {@code clip-act}, {@code ranger} */
    static Network network(Backend backend, String model, String activation) {
        Architecture architecture = new Architecture(model, Shape.of(SIDE, SIDE, COLOURS), CLASSES);
        Network network = Models.create(architecture, backend, trained());
        switch (activation) {
            case "relu" -> {}
            case "fitrelu-naive" -> bound(network, Policy.ZERO, Granularity.NEURON);
            case "fitrelu-smooth" -> bound(network, Policy.SMOOTH, Granularity.NEURON);
            case "clip-act" -> bound(network, Policy.ZERO, Granularity.LAYER);
            case "ranger" -> bound(network, Policy.SATURATE, Granularity.LAYER);
            default -> throw new IllegalArgumentException("activation is " + activation);
        }
        return network;
    }

    /** Weights by Kaiming, constants off their first value by up to 1/2, so that batch norm has something to fold. */
    private static ParameterSource trained() {
        return request -> {
            PhiloxRandom random =
                    new PhiloxRandom(1, Integer.toUnsignedLong(request.name().hashCode()));
            float[] values = new float[request.shape().elements()];
            for (int i = 0; i < values.length; i++) {
                double noise = request.deviation() > 0
                        ? request.deviation() * random.nextGaussian()
                        : random.nextDouble() - 0.5;
                values[i] = (float) (request.mean() + noise);
            }
            return values;
        };
    }

    private static void bound(Network network, Policy policy, Granularity granularity) {
        NeuronProfile profile;
        try (EvaluationSet images = images(network.backend(), PROFILED_IMAGES, 2)) {
            profile = NeuronProfile.measure(network, images);
        }
        BoundedActivation activation = new BoundedActivation(policy, granularity, BoundSource.PROFILED);
        activation.install(network, site -> {
            float[] bounds = profile.at(site, granularity);
            for (int i = 0; i < bounds.length; i++) {
                bounds[i] = bounds.length > 1 && i % DEAD == 0 ? 0 : MARGIN * bounds[i];
            }
            return Bounds.within(site, bounds);
        });
    }
}
