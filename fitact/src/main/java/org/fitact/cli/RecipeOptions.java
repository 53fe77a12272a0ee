package org.fitact.cli;

import org.fitact.nn.data.Augmentation;
import org.fitact.nn.model.Models;
import org.fitact.nn.optim.UpdateRule;
import org.fitact.nn.train.Recipe;
import org.fitact.study.HeldOut;
import picocli.CommandLine.Option;

/** The options of a training recipe. */
final class RecipeOptions {

    private enum Rule {
        SGD,
        ADAM
    }

    @Option(names = "--epochs", defaultValue = "8", description = "Epochs (default: ${DEFAULT-VALUE}).")
    private int epochs;

    @Option(names = "--batch", defaultValue = "64", description = "Images of a step (default: ${DEFAULT-VALUE}).")
    private int batch;

    @Option(names = "--optimiser", defaultValue = "SGD", description = "sgd (Nesterov) or adam (default: sgd).")
    private Rule rule;

    @Option(names = "--learning-rate", description = "The highest of the schedule (default: by model and optimiser).")
    private Double learningRate;

    @Option(names = "--momentum", defaultValue = "0.9", description = "Of SGD (default: ${DEFAULT-VALUE}).")
    private float momentum;

    @Option(
            names = "--weight-decay",
            defaultValue = "0.0005",
            description = "On weights, not on biases and batch norm (default: ${DEFAULT-VALUE}).")
    private float weightDecay;

    @Option(names = "--schedule", defaultValue = "COSINE", description = "cosine, step or constant (default: cosine).")
    private Recipe.Decay schedule;

    @Option(names = "--warm-up", defaultValue = "1", description = "Epochs of warm-up (default: ${DEFAULT-VALUE}).")
    private double warmUp;

    @Option(
            names = "--smoothing",
            defaultValue = "0",
            description = "Label smoothing, 0 to 1 (default: ${DEFAULT-VALUE}).")
    private float smoothing;

    @Option(
            names = "--augment",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Random crops and flips of the training images (default: on).")
    private boolean augment;

    @Option(
            names = "--held-out",
            defaultValue = "0.1",
            description = "Share of the training set on which choices are made (default: ${DEFAULT-VALUE}).")
    private double heldOut;

    HeldOut heldOut(long seed) {
        return new HeldOut(heldOut, seed);
    }

    Recipe recipe(String model, long seed) {
        UpdateRule update = switch (rule) {
            case SGD -> new UpdateRule.Sgd(momentum, true, weightDecay);
            case ADAM -> new UpdateRule.Adam(0.9f, 0.999f, 1e-8f, weightDecay);
        };
        double rate = learningRate != null
                ? learningRate
                : rule == Rule.ADAM ? 1e-3 : Models.named(model).learningRate();
        Augmentation augmentation = augment ? Augmentation.STANDARD : Augmentation.NONE;
        return new Recipe(epochs, batch, update, rate, schedule, warmUp, smoothing, augmentation, seed);
    }
}
