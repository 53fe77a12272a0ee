package org.fitact.bench.training;

import java.util.List;
import org.fitact.nn.eager.Forward;
import org.fitact.nn.eager.Pass;
import org.fitact.nn.graph.Architecture;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.Parameter;
import org.fitact.nn.model.Models;
import org.fitact.nn.optim.Optimiser;
import org.fitact.nn.optim.UpdateRule;
import org.fitact.tensor.Shape;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.autograd.Losses;
import org.fitact.tensor.autograd.Tape;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.random.PhiloxRandom;

/**
 * A network on a backend, and steps of training as the trainer takes them: the images are uploaded, then forward, backward, and the
 * update by SGD with Nesterov's momentum. Closing it frees the network, not the backend.
 */
public final class TrainingStep implements AutoCloseable {

    /** Shape of an image. */
    public static final Shape IMAGE = Shape.of(32, 32, 3);

    /** Of the images. */
    public static final int CLASSES = 10;

    /** How far a step goes. */
    public static final double RATE = 1e-3;

    /** Of labels. */
    public static final float SMOOTHING = 0.1f;

    /** What a step is by. */
    public static final UpdateRule.Sgd RULE = new UpdateRule.Sgd(0.9f, true, 5e-4f);

    private final Network network;
    private final List<Parameter> trained;
    private final Optimiser optimiser;

    /** @param network that is trained; the caller's until this is closed */
    public TrainingStep(Network network) {
        this.network = network;
        this.trained = network.parameters().stream()
                .filter(Parameter::isTrainedByGradient)
                .toList();
        this.optimiser = new Optimiser(trained, RULE);
    }

    /** Of a model of the zoo with the weights of seed 1. */
    public static TrainingStep of(String model, Backend backend) {
        return new TrainingStep(Models.create(new Architecture(model, IMAGE, CLASSES), backend, 1));
    }

    /**
     * One step; moves the parameters.
     *
     * @param pixels of the images, one behind the other
     * @return the loss before it
     */
    public float run(float[] pixels, int[] labels) {
        Backend backend = network.backend();
        try (Tape tape = Tape.recording(backend)) {
            Tensor images = tape.own(Tensor.of(backend, IMAGE.withBatch(labels.length), pixels));
            Tensor classes = tape.own(Tensor.of(backend, Shape.of(labels.length), labels));
            Pass pass = Pass.training(tape, new PhiloxRandom(1, optimiser.steps()));
            Tensor loss = Losses.crossEntropy(tape, Forward.of(network, pass, images), classes, SMOOTHING);
            float value = loss.item();
            tape.backward(loss);
            optimiser.step(tape, RATE);
            return value;
        }
    }

    /** What is trained, in the order of the network's parameters. */
    public List<Parameter> trained() {
        return trained;
    }

    /** What is trained, as it is now: a copy of each tensor. */
    public List<float[]> parameters() {
        return trained.stream().map(parameter -> parameter.value().toArray()).toList();
    }

    @Override
    public void close() {
        optimiser.close();
        network.close();
    }
}
