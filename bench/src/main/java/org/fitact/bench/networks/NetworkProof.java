package org.fitact.bench.networks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
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
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.graph.Network;
import org.fitact.nn.image.Images;
import org.fitact.nn.image.Normalisation;
import org.fitact.nn.image.fit.FittedImages;
import org.fitact.nn.image.fit.ImageFit;
import org.fitact.nn.onnx.ExportOptions;
import org.fitact.nn.onnx.OnnxExport;
import org.fitact.nn.onnx.OnnxImport;
import org.fitact.nn.plan.Plan;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.nn.train.TrainingData;
import org.fitact.protect.HardeningJob;
import org.fitact.protect.HardeningSettings;
import org.fitact.protect.NeuronProfile;
import org.fitact.protect.PartialWork;
import org.fitact.protect.Protection;
import org.fitact.protect.Protections;
import org.fitact.stats.StoppingRule;
import org.fitact.tensor.Shape;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.fixedpoint.FixedPoint;

/**
 * Takes the network of an ONNX file through all that the program does with one: import, logits beside another engine's,
 * hardening by several schemes, a campaign, export, import again. Few images and trials are enough to see that each works;
 * what protection gains is measured elsewhere.
 */
public final class NetworkProof {

    private final Backend backend;
    private final PeerLogits peer;
    private final Settings settings;
    private final Path scratch;

    /**
     * What is done with each network.
     *
     * @param images of any size, which are brought to what the network wants; at least {@code 4 · count}
     * @param count images that logits are compared and faults counted on; as many more are hardened on
     * @param schemes by which each is hardened; if there is none, it is not struck either
     * @param rate of bit errors
     * @param trials sets of faults
     */
    public record Settings(Images images, int count, List<Protection> schemes, double rate, int trials) {

        HardeningSettings hardening() {
            HardeningSettings.PostTraining usual = HardeningSettings.PostTraining.DEFAULT;
            return new HardeningSettings(
                    new HardeningSettings.PostTraining(
                            0.5 / count,
                            usual.zeta(),
                            usual.kappa(),
                            usual.margin(),
                            usual.learningRate(),
                            usual.epsilon(),
                            1,
                            count,
                            1,
                            usual.granularity()),
                    new HardeningSettings.ThresholdSearch(new double[] {rate}, 1, count, 1, 1, 0.01),
                    0,
                    FixedPoint.DEFAULT);
        }

        CampaignSettings campaign() {
            return new CampaignSettings(
                    List.of(rate),
                    StoppingRule.exactly(trials),
                    new FlipKind(),
                    FaultFilter.ALL,
                    new Deployment(FixedPoint.DEFAULT, true, count),
                    1);
        }
    }

    /** @param scratch folder for exported files, one at a time */
    public NetworkProof(Backend backend, PeerLogits peer, Settings settings, Path scratch) {
        this.backend = backend;
        this.peer = peer;
        this.settings = settings;
        this.scratch = scratch;
    }

    /**
     * Takes one file through.
     *
     * @param progress is told what is done
     */
    public NetworkRow of(Path file, Consumer<String> progress) throws IOException {
        String name = file.getFileName().toString().replaceFirst("\\.onnx$", "");
        progress.accept("import");
        try {
            OnnxImport imported = OnnxImport.read(file, name);
            try (Network network = imported.load(backend)) {
                return of(file, imported, network, progress);
            }
        } catch (InvalidFileException e) {
            return NetworkRow.refused(name, e.getMessage().replace(file + ": ", ""));
        } catch (IllegalArgumentException e) {
            // A value that is refused, in words for whoever gave it; there are none where the JDK refuses one.
            return NetworkRow.refused(name, e.getMessage() == null ? "failed: " + e : e.getMessage());
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
            // What one network does to the program is not to hide what comes of the others.
            return NetworkRow.refused(name, "failed: " + e);
        } finally {
            Files.deleteIfExists(exported());
        }
    }

    private NetworkRow of(Path file, OnnxImport imported, Network network, Consumer<String> progress)
            throws IOException {
        Images fitted = fitted(network.architecture().input());
        Normalisation normalisation = Normalisation.of(fitted);
        TrainingData data;
        Images test;
        NetworkRow row;
        try (EvaluationSet images = new EvaluationSet(backend, fitted, normalisation, settings.count());
                Plan plan = Plan.of(network, settings.count(), true)) {
            double difference = difference(peer.of(file, images.first()), plan.logits(images.first()));
            Images labelled = new OwnLabels(
                    fitted, images.predict(plan), network.architecture().classes());
            test = labelled.first(settings.count());
            data = new TrainingData(
                    labelled.first(2 * settings.count()), part(labelled, 2 * settings.count(), 2), normalisation);
            row = described(network, difference);
        }
        return settings.schemes().isEmpty() ? row : hardened(row, imported, network, new Sets(data, test), progress);
    }

    /**
     * Images to harden on, and what is measured on: the first of these, since bounds of single neurons that a few images gave
     * cut much of what others make, and say nothing of what many would have given.
     */
    private record Sets(TrainingData data, Images test) {}

    private Images part(Images images, int first, int counts) {
        int[] indices = new int[counts * settings.count()];
        for (int i = 0; i < indices.length; i++) {
            indices[i] = first + i;
        }
        return images.subset(indices);
    }

