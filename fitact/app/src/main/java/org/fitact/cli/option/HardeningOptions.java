package org.fitact.cli.option;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.fitact.cli.value.MisuseError;
import org.fitact.cli.value.OfSetting;
import org.fitact.cli.value.RefusedOption;
import org.fitact.cli.value.Within;
import org.fitact.nn.checkpoint.Checkpoint;
import org.fitact.nn.graph.Site;
import org.fitact.nn.image.Images;
import org.fitact.nn.optim.Optimiser;
import org.fitact.protect.HardeningSettings;
import org.fitact.protect.HardeningSettings.Duplication;
import org.fitact.protect.HardeningSettings.FaultTraining;
import org.fitact.protect.HardeningSettings.PostTraining;
import org.fitact.protect.HardeningSettings.ResidualBounds;
import org.fitact.protect.HardeningSettings.ThresholdSearch;
import org.fitact.protect.Protection;
import org.fitact.protect.Protections;
import org.fitact.study.map.LayerHarm;
import org.fitact.tensor.backend.op.BoundedRelu.Granularity;
import org.fitact.tensor.number.TensorFormat;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The options of protection schemes. */
public final class HardeningOptions {

    private static final String RESIDUAL = "--residual-bounds";
    private static final String SEARCH_IMAGES = "--search-images";

    @Spec(Target.MIXEE)
    private CommandSpec command;

    @OfSetting("delta")
    @Within("(0, 1)")
    @Option(
            names = "--delta",
            defaultValue = "0.01",
            description = "FitAct: loss of held-out accuracy that is not accepted (default: ${DEFAULT-VALUE}).")
    private double delta;

    @OfSetting("zeta")
    @Within("[0, 1e6]")
    @Option(
            names = "--zeta",
            defaultValue = "1",
            description = "FitAct: weight of the mean square bound in the loss (default: ${DEFAULT-VALUE}).")
    private double zeta;

    @OfSetting("kappa")
    @Within("(0, 1e6]")
    @Option(
            names = "--kappa",
            defaultValue = "20",
            description = "FitAct: steepness of the smooth bound (default: ${DEFAULT-VALUE}).")
    private float kappa;

    @OfSetting("margin")
    @Within("[0, 1e6]")
    @Option(
            names = "--margin",
            defaultValue = "0.35",
            description = "FitAct: start of a bound above its neuron's maximum (default: ${DEFAULT-VALUE}).")
    private float margin;

    @OfSetting("epochs")
    @Within("[1, 100000]")
    @Option(
            names = "--post-epochs",
            defaultValue = "3",
            description = "FitAct: epochs of post-training at most; Tanh, Fat, Dropout: of retraining; ProAct: of a "
                    + "layer, and 256 steps (default: ${DEFAULT-VALUE}).")
    private int epochs;

    @OfSetting("learningRate")
    @Within("(0, 1000]")
    @Option(
            names = "--post-rate",
            defaultValue = "0.01",
            description = "FitAct: Adam's learning rate (default: ${DEFAULT-VALUE}).")
    private double learningRate;

    @OfSetting("boundStep")
    @Option(
            names = "--bound-step",
            defaultValue = "ABSOLUTE",
            description =
                    "FitAct: what Adam moves, the bound (absolute) or its logarithm (relative) (default: absolute).")
    private Optimiser.Steps boundStep;

    @OfSetting("faultRate")
    @Within("(0, 1)")
    @Option(
            names = "--fault-rate",
            defaultValue = "1e-5",
            description = "FitAct under faults: rate of the flips of each step (default: ${DEFAULT-VALUE}).")
    private double faultRate;

    @OfSetting("weightRate")
    @Within("(0, 1)")
    @Option(
            names = "--weight-fault-rate",
            defaultValue = "0.01",
            description = "Fat: rate of the flips of each step, in words of 8 bits (default: ${DEFAULT-VALUE}).")
    private double weightRate;

    @OfSetting("clip")
    @Within("(0, 1e6]")
    @Option(
            names = "--clip-weights",
            defaultValue = "0.25",
            description = "Fat: what weights are clipped at (default: ${DEFAULT-VALUE}).")
    private float clip;

    @OfSetting("granularity")
    @Option(
            names = "--granularity",
            defaultValue = "NEURON",
            description = "FitAct: who shares a bound: neuron, channel or layer (default: neuron).")
    private Granularity granularity;

    @OfSetting("rates")
    @Within("(0, 1)")
    @Option(
            names = "--search-rates",
            split = ",",
            description = "Clip-Act: fault rates of the threshold search (default: 1e-6,4e-6,7e-6,1e-5).")
    private List<Double> searchRates = new ArrayList<>();

    @OfSetting("trials")
    @Within("[1, 100000]")
    @Option(
            names = "--search-trials",
            defaultValue = "4",
            description = "Clip-Act: trials at each rate (default: ${DEFAULT-VALUE}).")
    private int searchTrials;

    @OfSetting("images")
    @Within("[1, 10000000]")
    @Option(
            names = SEARCH_IMAGES,
            defaultValue = "200",
            description =
                    "Clip-Act: held-out images of a trial, or all if there are fewer (default: ${DEFAULT-VALUE}).")
    private int searchImages;

