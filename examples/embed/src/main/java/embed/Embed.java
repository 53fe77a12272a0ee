package embed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
import org.fitact.nn.checkpoint.Checkpoint;
import org.fitact.nn.checkpoint.CheckpointInfo;
import org.fitact.nn.graph.Architecture;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.GraphBuilder;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.ParameterSource;
import org.fitact.nn.image.Augmentation;
import org.fitact.nn.image.Images;
import org.fitact.nn.optim.UpdateRule;
import org.fitact.nn.plan.Plan;
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
import org.fitact.stats.Interval;
import org.fitact.stats.PairedComparison;
import org.fitact.stats.Range;
import org.fitact.stats.StoppingRule;
import org.fitact.tensor.Shape;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.fitact.tensor.fixedpoint.FixedPoint;

/** Trains a network of one's own on images of one's own, hardens it, has bits flip in its memory and reads what is left. */
public final class Embed {

    private static final long SEED = 1;
    private static final int BATCH = 50;
    private static final int TRIALS = 20;
    private static final List<Double> RATES = List.of(1e-5, 1e-4);
    private static final List<String> SCHEMES = List.of("none", "fitact");

    private Embed() {}

    public static void main(String[] args) throws IOException {
        Images images = Bars.of("bars", 1000, SEED);
        TrainingData data = TrainingData.split(images, 0.2, SEED);
        Path trained = Files.createTempFile("bars", ".safetensors");
        try (Backend backend = Backends.cpu(BackendOptions.defaults())) {
            train(backend, data, trained);
            campaign(backend, data, Checkpoint.read(trained), Bars.of("bars", 400, SEED + 1));
        } finally {
            Files.delete(trained);
        }
    }

    private static Graph graph() {
        GraphBuilder network = new GraphBuilder(Shape.of(Bars.SIDE, Bars.SIDE, 1));
        network.convNorm("conv1", 8, 3, 1, 1).relu("relu1").maxPool(2);
        network.convNorm("conv2", 16, 3, 1, 1).relu("relu2").maxPool(2);
        network.flatten().linear("fc", 4);
        return network.build();
    }

    /** Leaves the network in a file, as a program would find it that did not train it. */
    private static void train(Backend backend, TrainingData data, Path file) throws IOException {
        Architecture architecture = new Architecture("bars-net", Shape.of(Bars.SIDE, Bars.SIDE, 1), 4);
        Recipe recipe = new Recipe(
                4,
                BATCH,
                new UpdateRule.Sgd(0.9f, true, 5e-4f),
                0.05,
                Recipe.Decay.COSINE,
                0.5,
                0,
                Augmentation.NONE,
                SEED);
        try (Network network = new Network(architecture, graph(), backend, ParameterSource.random(SEED));
                Trainer trainer = new Trainer(network, data, recipe)) {
            trainer.run(new TrainingListener() {});
            System.out.printf(Locale.ROOT, 
                    "trained: %.1f %% of the held-out images%n",
                    100 * trainer.history().getLast().heldOutAccuracy());
            Checkpoint.save(
                    file,
                    network,
                    new CheckpointInfo(
                            data.train().name(), data.train().classNames(), data.normalisation(), Map.of()));
        }
    }

    private static void campaign(Backend backend, TrainingData data, Checkpoint trained, Images testSet)
            throws IOException {
        List<ProtectedNetwork> networks = new ArrayList<>();
        try (EvaluationSet test = new EvaluationSet(backend, testSet, data.normalisation(), BATCH)) {
            for (String name : SCHEMES) {
                Protection scheme = Protections.named(name);
                Network network = trained.load(backend);
                networks.add(new ProtectedNetwork(scheme, network));
                harden(scheme, network, data);
            }
            CampaignSettings settings = new CampaignSettings(
                    RATES,
                    StoppingRule.exactly(TRIALS),
                    new FlipKind(),
                    FaultFilter.ALL,
                    Deployment.of(FixedPoint.DEFAULT),
                    SEED);
            Map<TrialKey, TrialOutcome> found = new HashMap<>();
            new Campaign(settings, CampaignScheme.of(networks, settings), test, test, TrialLog.inMemory(found))
                    .run((scheme, done, total) -> {});
            RATES.forEach(rate -> tell(rate, found));
        } finally {
            networks.forEach(scheme -> scheme.network().close());
        }
    }

    private static void harden(Protection scheme, Network network, TrainingData data) {
        Backend backend = network.backend();
        try (EvaluationSet train = new EvaluationSet(backend, data.train(), data.normalisation(), BATCH);
                EvaluationSet heldOut = new EvaluationSet(backend, data.heldOut(), data.normalisation(), BATCH);
                Plan plan = Plan.of(network, BATCH, true)) {
            HardeningJob job = new HardeningJob(
                    data,
                    heldOut,
                    NeuronProfile.measure(network, train),
                    heldOut.accuracy(plan),
                    HardeningSettings.DEFAULT,
                    SEED,
                    (done, message) -> {},
                    PartialWork.NOT_KEPT);
            scheme.protect(network, job);
        }
    }

    private static void tell(double rate, Map<TrialKey, TrialOutcome> found) {
        List<double[]> all = new ArrayList<>();
        for (String scheme : SCHEMES) {
            double[] accuracies = new double[TRIALS];
            for (int trial = 0; trial < TRIALS; trial++) {
                accuracies[trial] =
                        found.get(new TrialKey(scheme, rate, trial)).accuracy();
            }
            Range range =
                    Range.ofTrials(found.get(TrialKey.faultFree(scheme)).accuracy());
            Interval ci95 = range.with(accuracies).ofMean(accuracies);
            System.out.printf(Locale.ROOT, 
                    "%s at %.0e: %.1f %% (%.1f to %.1f)%n",
                    scheme, rate, 100 * mean(accuracies), 100 * ci95.low(), 100 * ci95.high());
            all.add(accuracies);
        }
        // Trial t met the same faults under both, so their differences say more than the two means.
        PairedComparison both = PairedComparison.of(
                all.get(1), all.get(0), Range.ACCURACY.minus(Range.ACCURACY), new Bootstrap(2000, SEED));
        System.out.printf(Locale.ROOT, 
                "fitact - none at %.0e: %.1f points (%.1f to %.1f)%n",
                rate,
                100 * both.meanDifference(),
                100 * both.ci95().low(),
                100 * both.ci95().high());
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }
}
