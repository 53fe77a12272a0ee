package org.fitact.bench.activations;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.fitact.bench.report.ActivationCounts;
import org.fitact.campaign.Campaign;
import org.fitact.campaign.CampaignScheme;
import org.fitact.campaign.CampaignSettings;
import org.fitact.campaign.ProtectedNetwork;
import org.fitact.campaign.TrialKey;
import org.fitact.campaign.TrialLog;
import org.fitact.campaign.TrialOutcome;
import org.fitact.fault.FaultFilter;
import org.fitact.fault.kind.FlipKind;
import org.fitact.memory.Deployment;
import org.fitact.memory.StoredNetwork;
import org.fitact.nn.graph.Architecture;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.Parameter;
import org.fitact.nn.graph.ParameterSource;
import org.fitact.nn.image.Augmentation;
import org.fitact.nn.image.Images;
import org.fitact.nn.image.Normalisation;
import org.fitact.nn.image.Split;
import org.fitact.nn.image.source.DataSet;
import org.fitact.nn.optim.UpdateRule;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.nn.train.Recipe;
import org.fitact.nn.train.Trainer;
import org.fitact.nn.train.TrainingData;
import org.fitact.nn.train.TrainingListener;
import org.fitact.protect.HardeningJob;
import org.fitact.protect.HardeningSettings;
import org.fitact.protect.NeuronProfile;
import org.fitact.protect.PartialWork;
import org.fitact.protect.Protection;
import org.fitact.protect.Protections;
import org.fitact.stats.Bootstrap;
import org.fitact.stats.PairedComparison;
import org.fitact.stats.Range;
import org.fitact.stats.StoppingRule;
import org.fitact.tensor.Shape;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.fixedpoint.FixedPoint;

/** Trains small networks, hardens them and strikes them, each under all schemes by the same faults. */
public final class ActivationProof {

    private static final Deployment DEPLOYMENT = Deployment.of(FixedPoint.DEFAULT);

    private final Backend backend;
    private final Settings settings;
    private final Images trial;
    private final TrainingData data;
    private final EvaluationSet train;
    private final EvaluationSet heldOut;
    private final EvaluationSet test;
    private final int classes;

    /**
     * @param images training and test set
     * @param schemes by which each network is hardened
     * @param rates of bit errors, ascending
     * @param trials sets of faults
     * @param trialImages of a trial
     * @param epochs of training
     * @param seed of everything random
     */
    public record Settings(
            DataSet images,
            List<Protection> schemes,
            List<Double> rates,
            int trials,
            int trialImages,
            int epochs,
            long seed) {

        CampaignSettings campaign() {
            return new CampaignSettings(
                    rates, StoppingRule.exactly(trials), new FlipKind(), FaultFilter.ALL, DEPLOYMENT, seed);
        }

        HardeningSettings hardening(SmallNetwork kind) {
            HardeningSettings usual = HardeningSettings.DEFAULT;
            HardeningSettings.ThresholdSearch search = usual.search();
            double[] searched = rates.stream().mapToDouble(rate -> rate).toArray();
            return new HardeningSettings(
                    usual.postTraining(),
                    new HardeningSettings.ThresholdSearch(
                            searched,
                            search.trials(),
                            search.images(),
                            search.minRounds(),
                            search.maxRounds(),
                            search.tolerance()),
                    usual.givenBound(),
                    kind.places(),
                    usual.arithmetic());
        }

        Recipe recipe() {
            return new Recipe(
                    epochs,
                    64,
                    new UpdateRule.Sgd(0.9f, true, 5e-4f),
                    0.05,
                    Recipe.Decay.COSINE,
                    0.5,
                    0,
                    Augmentation.NONE,
                    seed);
        }
    }

    private ActivationProof(Backend backend, Settings settings, TrainingData data, EvaluationSet... sets) {
        this.backend = backend;
        this.settings = settings;
        this.data = data;
        this.train = sets[0];
        this.heldOut = sets[1];
        this.test = sets[2];
        this.trial = settings.images().test().first(settings.trialImages());
        this.classes = settings.images().train().classes();
    }

    /**
     * What comes of each network.
     *
     * @param progress is told what is done
     */
    public static List<ActivationRow> run(
            Backend backend, List<SmallNetwork> networks, Settings settings, Consumer<String> progress)
            throws IOException {
        Split split = Split.stratified(settings.images().train(), 0.2, settings.seed());
        Normalisation normalisation = Normalisation.of(split.train());
        TrainingData data = new TrainingData(split.train(), split.heldOut(), normalisation);
        try (EvaluationSet train = new EvaluationSet(backend, split.train(), normalisation, 100);
                EvaluationSet heldOut = new EvaluationSet(backend, split.heldOut(), normalisation, 100);
                EvaluationSet test =
                        new EvaluationSet(backend, settings.images().test(), normalisation, 100)) {
            ActivationProof proof = new ActivationProof(backend, settings, data, train, heldOut, test);
            List<ActivationRow> rows = new ArrayList<>();
            for (SmallNetwork kind : networks) {
                rows.add(proof.of(kind, stage -> progress.accept(kind.label() + ": " + stage)));
            }
            return rows;
        }
    }

