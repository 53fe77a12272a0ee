package org.fitact.cli.option;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fitact.campaign.CampaignSettings;
import org.fitact.cli.option.fault.FilterOptions;
import org.fitact.cli.option.fault.TransientOptions;
import org.fitact.cli.option.fault.TrialImagesOption;
import org.fitact.cli.option.memory.ArithmeticOption;
import org.fitact.cli.option.memory.NumberOptions;
import org.fitact.cli.option.memory.StorageOptions;
import org.fitact.cli.value.MisuseError;
import org.fitact.cli.value.Names;
import org.fitact.cli.value.Within;
import org.fitact.estimate.Estimator;
import org.fitact.fault.FaultList;
import org.fitact.fault.kind.FaultKind;
import org.fitact.fault.kind.FlipKind;
import org.fitact.fault.kind.NoKind;
import org.fitact.fault.kind.ReplayKind;
import org.fitact.fault.sampling.Sampling;
import org.fitact.memory.Deployment;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.graph.pass.Fusion;
import org.fitact.protect.Protection;
import org.fitact.stats.StoppingRule;
import org.fitact.study.ArithmeticSource;
import org.fitact.tensor.number.TensorFormat;
import org.fitact.transients.TransientFaults;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of a campaign: which faults, how many, where. */
public final class CampaignOptions {

    private static final String SAMPLING = "--sampling";

    private static final List<Double> DEFAULT_RATES = List.of(1e-7, 3e-7, 1e-6, 3e-6, 1e-5, 3e-5);

    @Within("(0, 1)")
    @Option(
            names = "--rates",
            split = ",",
            description = "Bit error rates, with commas (default: 1e-7,3e-7,1e-6,3e-6,1e-5,3e-5).")
    private List<Double> rates = new ArrayList<>();

    @Within("[2, 10000000]")
    @Option(
            names = "--trials",
            defaultValue = "50",
            description = "Trials at each rate, at most (default: ${DEFAULT-VALUE}).")
    private int trials;

    @Within("[0, 0.5]")
    @Option(
            names = "--half-width",
            defaultValue = "0",
            description = "Stop a scheme when every 95 %% interval is as narrow: 0.01 is one point (default: never).")
    private double halfWidth;

    @Mixin
    private TrialImagesOption images = new TrialImagesOption(500);

    @Within("[1, 65536]")
    @Option(
            names = "--batch",
            defaultValue = "100",
            description = "Images that are run at once (default: ${DEFAULT-VALUE}).")
    private int batch;

