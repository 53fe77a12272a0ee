package org.fitact.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.fitact.nn.eager.Forward;
import org.fitact.nn.eager.Pass;
import org.fitact.nn.graph.Architecture;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.Site;
import org.fitact.nn.graph.op.Bound;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.tensor.Shape;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.autograd.Tape;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.fitact.tensor.backend.op.BoundedRelu.Granularity;

/**
 * How many outputs lie within reach of their bounds under the smooth FitReLU: those above 0 with
 * {@code e^−κ(λ − x) ≥ 2^−25}, for which its gate is not 1 as a float. Elsewhere it is the ReLU; only there it takes an
 * exponential, so its time depends on them.
 *
 * @param outputs share of all outputs, 0..1
 * @param vectors share of the vectors of 16 neighbouring channels that hold one, 0..1
 */
public record BoundReach(double outputs, double vectors) {

    private static final int IMAGES = 16;
    private static final int VECTOR = 16;
    /** κ(λ − x) below which the smooth FitReLU's gate is not 1 as a float. */
    static final double REACH = 25 * Math.log(2);

    /** Of the networks of {@link InferenceBenchmark} with random weights. */
    public static BoundReach ofRandom(String model, int classes, int threads) {
        Architecture architecture = new Architecture(model, Shape.of(32, 32, 3), classes);
        try (Backend backend = Backends.cpu(new BackendOptions(threads));
                Subject subject = new RandomSubject(architecture, backend)) {
            return of(subject);
        } catch (IOException e) {
            throw new IllegalStateException("random weights are not read from a file", e);
        }
    }

    /** Of a trained network, on its test images. */
    public static BoundReach ofHardened(Path study, Path dataDir, int threads) throws IOException {
        try (Backend backend = Backends.cpu(new BackendOptions(threads));
                Subject subject = new HardenedSubject(study, dataDir, backend)) {
            return of(subject);
        }
    }

    private static BoundReach of(Subject subject) throws IOException {
        try (EvaluationSet images = subject.images(IMAGES)) {
            return of(subject.network(Scheme.FITRELU_SMOOTH), images.first());
        }
    }

    /** @param network with a smooth FitReLU at every site */
    static BoundReach of(Network network, Tensor images) {
        Counts counts = new Counts();
        try (Tape tape = Tape.inference(network.backend())) {
            Map<String, Site> sites = network.sites().stream().collect(Collectors.toMap(Site::name, site -> site));
            // Before a bound stands a ReLU that is not computed for itself: what is seen of it is what it is given.
            Pass pass = Pass.observed(tape, (node, x) -> {
                if (sites.containsKey(node.name())) {
                    counts.add(sites.get(node.name()), network, x.toArray());
                }
            });
            Forward.of(network, pass, images);
        }
        return new BoundReach((double) counts.near / counts.all, (double) counts.nearVectors / counts.vectors);
    }

    private static final class Counts {

        private long all;
        private long near;
        private long vectors;
        private long nearVectors;

        /** @param x outputs of a site before its activation, {@code [image, neuron]} */
        private void add(Site site, Network network, float[] x) {
            Bound bound = site.bound();
            if (bound == null || bound.granularity() != Granularity.NEURON) {
                throw new IllegalArgumentException(site.name() + " has no bound for each neuron: " + bound);
            }
            float[] bounds = network.bounds(site);
            int channels = site.featureMap().extent(-1);
            for (int pixel = 0; pixel < x.length; pixel += channels) {
                for (int from = pixel; from < pixel + channels; from += VECTOR) {
                    int count = 0;
                    for (int i = from; i < Math.min(from + VECTOR, pixel + channels); i++) {
                        boolean isNear = x[i] > 0 && bound.kappa() * (bounds[i % bounds.length] - x[i]) < REACH;
                        count += isNear ? 1 : 0;
                    }
                    near += count;
                    nearVectors += count > 0 ? 1 : 0;
                    vectors++;
                }
            }
            all += x.length;
        }
    }
}
