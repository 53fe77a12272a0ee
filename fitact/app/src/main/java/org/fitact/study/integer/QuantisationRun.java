package org.fitact.study.integer;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fitact.memory.Deployment;
import org.fitact.memory.StoredNetwork;
import org.fitact.nn.AtomicFile;
import org.fitact.nn.checkpoint.Checkpoint;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.Network;
import org.fitact.nn.image.Images;
import org.fitact.nn.image.Split;
import org.fitact.nn.image.source.DataSet;
import org.fitact.nn.integer.ArithmeticDocument;
import org.fitact.nn.integer.Calibration;
import org.fitact.nn.integer.IntegerPlan;
import org.fitact.nn.integer.LayerComparison;
import org.fitact.nn.integer.NetworkComparison;
import org.fitact.nn.integer.Quantisation;
import org.fitact.nn.integer.QuantisationSettings;
import org.fitact.nn.plan.Plan;
import org.fitact.nn.plan.PlanOptions;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.Backends;
import org.fitact.tensor.fixedpoint.FixedPoint;
import org.fitact.tensor.integer.Tally;

/** Makes the integer arithmetic of a trained or hardened network, and measures what it costs. */
public final class QuantisationRun {

    /** Images of a run, as everywhere. */
    private static final int BATCH = 100;

    private final Backend backend;
    private final DataSet data;
    private final Sizes sizes;
    private final int threads;

    /**
     * How many images are looked at.
     *
     * @param calibration of the training set
     * @param test of the test set, for accuracy and counts
     * @param compared of those, for what a layer loses
     * @param seed by which they are drawn, of each class as many as it has of the set
     */
    public record Sizes(int calibration, int test, int compared, long seed) {}

    /** @param threads that compute in integers */
    public QuantisationRun(Backend backend, DataSet data, Sizes sizes, int threads) {
        this.backend = backend;
        this.data = data;
        this.sizes = sizes;
        this.threads = threads;
    }

    /**
     * Calibrates, or takes what a file says, and measures.
     *
     * @param given arithmetic to be taken; empty for one that is calibrated by the settings
     * @param out where the arithmetic is written
     */
    public QuantisedNetwork run(Checkpoint checkpoint, Optional<Path> given, QuantisationSettings settings, Path out)
            throws IOException {
        try (Network network = checkpoint.load(backend)) {
            Quantisation quantisation;
            if (given.isPresent()) {
                quantisation = ArithmeticDocument.read(
                        given.get(), IntegerPlan.program(network).graph());
            } else {
                try (EvaluationSet images = evaluation(checkpoint, data.train(), sizes.calibration)) {
                    quantisation = Calibration.of(network, images).quantise(settings);
                }
            }
            QuantisedNetwork measured = measure(checkpoint, network, quantisation, out);
            write(quantisation, out);
            return measured;
        }
    }

    private static void write(Quantisation quantisation, Path out) throws IOException {
        ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        AtomicFile.write(out, json.writeValueAsBytes(ArithmeticDocument.of(quantisation)));
    }

    private EvaluationSet evaluation(Checkpoint checkpoint, Images set, int images) {
        Images some = Split.sample(set, Math.min(images, set.size()), sizes.seed);
        return new EvaluationSet(backend, some, checkpoint.info().normalisation(), BATCH);
    }

    private QuantisedNetwork measure(Checkpoint checkpoint, Network network, Quantisation quantisation, Path out) {
        Deployment deployment = new Deployment(FixedPoint.DEFAULT, true, BATCH).with(quantisation);
        try (EvaluationSet images = evaluation(checkpoint, data.test(), sizes.test);
                EvaluationSet compared = evaluation(checkpoint, data.test(), sizes.compared);
                Plan floats = Plan.of(network, PlanOptions.of(BATCH));
                StoredNetwork memory = StoredNetwork.of(
                        network, deployment, quantisation.arithmetic(), Backends.integers(backend), threads)) {
            double accuracy = images.accuracy(memory.inference());
            IntegerPlan plan = (IntegerPlan) memory.inference();
            // The counts are of the images of the accuracy, so they are kept before any others are run.
            Map<String, Tally> counts = new HashMap<>();
            plan.tallies().forEach((value, tally) -> counts.put(value, new Tally().add(tally)));
            List<QuantisedNetwork.Layer> all = NetworkComparison.of(network, plan, compared).stream()
                    .map(layer -> layer(plan, layer, counts.get(layer.value())))
                    .toList();
            return new QuantisedNetwork(
                    out.toString(), images.images(), images.accuracy(floats), accuracy, compared.images(), all);
        }
    }

    private static QuantisedNetwork.Layer layer(IntegerPlan plan, LayerComparison comparison, Tally tally) {
        String value = comparison.value();
        boolean sums = tally.accumulatorBits() > 0;
        return new QuantisedNetwork.Layer(
                value,
                value.equals(Graph.IMAGES)
                        ? "quantise"
                        : plan.graph().node(value).op().label(),
                plan.type(value).toString(),
                plan.arithmetic()
                        .of(value)
                        .accumulator()
                        .filter(_ -> sums)
                        .map(accumulator -> accumulator.type().toString())
                        .orElse(""),
                tally.outputs(),
                tally.outputOverflows(),
                tally.accumulatorOverflows(),
                tally.accumulatorBits(),
                Double.isInfinite(comparison.signalToNoise()) ? null : comparison.signalToNoise(),
                comparison.changedTop1());
    }
}
