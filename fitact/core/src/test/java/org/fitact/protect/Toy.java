package org.fitact.protect;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.fitact.memory.Deployment;
import org.fitact.memory.StoredNetwork;
import org.fitact.nn.eager.Forward;
import org.fitact.nn.eager.Pass;
import org.fitact.nn.graph.Architecture;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.Site;
import org.fitact.nn.graph.op.ParameterSpec;
import org.fitact.nn.image.Augmentation;
import org.fitact.nn.image.ImageSet;
import org.fitact.nn.image.Images;
import org.fitact.nn.image.Normalisation;
import org.fitact.nn.model.Models;
import org.fitact.nn.optim.UpdateRule;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.nn.train.Recipe;
import org.fitact.nn.train.Trainer;
import org.fitact.nn.train.TrainingData;
import org.fitact.nn.train.TrainingListener;
import org.fitact.tensor.Shape;
import org.fitact.tensor.autograd.Tape;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;

/** A LeNet-5 trained within a second to see which quadrant of a noisy 16×16 image is bright, and its data. */
public final class Toy {

    public static final Backend REFERENCE = Backends.open("reference", new BackendOptions(1));
    private static final int SIDE = 16;
    private static final int CLASSES = 4;
    private static final Architecture LENET = new Architecture("lenet5", Shape.of(SIDE, SIDE, 1), CLASSES);
    private static Map<String, float[]> trained;

    private Toy() {}

    /** Images whose class is the quadrant that is brighter on average, under noise. */
    public static ImageSet images(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] pixels = new byte[count * SIDE * SIDE];
        byte[] labels = new byte[count];
        for (int i = 0; i < pixels.length; i++) {
            int image = i / (SIDE * SIDE);
            labels[image] = (byte) (image % CLASSES);
            int row = i / SIDE % SIDE;
            int column = i % SIDE;
            boolean bright = row / (SIDE / 2) * 2 + column / (SIDE / 2) == image % CLASSES;
            pixels[i] = (byte) (random.nextInt(200) + (bright ? 55 : 0));
        }
        return new ImageSet("toy", SIDE, SIDE, 1, List.of("nw", "ne", "sw", "se"), pixels, labels);
    }

    public static TrainingData data() {
        ImageSet train = images(160, 1);
        return new TrainingData(train, images(60, 2), Normalisation.of(train));
    }

    public static EvaluationSet upload(Backend backend, Images images) {
        return new EvaluationSet(backend, images, data().normalisation(), 25);
    }

    /** A copy of the trained network. */
    public static Network network(Backend backend) {
        Map<String, float[]> values = trained();
        return Models.create(LENET, backend, request -> values.get(request.name()));
    }

    /** A copy of the trained network under a scheme. */
    public static Network hardened(String scheme, HardeningSettings settings) {
        return hardened(scheme, settings, REFERENCE);
    }

    /** The same on another backend. */
    public static Network hardened(String scheme, HardeningSettings settings, Backend backend) {
        Network network = network(backend);
        try (EvaluationSet heldOut = upload(backend, data().heldOut())) {
            Protections.named(scheme).protect(network, job(network, heldOut, settings));
        }
        return network;
    }

    /** Loss of every step of an epoch of training from scratch. */
    public static List<Double> losses(Backend backend) {
        List<Double> losses = new ArrayList<>();
        Recipe recipe = recipe(1);
        try (Network network = Models.create(LENET, backend, 5);
                Trainer trainer = new Trainer(network, data(), recipe)) {
            trainer.run(new TrainingListener() {
                @Override
                public void stepDone(int epoch, int step, int stepsPerEpoch, double loss) {
                    losses.add(loss);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return losses;
    }

    private static Recipe recipe(int epochs) {
        return new Recipe(
                epochs, 16, UpdateRule.Adam.STANDARD, 3e-3, Recipe.Decay.CONSTANT, 0, 0, Augmentation.NONE, 3);
    }

    /** What a scheme is given to protect a network that still has plain ReLUs; whatever it bounds is profiled. */
    public static HardeningJob job(Network network, EvaluationSet heldOut, HardeningSettings settings) {
        return new HardeningJob(
                data(),
                heldOut,
                profile(network, EnumSet.allOf(Site.Kind.class)),
                accuracy(network, heldOut, settings),
                settings,
                7,
                (_, _) -> {},
                PartialWork.NOT_KEPT);
    }

    public static NeuronProfile profile(Network network) {
        return profile(network, Site.Kind.USUAL);
    }

    private static NeuronProfile profile(Network network, Set<Site.Kind> places) {
        try (EvaluationSet images = upload(network.backend(), data().train())) {
            return NeuronProfile.measure(network, places, images);
        }
    }

    static double accuracy(Network network, EvaluationSet images, HardeningSettings settings) {
        try (StoredNetwork memory = StoredNetwork.of(network, Deployment.of(settings.arithmetic()))) {
            return images.accuracy(memory.plan());
        }
    }

    /** Logits of all images by the forward pass of training. */
    public static List<float[]> logits(Network network, EvaluationSet images) {
        List<float[]> logits = new ArrayList<>();
        images.forEachBatch(batch -> {
            try (Tape tape = Tape.inference(network.backend())) {
                logits.add(Forward.of(network, Pass.inference(tape), batch).toArray());
            }
        });
        return logits;
    }

    /** All numbers of a network but its bounds, by name. */
    public static Map<String, float[]> weights(Network network) {
        Map<String, float[]> values = new LinkedHashMap<>();
        network.parameters().stream()
                .filter(parameter -> parameter.kind() != ParameterSpec.Kind.BOUND)
                .forEach(parameter ->
                        values.put(parameter.name(), parameter.value().toArray()));
        return values;
    }

    private static synchronized Map<String, float[]> trained() {
        if (trained == null) {
            try (Network network = Models.create(LENET, REFERENCE, 5);
                    Trainer trainer = new Trainer(network, data(), recipe(4))) {
                trainer.run(new TrainingListener() {});
                trained = weights(network);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return trained;
    }
}
