package org.fitact.cli.option;

import java.util.List;
import org.fitact.cli.value.MisuseError;
import org.fitact.cli.value.Within;
import org.fitact.nn.image.Augmentation;
import org.fitact.nn.model.Models;
import org.fitact.nn.optim.Decayed;
import org.fitact.nn.optim.UpdateRule;
import org.fitact.nn.train.FaultAware;
import org.fitact.nn.train.Recipe;
import org.fitact.nn.train.Regularisation;
import org.fitact.study.HeldOut;
import org.fitact.tensor.number.TensorFormat;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The options of a training recipe. */
public final class RecipeOptions {

    private enum Rule {
        SGD,
        ADAM
    }

    private static final String MOMENTUM = "--momentum";

    private static final String FAULT_RATE = "--fault-rate";
    private static final String CLIP = "--clip-weights";
    private static final String FAULT_FORMAT = "--fault-format";
    private static final String CLEAN_EPOCHS = "--clean-epochs";

    @Spec(Target.MIXEE)
    private CommandSpec command;

    @Within("[1, 100000]")
    @Option(names = "--epochs", defaultValue = "8", description = "Epochs (default: ${DEFAULT-VALUE}).")
    private int epochs;

    @Within("[1, 65536]")
    @Option(names = "--batch", defaultValue = "64", description = "Images of a step (default: ${DEFAULT-VALUE}).")
    private int batch;

    @Option(names = "--optimiser", defaultValue = "SGD", description = "sgd (Nesterov) or adam (default: sgd).")
    private Rule rule;

    @Within("(0, 1000]")
    @Option(names = "--learning-rate", description = "The highest of the schedule (default: by model and optimiser).")
    private Double learningRate;

    @Within("[0, 1)")
    @Option(names = MOMENTUM, defaultValue = "0.9", description = "Of SGD (default: ${DEFAULT-VALUE}).")
    private float momentum;

    @Within("[0, 1]")
    @Option(
            names = "--weight-decay",
            defaultValue = "0.0005",
            description = "On what --decay-on says (default: ${DEFAULT-VALUE}).")
    private float weightDecay;

    @Option(
            names = "--decay-on",
            defaultValue = "WEIGHTS",
            description = "What weight decay shrinks: weights; scales, batch norm's too; all, shifts and biases too "
                    + "(default: weights).")
    private Decayed decayed;

    @Option(
            names = "--schedule",
            defaultValue = "COSINE",
            description = "cosine, step, constant or one-cycle (default: cosine).")
    private Recipe.Decay schedule;

    @Within("[0, 100000]")
    @Option(
            names = "--warm-up",
            defaultValue = "1",
            description = "Epochs of warm-up; of one-cycle, those in which it rises (default: ${DEFAULT-VALUE}).")
    private double warmUp;

    @Within("[0, 1)")
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

    @Within("[0, 65536]")
    @Option(
            names = "--cut-out",
            paramLabel = "PIXELS",
            defaultValue = "0",
            description = "Cut-out: side of a square of each image that is blanked (default: none).")
    private int cutOut;

    @Within("[0, 4]")
    @Option(
            names = "--mix-up",
            paramLabel = "ALPHA",
            defaultValue = "0",
            description =
                    "Mix-up: images and labels of a step mixed by shares from Beta(ALPHA, ALPHA) (default: none).")
    private float mixUp;

    @Within("[0, 1)")
    @Option(
            names = "--ema",
            paramLabel = "DECAY",
            defaultValue = "0",
            description = "The network gets the exponential running mean of its weights over the steps, such as 0.999 "
                    + "(default: the weights themselves).")
    private double ema;

    @Within("(0, 1)")
    @Option(
            names = FAULT_RATE,
            description = "Trains under bit errors (RandBET): rate of the flips of each step (default: none).")
    private Double faultRate;

    @Within("(0, 1e6]")
    @Option(
            names = CLIP,
            defaultValue = "0.25",
            description = "Under bit errors: what weights are clipped at (default: ${DEFAULT-VALUE}).")
    private float clip;

    @Option(
            names = FAULT_FORMAT,
            paramLabel = "FORMAT",
            defaultValue = "int8",
            description = "Under bit errors: format of the words that are struck (default: ${DEFAULT-VALUE}).")
    private TensorFormat faultFormat;

    @Within("[0, 100000]")
    @Option(
            names = CLEAN_EPOCHS,
            defaultValue = "1",
            description = "Under bit errors: epochs before the first with flips (default: ${DEFAULT-VALUE}).")
    private int cleanEpochs;

    @Mixin
    private HeldOutOption heldOut;

    public HeldOut heldOut(long seed) {
        return heldOut.heldOut(seed);
    }

    /**
     * The recipe.
     *
     * @param images of the training set
     * @throws MisuseError if options contradict each other or the training set
     */
    public Recipe recipe(String model, long seed, int images) {
        if (batch > images) {
            throw new MisuseError("--batch", batch, "at most the " + images + " training images");
        }
        if (warmUp > epochs) {
            throw new MisuseError("--warm-up", warmUp, "at most the " + epochs + " of --epochs");
        }
        if (rule == Rule.ADAM && command.commandLine().getParseResult().hasMatchedOption(MOMENTUM)) {
            throw new MisuseError(MOMENTUM + " is of sgd, and --optimiser is adam: leave one of them out");
        }
        UpdateRule update = switch (rule) {
            case SGD -> new UpdateRule.Sgd(momentum, true, weightDecay);
            case ADAM -> new UpdateRule.Adam(0.9f, 0.999f, 1e-8f, weightDecay);
        };
        double rate = learningRate != null
                ? learningRate
                : rule == Rule.ADAM ? 1e-3 : Models.named(model).learningRate();
        Augmentation augmentation = augment ? Augmentation.STANDARD : Augmentation.NONE;
        Recipe recipe = new Recipe(epochs, batch, update, rate, schedule, warmUp, smoothing, augmentation, seed)
                .with(new Regularisation(cutOut, mixUp, ema, decayed));
        return faultRate == null ? requireNoFaults(recipe) : recipe.with(faultAware());
    }

    private FaultAware faultAware() {
        if (cleanEpochs >= epochs) {
            throw new MisuseError(CLEAN_EPOCHS, cleanEpochs, "fewer than the " + epochs + " of --epochs");
        }
        return new FaultAware(faultRate, clip, faultFormat.name(), cleanEpochs);
    }

    private Recipe requireNoFaults(Recipe recipe) {
        for (String option : List.of(CLIP, FAULT_FORMAT, CLEAN_EPOCHS)) {
            if (command.commandLine().getParseResult().hasMatchedOption(option)) {
                throw new MisuseError(option + " is of training under bit errors, which " + FAULT_RATE + " asks for");
            }
        }
        return recipe;
    }
}