    @OfSetting("bound")
    @Within("[0, 1e30]")
    @Option(
            names = "--bound",
            defaultValue = "0",
            description = "GBReLU: the bound of all layers; 0 takes each layer's maximum (default: ${DEFAULT-VALUE}).")
    private float bound;

    @OfSetting(HardeningSettings.DUPLICATED)
    @Within("(0, 1]")
    @Option(
            names = "--duplicate",
            paramLabel = "SHARE",
            defaultValue = "0.25",
            description = "Duplicate: share of the channels that are computed twice (default: ${DEFAULT-VALUE}).")
    private double duplicated;

    @OfSetting(HardeningSettings.DUPLICATED_FROM)
    @Option(
            names = "--duplicate-from",
            paramLabel = "FILE",
            description = "Duplicate: map.json of fitact map; channels are chosen by what it found of their layers,"
                    + " and within a layer by their gradients (default: by gradients alone).")
    private Path duplicatedFrom;

    @OfSetting(HardeningSettings.PLACES)
    @Option(names = "--bound-logits", description = "Bounds behind the last layer too, of both sides.")
    private boolean logits;

    @OfSetting(HardeningSettings.PLACES)
    @Option(names = "--bound-sums", description = "Bounds behind sums without activation too, of both sides.")
    private boolean sums;

    @OfSetting(HardeningSettings.PLACES)
    @Option(
            names = RESIDUAL,
            paramLabel = "WHERE",
            defaultValue = "SUM",
            description =
                    "Where bounds stand in residual blocks: sum, behind the sum of branch and shortcut; branch, at"
                            + " what is summed; both (default: sum).")
    private ResidualBounds residual;

    /**
     * Checks that every option that was given is read by a scheme that was chosen, and that none contradicts another.
     *
     * @throws MisuseError for the first that is not, or does
     */
    public void requireUse(List<Protection> chosen) {
        if (sums && residual == ResidualBounds.BRANCH) {
            throw new MisuseError("--bound-sums is of bounds behind sums, and " + RESIDUAL
                    + " branch of none there: leave one of them out");
        }
        for (OptionSpec option : command.commandLine().getParseResult().matchedOptionsSet()) {
            OfSetting setting =
                    option.userObject() instanceof Field field ? field.getAnnotation(OfSetting.class) : null;
            if (setting != null && chosen.stream().noneMatch(scheme -> scheme.reads(setting.value()))) {
                throw new MisuseError(option.longestName() + " is given, but --schemes has none that reads it: "
                        + Protections.all().stream()
                                .filter(scheme -> scheme.reads(setting.value()))
                                .map(Protection::name)
                                .collect(Collectors.joining(", ")));
            }
        }
    }

    /**
     * Checks that there are as many held-out images as were asked for; the usual number is as many as there are.
     *
     * @param heldOut part of the training set, read only where a number was asked for
     * @throws MisuseError if there are fewer
     */
    public void requireHeldOut(RefusedOption.Reader<Images> heldOut) throws IOException {
        if (command.commandLine().getParseResult().hasMatchedOption(SEARCH_IMAGES)) {
            int most = heldOut.read().size();
            if (searchImages > most) {
                throw new MisuseError(SEARCH_IMAGES, searchImages, "1 to the " + most + " that are held out");
            }
        }
    }

    /**
     * What was chosen.
     *
     * @param arithmetic how the parameters are stored
     * @param trained checkpoint of the network that is protected
     * @throws org.fitact.nn.InvalidFileException if the map of {@code --duplicate-from} is none, or not of that network
     */
    public HardeningSettings settings(TensorFormat arithmetic, Path trained) throws IOException {
        PostTraining standard = PostTraining.DEFAULT;
        PostTraining postTraining = new PostTraining(
                delta,
                zeta,
                kappa,
                margin,
                learningRate,
                standard.epsilon(),
                epochs,
                standard.batchSize(),
                standard.checksPerEpoch(),
                granularity,
                boundStep);
        ThresholdSearch search = ThresholdSearch.DEFAULT;
        double[] rates = searchRates.isEmpty()
                ? search.rates()
                : searchRates.stream().mapToDouble(rate -> rate).toArray();
        return new HardeningSettings(
                postTraining,
                new ThresholdSearch(
                        rates, searchTrials, searchImages, search.minRounds(), search.maxRounds(), search.tolerance()),
                bound,
                places(),
                residual,
                arithmetic,
                new FaultTraining(faultRate, FaultTraining.DEFAULT.trials(), weightRate, clip),
                new Duplication(duplicated, harmByLayer(trained)));
    }

    private Map<String, Double> harmByLayer(Path trained) throws IOException {
        return duplicatedFrom == null ? Map.of() : LayerHarm.of(duplicatedFrom, Checkpoint.read(trained));
    }

    private Set<Site.Kind> places() {
        Set<Site.Kind> places = EnumSet.of(Site.Kind.ACTIVATION);
        if (logits) {
            places.add(Site.Kind.LOGITS);
        }
        if (sums) {
            places.add(Site.Kind.SUM);
        }
        return places;
    }
}