    private ActivationRow of(SmallNetwork kind, Consumer<String> progress) throws IOException {
        progress.accept("training");
        Images images = data.train();
        Shape image = Shape.of(images.height(), images.width(), images.channels());
        Architecture architecture = new Architecture(kind.name().toLowerCase(Locale.ROOT), image, classes);
        Graph graph = kind.graph(architecture.input(), classes);
        try (Network network = new Network(architecture, graph, backend, ParameterSource.random(settings.seed()))) {
            try (Trainer trainer = new Trainer(network, data, settings.recipe())) {
                trainer.run(new TrainingListener() {});
            }
            progress.accept("faults");
            Map<Double, double[]> unprotected = accuracies(new ProtectedNetwork(Protections.baseline(), network));
            NeuronProfile profile = NeuronProfile.measure(network, kind.places(), train);
            double baseline = accuracy(network, heldOut);
            HardeningJob job = new HardeningJob(
                    data,
                    heldOut,
                    profile,
                    baseline,
                    settings.hardening(kind),
                    settings.seed(),
                    (_, _) -> {},
                    PartialWork.NOT_KEPT);
            List<ActivationRow.Hardened> schemes = new ArrayList<>();
            for (Protection scheme : settings.schemes()) {
                progress.accept(scheme.name());
                schemes.add(hardened(scheme, network, job, unprotected));
            }
            return new ActivationRow(
                    kind.label(),
                    ActivationCounts.of(network),
                    places(kind),
                    network.parameterCount(),
                    accuracy(network, test),
                    unprotected.values().stream().map(ActivationProof::mean).toList(),
                    schemes);
        }
    }

    private ActivationRow.Hardened hardened(
            Protection scheme, Network trained, HardeningJob job, Map<Double, double[]> unprotected) {
        try (Network copy = copy(trained)) {
            scheme.protect(copy, job);
            Map<Double, double[]> found = accuracies(new ProtectedNetwork(scheme, copy));
            List<ActivationRow.Gain> gains = new ArrayList<>();
            found.forEach((rate, accuracies) -> gains.add(gain(rate, accuracies, unprotected.get(rate))));
            return new ActivationRow.Hardened(
                    scheme.name(),
                    boundWords(copy),
                    job.baseline() - accuracy(copy, heldOut),
                    accuracy(copy, test),
                    gains);
        }
    }

    private Network copy(Network network) {
        Map<String, Parameter> values =
                network.parameters().stream().collect(Collectors.toMap(Parameter::name, parameter -> parameter));
        return new Network(
                network.architecture(),
                network.graph(),
                backend,
                spec -> values.get(spec.name()).value().toArray());
    }

    private ActivationRow.Gain gain(double rate, double[] accuracies, double[] without) {
        PairedComparison both = PairedComparison.of(
                accuracies, without, Range.ACCURACY.minus(Range.ACCURACY), new Bootstrap(1000, settings.seed()));
        return new ActivationRow.Gain(
                rate,
                mean(accuracies),
                both.meanDifference(),
                both.ci95().low(),
                both.ci95().high());
    }

    /** Of every trial, by the rate in ascending order. */
    private Map<Double, double[]> accuracies(ProtectedNetwork network) {
        CampaignSettings campaign = settings.campaign();
        Map<TrialKey, TrialOutcome> found = new HashMap<>();
        try (EvaluationSet images = new EvaluationSet(backend, trial, data.normalisation(), 100)) {
            CampaignScheme scheme = CampaignScheme.of(network, campaign);
            new Campaign(campaign, List.of(scheme), images, images, TrialLog.inMemory(found)).run((_, _, _) -> {});
        }
        Map<Double, double[]> accuracies = new TreeMap<>();
        for (double rate : settings.rates()) {
            double[] ofRate = new double[settings.trials()];
            Arrays.setAll(
                    ofRate,
                    t -> found.get(new TrialKey(network.scheme(), rate, t)).accuracy());
            accuracies.put(rate, ofRate);
        }
        return accuracies;
    }

    private static double accuracy(Network network, EvaluationSet images) {
        try (StoredNetwork memory = StoredNetwork.of(network, DEPLOYMENT)) {
            return images.accuracy(memory.inference());
        }
    }

    private static int boundWords(Network network) {
        try (StoredNetwork memory = StoredNetwork.of(network, DEPLOYMENT)) {
            return memory.boundWords();
        }
    }

    private static String places(SmallNetwork kind) {
        return kind.places().stream()
                .map(place -> switch (place) {
                    case ACTIVATION -> "activations";
                    case SUM -> "sums";
                    case BRANCH -> "branches";
                    case LOGITS -> "logits";
                })
                .collect(Collectors.joining(", "));
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(Double.NaN);
    }
}
