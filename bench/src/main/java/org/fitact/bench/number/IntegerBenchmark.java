package org.fitact.bench.number;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.fitact.bench.InferenceBenchmark;
import org.fitact.bench.RandomSubject;
import org.fitact.bench.Scheme;
import org.fitact.bench.ValidatedState;
import org.fitact.memory.Deployment;
import org.fitact.memory.StoredNetwork;
import org.fitact.nn.eager.Forward;
import org.fitact.nn.eager.Pass;
import org.fitact.nn.graph.Architecture;
import org.fitact.nn.graph.Network;
import org.fitact.nn.integer.Calibration;
import org.fitact.nn.integer.IntegerPlan;
import org.fitact.nn.integer.Quantisation;
import org.fitact.nn.integer.QuantisationSettings;
import org.fitact.nn.plan.Plan;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.tensor.Shape;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.autograd.Tape;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.fitact.tensor.fixedpoint.FixedPoint;
import org.fitact.tensor.integer.IntegerOps;
import org.fitact.tensor.integer.ReferenceIntegerOps;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Inference of one network in float and in integers, in turns: one operation is a round of both, and {@link PairTimes} says how
 * long each took and their ratio, from which cancels what the machine does besides. Weights and images are random, accumulators have 48
 * bits, and the scheme is the ReLU.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class IntegerBenchmark extends ValidatedState {

    private static final int ACCUMULATOR = 48;

    @Param({"vgg16", "resnet20"})
    public String model;

    @Param({"1", "16", "64"})
    public int batch;

    /** Of weights and values. */
    @Param({"16", "8"})
    public int bits;

    @Param("2")
    public int threads;

    private Backend backend;
    private Network network;
    private EvaluationSet images;
    private Plan floats;
    private StoredNetwork memory;
    private Quantisation quantisation;
    private float[] expected;
    private int rounds;

    @Override
    protected void open() {
        backend = Backends.cpu(new BackendOptions(threads));
        RandomSubject subject = new RandomSubject(new Architecture(model, Shape.of(32, 32, 3), 10), backend);
        network = subject.network(Scheme.RELU);
        images = subject.images(batch);
        floats = Plan.of(network, batch, true);
        try (EvaluationSet some = subject.images(Math.min(batch, 8));
                Tape tape = Tape.inference(backend)) {
            expected = Forward.of(network, Pass.inference(tape), some.first()).toArray();
            quantisation = Calibration.of(network, some).quantise(QuantisationSettings.of(bits, ACCUMULATOR));
        }
        memory = stored(Backends.integers(backend), batch);
    }

    private StoredNetwork stored(IntegerOps ops, int images) {
        Deployment deployment = new Deployment(FixedPoint.DEFAULT, true, images).with(quantisation);
        return StoredNetwork.of(network, deployment, quantisation.arithmetic(), ops, threads);
    }

    /** The float plan against the network layer by layer, and of the first image every integer logit against the reference. */
    @Override
    protected void validate() {
        double largest = IntStream.range(0, expected.length)
                .mapToDouble(i -> Math.abs(expected[i]))
                .max()
                .orElseThrow();
        double[] wanted = IntStream.range(0, expected.length)
                .mapToDouble(i -> expected[i])
                .toArray();
        float[] ofPlan = Arrays.copyOf(floats.logits(images.first()), expected.length);
        requireClose("round", "logits", wanted, ofPlan, InferenceBenchmark.TOLERANCE * largest);
        int elements = network.graph().image().elements();
        float[] pixels = Arrays.copyOf(images.first().toArray(), elements);
        try (Tensor one = Tensor.of(backend, network.graph().image().withBatch(1), pixels);
                StoredNetwork reference = stored(new ReferenceIntegerOps(), 1)) {
            long[] words = ((IntegerPlan) reference.inference()).words(one);
            long[] first = Arrays.copyOf(integers().words(images.first()), words.length);
            requireEqual("round", "words", Arrays.toString(words), Arrays.toString(first));
        }
    }

    private IntegerPlan integers() {
        return (IntegerPlan) memory.inference();
    }

    @Override
    protected void close() {
        memory.close();
        floats.close();
        images.close();
        network.close();
        backend.close();
    }

    /** Both once, the first one in turns. */
    @Benchmark
    public void round(PairTimes times, Blackhole hole) {
        Tensor input = images.first();
        times.round(rounds++, hole, () -> floats.logits(input), () -> integers().logits(input));
    }
}
