package org.fitact.bench.peers;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.fitact.bench.TrainingStepBenchmark.Rate;
import org.fitact.bench.ValidatedState;
import org.fitact.bench.training.TrainingStep;
import org.fitact.nn.graph.Architecture;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.Parameter;
import org.fitact.nn.graph.pass.DropIdentity;
import org.fitact.nn.graph.pass.Program;
import org.fitact.nn.model.Models;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.fitact.tensor.random.PhiloxRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A step of training, this program's and libtorch's, on the same weights, images and rule, without dropout, whose random masks
 * differ. Before one is timed both take {@value #VALIDATED_STEPS} steps, whose losses must agree, and so must what
 * they make of each parameter; then the other is closed. The secondary result {@code images} is images a second. One cell:
 *
 * <pre>bench/peers PeerTraining -p model=resnet20 -p engine=fitact,libtorch</pre>
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
        value = 1,
        jvmArgsAppend = {
            "--add-modules=jdk.incubator.vector",
            "--enable-native-access=ALL-UNNAMED",
            "-XX:ObjectAlignmentInBytes=64",
            "-XX:+UseParallelGC",
            "-Xmx8g"
        })
public class PeerTrainingBenchmark extends ValidatedState {

    private static final int VALIDATED_STEPS = 3;

    /** Largest difference of a loss, relative. */
    private static final double LOSS_TOLERANCE = 1e-3;

    /**
     * Largest distance of both updates of a parameter over the size of theirs. A ReLU whose input is nearly 0 passes a gradient on one
     * side and none on the other, so two that round differently do not agree more closely.
     */
    private static final double UPDATE_TOLERANCE = 0.05;

    /** An update so much smaller than the largest of a parameter is one of roundings. */
    private static final double NEGLIGIBLE = 1e-3;

    @Param({"vgg16", "alexnet", "resnet20", "resnet50"})
    public String model;

    @Param("64")
    public int batch;

    @Param({"fitact", "libtorch"})
    public String engine;

    @Param("2")
    public int threads;

    private Backend backend;
    private TrainingStep ours;
    private LibtorchTraining theirs;
    private float[] pixels;
    private int[] labels;

    @Override
    protected void open() throws Exception {
        backend = Backends.open("simd", new BackendOptions(threads));
        Network network = withoutDropout();
        ours = new TrainingStep(network);
        pixels = new float[batch * TrainingStep.IMAGE.elements()];
        PhiloxRandom random = new PhiloxRandom(1, 0);
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) random.nextGaussian();
        }
        labels = new int[batch];
        Arrays.setAll(labels, i -> i % TrainingStep.CLASSES);
        try (Tensor images = Tensor.of(backend, TrainingStep.IMAGE.withBatch(batch), pixels)) {
            theirs = new LibtorchTraining(
                    network, images, labels, TrainingStep.RULE, TrainingStep.RATE, TrainingStep.SMOOTHING, threads);
        }
    }

    private Network withoutDropout() {
        Architecture architecture = new Architecture(model, TrainingStep.IMAGE, TrainingStep.CLASSES);
        try (Network zoo = Models.create(architecture, backend, 1)) {
            return Program.of(zoo).through(List.of(new DropIdentity())).network(architecture, backend);
        }
    }

    @Override
    protected void validate() {
        List<float[]> before = ours.parameters();
        double[] expected = new double[VALIDATED_STEPS];
        float[] actual = new float[VALIDATED_STEPS];
        for (int i = 0; i < VALIDATED_STEPS; i++) {
            expected[i] = theirs.step();
            actual[i] = ours.run(pixels, labels);
        }
        requireClose("step", "losses", expected, actual, LOSS_TOLERANCE * expected[0]);
        requireEqualUpdates(before);
        if (engine.equals("libtorch")) {
            ours.close();
        } else {
            theirs.close();
        }
    }

    /**
     * Parameter by parameter: how far both updates are apart, over the size of theirs, in root mean squares. A bias in front of batch
     * norm, whose gradient is 0 but for roundings, moves so little that it does not count.
     */
    private void requireEqualUpdates(List<float[]> before) {
        List<Parameter> trained = ours.trained();
        double[] moved = new double[trained.size()];
        double[] apart = new double[trained.size()];
        for (int p = 0; p < moved.length; p++) {
            float[] there = theirs.parameter(trained.get(p));
            moved[p] = distance(there, before.get(p));
            apart[p] = distance(there, trained.get(p).value().toArray());
        }
        double least = NEGLIGIBLE * Arrays.stream(moved).max().orElseThrow();
        for (int p = 0; p < moved.length; p++) {
            requireClose(
                    "step",
                    "the distance of the updates of " + trained.get(p).name(),
                    new double[] {0},
                    new float[] {(float) (apart[p] / Math.max(moved[p], least))},
                    UPDATE_TOLERANCE);
        }
    }

    /** Root of the mean square of the differences. */
    private static double distance(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            double difference = (double) a[i] - b[i];
            sum += difference * difference;
        }
        return Math.sqrt(sum / a.length);
    }

    @Override
    protected void close() {
        if (engine.equals("libtorch")) {
            theirs.close();
        } else {
            ours.close();
        }
        backend.close();
    }

    @Benchmark
    public float step(Rate rate) {
        rate.images += batch;
        return engine.equals("libtorch") ? theirs.step() : ours.run(pixels, labels);
    }
}
