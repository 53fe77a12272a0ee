package org.fitact.reproduce.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fitact.reproduce.NetworkPreset;
import org.fitact.reproduce.PaperResults;
import org.fitact.reproduce.Preset;
import org.fitact.results.StudyResults;
import org.fitact.stats.Interval;
import org.fitact.study.HardenedScheme;

/**
 * Everything in {@code reproduction.json}: what was run, what the paper states, and what was found. Accuracies and
 * shares are in 0..1, times in seconds. What has not been run is null or missing.
 *
 * @param fig1 null if it was not run
 * @param fig2 the layers of the figures' network, in the order of their use
 * @param memory a network each, whose memory was varied
 * @param field a network each, under all protections of the field
 * @param widths a network each, which computed in integers
 * @param provenance of the last run; a JSON object
 */
public record ReproductionResults(
        Preset preset,
        PaperResults paper,
        Sweep fig1,
        List<Layer> fig2,
        List<NetworkResult> networks,
        List<Ablation> ablations,
        List<MemoryResults> memory,
        List<FieldResults> field,
        List<WidthResults> widths,
        JsonNode provenance) {

    public ReproductionResults {
        memory = memory == null ? List.of() : memory; // of before memories were varied
        field = field == null ? List.of() : field;
        widths = widths == null ? List.of() : widths; // likewise
    }

    /** Figure 1; {@code layer} is the one with the bound, {@code maximum} its profiled maximum. */
    public record Sweep(
            String network,
            String layer,
            double maximum,
            double rate,
            int images,
            int trials,
            List<SweepPoint> points) {}

    /**
     * One bound.
     *
     * @param bound null for the plain ReLU
     * @param faultFree accuracy on the images of a trial
     * @param faultFreeCi95 Wilson's interval of that proportion
     * @param mean accuracy under faults
     * @param ci95 interval over the trials
     */
    public record SweepPoint(Double bound, double faultFree, Interval faultFreeCi95, double mean, Interval ci95) {}

    /** The maxima of a layer's neurons. */
    public record Layer(String layer, int neurons, double q1, double median, double q3, double maximum) {}

    /**
     * A network.
     *
     * @param training null if it is not finished
     * @param schemes how each was applied
     * @param overhead null if it was not hardened by FitAct
     * @param results of its campaign; null if there was none
     * @param trials accuracy of every trial by scheme and rate
     */
    public record NetworkResult(
            String name,
            NetworkPreset.Experiment comparedWith,
            Training training,
            List<HardenedScheme> schemes,
            Overhead overhead,
            List<DeltaCheck> delta,
            StudyResults results,
            Map<String, Map<String, double[]>> trials) {

        public NetworkResult {
            trials = trials == null ? Map.of() : trials; // left out of results that are kept
        }

        /** Of the trials of a scheme at a rate, in 0..1; empty if they are not there. */
        double[] accuracies(String scheme, double rate) {
            return trials.getOrDefault(scheme, Map.of()).getOrDefault(Double.toString(rate), new double[0]);
        }
    }

    /** What a training came to. */
    public record Training(int epochs, double heldOutAccuracy, double testAccuracy, int testImages, double seconds) {}

    /**
     * The time of FitAct's second stage over that of training.
     *
     * @param training epochs times the median of their times, s: an epoch that was disturbed does not count
     * @param profiling s
     * @param postTraining s
     * @param share (profiling + postTraining) / training
     */
    public record Overhead(double training, double profiling, double postTraining, double share) {}

    /**
     * Whether a scheme that promises to lose less than δ does so on the test set.
     *
     * @param heldOutLoss loss on the held-out images, where δ was tested
     * @param testLoss accuracy of the unprotected network less that of the scheme, without faults
     */
    public record DeltaCheck(String scheme, double delta, double heldOutLoss, double testLoss, boolean kept) {}

    /** The variants of FitAct on one network. */
    public record Ablation(String network, List<Double> rates, int images, int trials, List<AblationRow> rows) {}

    /**
     * A variant.
     *
     * @param testLoss accuracy without faults on the test set that it lost against the unprotected network
     * @param details of how it was applied
     */
    public record AblationRow(
            String id,
            String group,
            String name,
            boolean reference,
            double faultFree,
            double testLoss,
            List<AblationPoint> points,
            Map<String, Object> details) {}

    /** A variant at a rate, by itself and less the default, trial by trial. */
    public record AblationPoint(
            double rate, double mean, Interval ci95, double difference, Interval differenceCi95, double wilcoxonP) {}

    /** A network's results by its name, empty if nothing was run of it. */
    public Optional<NetworkResult> network(String name) {
        return networks.stream().filter(network -> network.name().equals(name)).findFirst();
    }
}
