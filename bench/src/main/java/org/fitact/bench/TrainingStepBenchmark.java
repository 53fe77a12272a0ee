package org.fitact.bench;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.fitact.bench.training.TrainingStep;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A step of training as the trainer takes it: the images are uploaded, then forward, backward and the update by SGD with
 * Nesterov's momentum. The secondary result {@code images} is images a second. Images are random; no time depends on
 * their values. Run by {@code fitact bench jmh TrainingStepBenchmark}.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class TrainingStepBenchmark extends ValidatedState {

    /** Images of the step that the reference takes too, which needs seconds for each of them. */
    private static final int VALIDATED_IMAGES = 2;

    /**
     * Largest difference of the loss, of the length of the update relative to the reference's, and of the cosine between
     * both updates from 1. Not of an element: a ReLU whose input is nearly 0 passes a gradient on one side and none on
     * the other, and batch norm over two images spreads the difference.
     */
    private static final double TOLERANCE = 0.01;

    @Param({"vgg16", "alexnet", "resnet20", "resnet50"})
    public String model;

    @Param("64")
    public int batch;

    @Param("cpu")
    public String device;

    @Param("2")
    public int threads;

    /** Images a second, as a second result beside steps a second. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Rate {
        public long images;

        @Setup(Level.Iteration)
        public void reset() {
            images = 0;
        }
    }

    private Backend backend;
    private TrainingStep trained;
    private float[] pixels;
    private int[] labels;

    @Override
    protected void open() {
        backend = Device.parse(device).open(threads);
        trained = TrainingStep.of(model, backend);
        pixels = Measured.random(1, batch * TrainingStep.IMAGE.elements());
        labels = new int[batch];
        Arrays.setAll(labels, i -> i % TrainingStep.CLASSES);
    }

    /** The reference, which a GPU would wait for: there the fast CPU backend, which is itself held against it. */
    private Backend other() {
        return Device.parse(device).isCpu()
                ? Backends.open("reference", new BackendOptions(1))
                : Backends.cpu(new BackendOptions(threads));
    }

    /** What one step changes, here and on another backend. */
    @Override
    protected void validate() {
        int images = Math.min(batch, VALIDATED_IMAGES);
        float[] some = Arrays.copyOf(pixels, images * TrainingStep.IMAGE.elements());
        int[] classes = Arrays.copyOf(labels, images);
        try (Backend other = other();
                TrainingStep reference = TrainingStep.of(model, other)) {
            double[] before = parameters(reference);
            float expectedLoss = reference.run(some, classes);
            float loss = trained.run(some, classes);
            double[] expected = difference(parameters(reference), before);
            double[] actual = difference(parameters(trained), before);
            double length = Math.sqrt(product(expected, expected));
            double actualLength = Math.sqrt(product(actual, actual));
            double cosine = product(expected, actual) / length / actualLength;
            requireClose(
                    "step",
                    "loss, length and direction of the update",
                    new double[] {expectedLoss, 1, 1},
                    new float[] {loss, (float) (actualLength / length), (float) cosine},
                    Device.parse(device).tolerance(TOLERANCE));
        }
    }

    /** All of them, one behind the other. */
    private static double[] parameters(TrainingStep step) {
        return step.parameters().stream()
                .flatMapToDouble(values -> Arrays.stream(Measured.widen(values)))
                .toArray();
    }

    private static double product(double[] a, double[] b) {
        return IntStream.range(0, a.length).mapToDouble(i -> a[i] * b[i]).sum();
    }

    private static double[] difference(double[] after, double[] before) {
        double[] difference = new double[after.length];
        Arrays.setAll(difference, i -> after[i] - before[i]);
        return difference;
    }

    @Override
    protected void close() {
        trained.close();
        backend.close();
    }

    @Benchmark
    public float step(Rate rate) {
        rate.images += batch;
        return trained.run(pixels, labels);
    }
}