    @Option(
            names = "--faults",
            defaultValue = "flip",
            completionCandidates = Names.FaultKinds.class,
            description = "What a rate means: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private FaultKind faults;

    @Option(
            names = SAMPLING,
            defaultValue = "per-bit",
            description =
                    "How a rate becomes flips: ${COMPLETION-CANDIDATES}. All but per-bit are what other tools do, for"
                            + " comparison with them (default: ${DEFAULT-VALUE}, exact).")
    private Sampling sampling;

    @Option(
            names = "--replay",
            paramLabel = "FILE",
            description =
                    "Strike what a list says instead of drawing faults: CSV with trial, tensor, index and bit, and as"
                            + " one likes scheme, rate, operation. Without rates --rates names one.")
    private Path replay;

    @Mixin
    private FilterOptions filter;

    @Mixin
    private TransientOptions transients;

    @Within("[0, 100000]")
    @Option(
            names = "--scrubs",
            paramLabel = "K",
            defaultValue = "0",
            description =
                    "The faults of a trial arrive over a period in which the memory is scrubbed K times: read through"
                            + " its codes, corrected and written back (default: ${DEFAULT-VALUE}).")
    private int scrubs;

    @Mixin
    private StorageOptions storage;

    @Mixin
    private ArithmeticOption arithmetic;

    @Option(
            names = "--estimator",
            defaultValue = "plain",
            description =
                    "What is made of a trial: plain, its accuracy; averaged, the expected accuracy over all faults of"
                            + " the last linear layer, given those elsewhere, for which fewer trials do (default:"
                            + " ${DEFAULT-VALUE}).")
    private Estimator.Kind estimator;

    @Within("(0, 1]")
    @Option(
            names = "--worst",
            defaultValue = "1",
            description =
                    "The most that a trial may cost in accuracy, where that is known, as from an earlier campaign or a"
                            + " map: 0.05 is five points. What so many trials may not have shown is no more (default:"
                            + " all).")
    private double worst;

    @Within("[0, 0.5]")
    @Option(
            names = "--alarm",
            paramLabel = "SHARE",
            description =
                    "Also count the values that bounds cut, and the alarms that more of them than usual give, with the"
                            + " threshold of which this share of the held-out training images gives one without faults; 0:"
                            + " of which none does.")
    private Double alarm;

    /** Where it is said how networks compute in integers; empty if they compute in float. */
    public Optional<ArithmeticSource> arithmetic() {
        return arithmetic.source();
    }

    /** Each network needs an arithmetic of its own; see {@link ArithmeticOption#requireOneOfEach}. */
    public void requireArithmetics(List<String> hardened) {
        arithmetic.requireOneOfEach(hardened);
    }

    /**
     * Checks that nothing is asked for that only networks in float have, or that their arithmetic says already.
     *
     * @throws MisuseError if networks are to compute in integers and something is; names the option
     */
    public void requireForIntegers(NumberOptions numbers) {
        if (alarm != null) {
            arithmetic.requireFloat("--alarm");
        }
        if (transients.hasFormat()) {
            arithmetic.requireFloat("--transient-format");
        }
        if (estimator == Estimator.Kind.AVERAGED) {
            arithmetic.requireFloat("--estimator averaged");
        }
        arithmetic.requireItsFormats(numbers, storage);
    }

    /** Images of a trial; see {@link TrialImagesOption#images}. */
    public int images(int available) {
        return images.images(available);
    }

    /** Share of the held-out images that may give an alarm, where alarms are counted. */
    public Optional<Double> alarm() {
        return Optional.ofNullable(alarm);
    }

    public double halfWidth() {
        return halfWidth;
    }

    public Estimator.Kind estimator() {
        return estimator;
    }

    /** What a code is to guard needs one; see {@link StorageOptions#requireCode}. */
    public void requireCode(List<Protection> schemes) {
        storage.requireCode(schemes);
    }

    /** @throws InvalidFileException if the file of formats is none */
    public CampaignSettings settings(TensorFormat arithmetic, long seed) throws IOException {
        StoppingRule stopping = halfWidth > 0
                ? new StoppingRule(halfWidth, Math.min(20, trials), trials)
                : StoppingRule.exactly(trials);
        boolean hitsMemory = hitsMemory();
        Optional<TransientFaults> ofComputation = transients.faults(hitsMemory);
        if (ofComputation.isPresent() && estimator == Estimator.Kind.AVERAGED) {
            throw new MisuseError(
                    "--estimator averaged is of faults in memory alone, and --transient has bits flip in what is "
                            + "computed: leave one of them out");
        }
        boolean alone = ofComputation.isPresent() && !hitsMemory;
        List<Double> given = alone ? transients.rates() : rates.isEmpty() ? DEFAULT_RATES : rates;
        List<Double> ascending = given.stream().sorted().distinct().toList();
        requireSampled(alone);
        FaultKind kind = alone ? new NoKind() : faults instanceof FlipKind ? new FlipKind(sampling) : faults;
        if (replay != null) {
            FaultList list = FaultList.read(replay);
            ascending = list.rates().isEmpty() ? ascending : list.rates();
            stopping = StoppingRule.exactly(requireReplayed(list, ascending));
            kind = new ReplayKind(list);
        }
        Deployment deployment = storage.deployment(arithmetic, batch);
        CampaignSettings settings = new CampaignSettings(
                ascending,
                stopping,
                kind,
                filter.filter(),
                alarm == null ? deployment : deployment.observable(Fusion.ALL_BUT_BOUNDS),
                seed,
                new Estimator(estimator, worst),
                scrubs);
        return ofComputation.map(settings::with).orElse(settings);
    }

    /** What is not drawn bit by bit is for flips in memory, and nothing may rest on their independence. */
    private void requireSampled(boolean ofComputationAlone) {
        if (sampling == Sampling.PER_BIT) {
            return;
        }
        String against = replay != null
                ? "--replay strikes what a list says"
                : ofComputationAlone
                        ? "without --rates --transient hits nothing there"
                        : !(faults instanceof FlipKind)
                                ? "--faults is " + faults.name()
                                : estimator == Estimator.Kind.AVERAGED
                                        ? "--estimator averaged takes every bit to flip independently of all others"
                                        : scrubs > 0 ? "--scrubs takes every flip to come by itself" : "";
        if (!against.isEmpty()) {
            throw new MisuseError(SAMPLING + " " + sampling + " is of flips that are drawn in memory, and " + against
                    + ": leave one of them out");
        }
    }

    /** Unless faults of the computation are asked for, and nothing is said of rates in memory. */
    private boolean hitsMemory() {
        return !rates.isEmpty() || replay != null;
    }

    /** Whether something is to strike the computation. */
    public boolean strikesComputation() {
        return transients.isGiven();
    }

    /** The number of trials. */
    private int requireReplayed(FaultList list, List<Double> ascending) {
        if (list.rates().isEmpty() && ascending.size() > 1) {
            throw new MisuseError(
                    "--replay " + replay + " has no column rate: name the one rate of its trials by --rates");
        }
        if (list.trials() < 2) {
            throw new MisuseError("--replay " + replay + " has one trial, expected two or more");
        }
        return list.trials();
    }
}
