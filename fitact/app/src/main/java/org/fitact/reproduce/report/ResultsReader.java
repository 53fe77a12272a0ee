package org.fitact.reproduce.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fitact.campaign.TrialOutcome;
import org.fitact.protect.Protections;
import org.fitact.reproduce.BoundSweep;
import org.fitact.reproduce.NetworkPreset;
import org.fitact.reproduce.PaperResults;
import org.fitact.reproduce.Preset;
import org.fitact.reproduce.ReproductionFolder;
import org.fitact.reproduce.report.ReproductionResults.DeltaCheck;
import org.fitact.reproduce.report.ReproductionResults.NetworkResult;
import org.fitact.reproduce.report.ReproductionResults.SweepPoint;
import org.fitact.results.LayerNeurons;
import org.fitact.results.SchemeResult;
import org.fitact.results.StudyResults;
import org.fitact.results.TrialTable;
import org.fitact.stats.Bootstrap;
import org.fitact.stats.Proportion;
import org.fitact.stats.Summary;
import org.fitact.store.TrialStore;
import org.fitact.study.HardenedScheme;
import org.fitact.study.Hardening;
import org.fitact.study.StudyFolder;
import org.fitact.study.StudyRecord;
import org.fitact.study.Training;

/** Reads results from the folder of a reproduction: all that is there, whichever runs made it. */
public final class ResultsReader {

    private static final int RESAMPLES = 2000;

    private final Preset preset;
    private final ReproductionFolder folder;
    private final Bootstrap bootstrap;

    ResultsReader(Preset preset, ReproductionFolder folder) {
        this.preset = preset;
        this.folder = folder;
        this.bootstrap = new Bootstrap(RESAMPLES, preset.seed());
    }

    ReproductionResults read(JsonNode provenance) throws IOException {
        List<NetworkResult> networks = new ArrayList<>();
        List<ReproductionResults.Ablation> ablations = new ArrayList<>();
        List<MemoryResults> memory = new ArrayList<>();
        List<FieldResults> field = new ArrayList<>();
        List<WidthResults> widths = new ArrayList<>();
        for (NetworkPreset network : preset.networks()) {
            network(network).ifPresent(networks::add);
            MemoryResults found = MemoryResults.read(folder, network.name());
            if (!found.formats().isEmpty()) {
                memory.add(found);
            }
            FieldResults.read(folder, network.name()).ifPresent(field::add);
            WidthResults inIntegers = WidthResults.read(folder, network.name());
            if (!inIntegers.schemes().isEmpty()) {
                widths.add(inIntegers);
            }
            new AblationReader(preset, folder, network.name(), bootstrap).read().ifPresent(ablations::add);
        }
        return new ReproductionResults(
                preset, PaperResults.read(), sweep(), layers(), networks, ablations, memory, field, widths, provenance);
    }

    /** The neurons of the figures' network; empty if it was not profiled. */
    List<LayerNeurons> neurons() throws IOException {
        StudyFolder network = folder.network(preset.figureNetwork());
        return Files.exists(network.profile()) ? Hardening.layers(network) : List.of();
    }

    /** What a campaign's report shows, empty if there was no campaign. */
    Optional<StudyRecord> campaign(String network) throws IOException {
        StudyFolder study = folder.network(network);
        return Files.exists(study.trials()) ? Optional.of(StudyRecord.read(study)) : Optional.empty();
    }

    private List<ReproductionResults.Layer> layers() throws IOException {
        List<ReproductionResults.Layer> layers = new ArrayList<>();
        for (LayerNeurons layer : neurons()) {
            float[] sorted = layer.maxima().clone();
            Arrays.sort(sorted);
            int last = sorted.length - 1;
            layers.add(new ReproductionResults.Layer(
                    layer.layer(),
                    layer.neurons(),
                    sorted[last / 4],
                    sorted[last / 2],
                    sorted[3 * last / 4],
                    sorted[last]));
        }
        return layers;
    }

    private ReproductionResults.Sweep sweep() throws IOException {
        Path file = folder.sweep(preset.figureNetwork());
        if (!Files.exists(file)) {
            return null;
        }
        try (TrialStore store = TrialStore.open(file)) {
            TrialTable trials = TrialTable.of(store.trials());
            float maximum = store.study().path("maximum").floatValue();
            List<SweepPoint> points = new ArrayList<>();
            for (double share : preset.sweep().shares()) {
                float bound = (float) share * maximum;
                point(trials, BoundSweep.nameOf(bound), (double) bound).ifPresent(points::add);
            }
            point(trials, BoundSweep.UNBOUNDED, null).ifPresent(points::add);
            return new ReproductionResults.Sweep(
                    preset.figureNetwork(),
                    store.study().path("layer").asText(),
                    maximum,
                    preset.sweep().rate(),
                    store.study().path("images").asInt(),
                    preset.sweep().trials(),
                    points);
        }
    }

