package org.fitact.bench;

import org.fitact.nn.model.Architecture;
import org.fitact.nn.model.Models;
import org.fitact.nn.model.Network;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.protect.NeuronProfile;
import org.fitact.tensor.backend.Backend;

/**
 * Random weights and noise. Activations of such a network hardly differ from image to image, so most vectors of them hold
 * one within reach of its bound: for the smooth FitReLU, which needs an exponential there and only there, this is a hard
 * case. What a trained network takes is measured by a {@link HardenedSubject}.
 *
 * <p>The bounds are profiled on the first of the very images that are timed. On others a few values come near or beyond
 * their bounds, where FitReLU's slope grows with the bound itself, in a residual network to hundreds: a rounding then
 * moves the logits by per cents, and no plan could be validated.
 */
final class RandomSubject implements Subject {

    /** More than are validated, so that all of those are among them. */
    private static final int PROFILED_IMAGES = 64;

    private static final int BATCH = 16;

    private final Network network;
    private final NeuronProfile profile;

    RandomSubject(Architecture architecture, Backend backend) {
        network = Models.create(architecture, backend, 1);
        try (EvaluationSet profiled = Measured.upload(backend, Measured.images(PROFILED_IMAGES), BATCH)) {
            profile = NeuronProfile.measure(network, profiled);
        }
    }

    @Override
    public EvaluationSet images(int count) {
        return Measured.upload(network.backend(), Measured.images(count), count);
    }

    @Override
    public Network network(Scheme scheme) {
        scheme.install(network, profile);
        return network;
    }

    @Override
    public void close() {
        network.close();
    }
}
