package org.fitact.bench;

import java.util.List;
import org.fitact.nn.eager.Forward;
import org.fitact.nn.eager.Pass;
import org.fitact.nn.graph.Architecture;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.Parameter;
import org.fitact.nn.graph.op.BatchNorm;
import org.fitact.nn.graph.op.ParameterSpec;
import org.fitact.nn.model.Models;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.protect.NeuronProfile;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.autograd.Tape;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.random.PhiloxRandom;

/**
 * Random weights and noise. Batch norm has the statistics of the images, as training would leave them, so that outputs are
 * of the size and vary from image to image as those of a trained network. Only the smooth FitReLU's time depends on that: it
 * needs an exponential for the vectors that hold an output near its bound. {@link BoundReach} counts them.
 *
 * <p>The bounds are profiled on the first of the very images that are timed. On others a few values come near or beyond
 * their bounds, where FitReLU's slope grows with the bound itself: a rounding then moves the logits, and no plan could be
 * validated.
 */
public final class RandomSubject implements Subject {

    /** More than are validated, so that all of those are among them. */
    private static final int PROFILED_IMAGES = 64;

    private static final int BATCH = 16;

    private final Network network;
    private final Graph plain;
    private final NeuronProfile profile;

    public RandomSubject(Architecture architecture, Backend backend) {
        network = Models.create(architecture, backend, 1);
        plain = network.graph();
        try (EvaluationSet profiled = Measured.upload(backend, Measured.images(PROFILED_IMAGES), BATCH)) {
            takeOverStatistics(profiled.first());
            profile = NeuronProfile.measure(network, profiled);
        }
    }

    /** One pass of training moves running statistics a part of the way to those of the batch; they go all of it. */
    private void takeOverStatistics(Tensor batch) {
        List<Tensor> statistics = network.parameters().stream()
                .filter(parameter -> parameter.kind() == ParameterSpec.Kind.STATISTIC)
                .map(Parameter::value)
                .toList();
        List<float[]> before = statistics.stream().map(Tensor::toArray).toList();
        try (Tape tape = Tape.inference(network.backend())) {
            Forward.of(network, Pass.training(tape, new PhiloxRandom(1, 0)), batch);
        }
        for (int i = 0; i < statistics.size(); i++) {
            float[] values = statistics.get(i).toArray();
            for (int c = 0; c < values.length; c++) {
                float start = before.get(i)[c];
                values[c] = start + (values[c] - start) / BatchNorm.MOMENTUM;
            }
            statistics.get(i).upload(values);
        }
    }

    @Override
    public EvaluationSet images(int count) {
        return Measured.upload(network.backend(), Measured.images(count), count);
    }

    @Override
    public Network network(Scheme scheme) {
        network.transform(plain);
        scheme.install(network, profile);
        return network;
    }

    @Override
    public void close() {
        network.close();
    }
}