    private Optional<SweepPoint> point(TrialTable trials, String name, Double bound) {
        double[] accuracies = trials.accuracies(name, preset.sweep().rate());
        TrialOutcome faultFree = trials.outcomes(name, 0).get(0);
        if (faultFree == null || accuracies.length == 0) {
            return Optional.empty();
        }
        Summary summary = Summary.of(accuracies, trials.range(name), bootstrap);
        return Optional.of(new SweepPoint(
                bound,
                faultFree.accuracy(),
                Proportion.wilson(faultFree.correct(), faultFree.images()),
                summary.mean(),
                summary.ci95()));
    }

    private Optional<NetworkResult> network(NetworkPreset network) throws IOException {
        StudyFolder study = folder.network(network.name());
        Optional<Training.Result> training = Training.read(study);
        if (training.isEmpty()) {
            return Optional.empty();
        }
        List<HardenedScheme> schemes = new ArrayList<>();
        for (String scheme : network.campaign().schemes()) {
            if (Files.exists(study.hardened(scheme))) {
                schemes.add(Hardening.read(study, scheme));
            }
        }
        Optional<StudyRecord> campaign = campaign(network.name());
        return Optional.of(new NetworkResult(
                network.name(),
                network.comparedWith(),
                facts(training.get()),
                schemes,
                overhead(study, schemes),
                campaign.map(record -> checks(schemes, record.results())).orElse(List.of()),
                campaign.map(StudyRecord::results).orElse(null),
                campaign.map(record -> trials(network, record.trials())).orElse(Map.of())));
    }

    private static ReproductionResults.Training facts(Training.Result result) {
        return new ReproductionResults.Training(
                result.epochs(),
                result.heldOutAccuracy(),
                result.testAccuracy(),
                result.testImages(),
                result.seconds());
    }

    private static ReproductionResults.Overhead overhead(StudyFolder study, List<HardenedScheme> schemes)
            throws IOException {
        Optional<HardenedScheme> fitact = schemes.stream()
                .filter(scheme -> scheme.scheme().equals(Protections.featured().name()))
                .findFirst();
        if (fitact.isEmpty()) {
            return null;
        }
        double profiling = Hardening.profileSeconds(study);
        double postTraining = fitact.get().seconds();
        double training = Training.typicalSeconds(study);
        return new ReproductionResults.Overhead(
                training, profiling, postTraining, (profiling + postTraining) / training);
    }

    private static List<DeltaCheck> checks(List<HardenedScheme> schemes, StudyResults results) {
        List<DeltaCheck> checks = new ArrayList<>();
        double unprotected = results.scheme(Protections.baseline().name())
                .map(SchemeResult::faultFreeAccuracy)
                .orElse(Double.NaN);
        for (HardenedScheme scheme : schemes) {
            double faultFree = results.scheme(scheme.scheme())
                    .map(SchemeResult::faultFreeAccuracy)
                    .orElse(Double.NaN);
            if (scheme.details().get("delta") instanceof Number delta && !Double.isNaN(unprotected - faultFree)) {
                double heldOut = number(scheme, "heldOutAccuracyBefore") - number(scheme, "heldOutAccuracyAfter");
                double loss = unprotected - faultFree;
                checks.add(new DeltaCheck(
                        scheme.scheme(), delta.doubleValue(), heldOut, loss, loss <= delta.doubleValue()));
            }
        }
        return checks;
    }

    private static double number(HardenedScheme scheme, String detail) {
        return scheme.details().get(detail) instanceof Number number ? number.doubleValue() : Double.NaN;
    }

    private static Map<String, Map<String, double[]>> trials(NetworkPreset network, TrialTable trials) {
        Map<String, Map<String, double[]>> all = new LinkedHashMap<>();
        for (String scheme : network.campaign().schemes()) {
            Map<String, double[]> ofScheme = new LinkedHashMap<>();
            for (double rate : trials.rates(scheme)) {
                ofScheme.put(Double.toString(rate), trials.accuracies(scheme, rate));
            }
            all.put(scheme, ofScheme);
        }
        return all;
    }
}