    private Images fitted(Shape image) {
        int side = image.extent(0);
        int channels = image.extent(2);
        if (side != image.extent(1) || channels != 1 && channels != 3) {
            throw new IllegalArgumentException("the network takes images of " + image
                    + " (height, width, channels), expected square ones of 1 or 3 channels");
        }
        Images some = settings.images().first(4 * settings.count());
        return FittedImages.of(some, new ImageFit(side, side, channels));
    }

    private static NetworkRow described(Network network, double difference) {
        return new NetworkRow(
                network.architecture().model(),
                network.architecture().input().toString(),
                network.architecture().classes(),
                network.parameterCount(),
                network.neurons(),
                ActivationCounts.of(network),
                difference,
                Double.NaN,
                List.of(),
                "");
    }

    private NetworkRow hardened(
            NetworkRow row, OnnxImport imported, Network network, Sets sets, Consumer<String> progress)
            throws IOException {
        List<NetworkRow.Hardened> schemes = new ArrayList<>();
        NetworkRow measured = row;
        String stage = "faults";
        try (EvaluationSet heldOut = uploaded(sets.data().heldOut(), sets);
                EvaluationSet test = uploaded(sets.test(), sets);
                EvaluationSet train = uploaded(sets.data().train(), sets)) {
            progress.accept(stage);
            measured = row.struck(faults(new ProtectedNetwork(Protections.baseline(), network), test)
                    .accuracy());
            stage = "profile";
            progress.accept(stage);
            NeuronProfile profile = NeuronProfile.measure(network, train);
            HardeningJob job = new HardeningJob(
                    sets.data(), heldOut, profile, 1, settings.hardening(), 1, (_, _) -> {}, PartialWork.NOT_KEPT);
            for (Protection scheme : settings.schemes()) {
                stage = scheme.name();
                progress.accept(stage);
                try (Network copy = imported.load(backend)) {
                    scheme.protect(copy, job);
                    schemes.add(measured(scheme, copy, test, heldOut));
                }
            }
            return measured.hardened(schemes, "");
        } catch (IllegalArgumentException | InvalidFileException e) {
            return measured.hardened(schemes, stage + ": " + e.getMessage());
        }
    }

    private EvaluationSet uploaded(Images images, Sets sets) {
        return new EvaluationSet(backend, images, sets.data().normalisation(), settings.count());
    }

    /**
     * What is found of a hardened network, in and out of this program.
     *
     * @param others images that no bound was made from
     */
    private NetworkRow.Hardened measured(Protection scheme, Network network, EvaluationSet test, EvaluationSet others)
            throws IOException {
        TrialOutcome underFaults = faults(new ProtectedNetwork(scheme, network), test);
        Path exported = exported();
        OnnxExport.write(exported, network, ExportOptions.DEFAULT, Map.of());
        Tensor images = test.first();
        float[] logits = logits(network, images);
        double again;
        try (Network read = OnnxImport.read(exported, "again").load(backend)) {
            again = difference(logits, logits(read, images));
        }
        double kept;
        try (Plan plan = Plan.of(network, settings.count(), true)) {
            kept = test.accuracy(plan);
        }
        return new NetworkRow.Hardened(
                scheme.name(), kept, underFaults.accuracy(), outside(exported, network, test, others), again);
    }

    /**
     * The largest difference of a logit in the other engine, on one of two sets of images: a hard bound is a step, and where a
     * value is within a rounding of it two engines are on different sides. A threshold may be just what an image of the profile
     * reached; bounds of single neurons have some value of other images beside them. An export that is wrong is so on both.
     */
    private double outside(Path exported, Network network, EvaluationSet profiled, EvaluationSet others)
            throws IOException {
        double least = Double.POSITIVE_INFINITY;
        for (Tensor images : List.of(profiled.first(), others.first())) {
            least = Math.min(least, difference(peer.of(exported, images), logits(network, images)));
        }
        return least;
    }

    private Path exported() {
        return scratch.resolve("exported.onnx");
    }

    private float[] logits(Network network, Tensor images) {
        try (Plan plan = Plan.of(network, settings.count(), true)) {
            return plan.logits(images);
        }
    }

    /** All trials as one. */
    private TrialOutcome faults(ProtectedNetwork network, EvaluationSet test) {
        Map<TrialKey, TrialOutcome> found = new LinkedHashMap<>();
        CampaignSettings campaign = settings.campaign();
        CampaignScheme scheme = CampaignScheme.of(network, campaign);
        new Campaign(campaign, List.of(scheme), test, test, TrialLog.inMemory(found)).run((_, _, _) -> {});
        found.remove(TrialKey.faultFree(network.scheme()));
        return found.values().stream()
                .reduce((a, b) -> new TrialOutcome(
                        a.flips() + b.flips(),
                        a.correct() + b.correct(),
                        a.images() + b.images(),
                        a.seconds() + b.seconds()))
                .orElseThrow();
    }

    /** The largest difference of two numbers, as a share of the largest number expected; infinite where one is no number. */
    static double difference(float[] expected, float[] found) {
        if (expected.length != found.length) {
            throw new IllegalArgumentException(found.length + " logits, expected " + expected.length);
        }
        double largest = 0;
        double difference = 0;
        for (int i = 0; i < expected.length; i++) {
            largest = Math.max(largest, Math.abs(expected[i]));
            double d = Math.abs((double) expected[i] - found[i]);
            difference = Double.isNaN(d) ? Double.POSITIVE_INFINITY : Math.max(difference, d);
        }
        return difference == 0 ? 0 : difference / largest;
    }
}
