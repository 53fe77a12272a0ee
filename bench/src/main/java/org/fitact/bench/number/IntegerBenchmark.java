package org.fitact.bench.number;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.fitact.bench.InferenceBenchmark;
import org.fitact.bench.ValidatedState;
import org.fitact.memory.Deployment;
import org.fitact.memory.StoredNetwork;
import org.fitact.nn.eager.Forward;
import org.fitact.nn.eager.Pass;
import org.fitact.nn.integer.Calibration;
import org.fitact.nn.integer.IntegerPlan;
import org.fitact.nn.integer.Quantisation;
import org.fitact.nn.integer.QuantisationSettings;
import org.fitact.nn.plan.Plan;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.autograd.Tape;
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

    private RandomPair pair;
    private Plan floats;
    private StoredNetwork memory;
    private Quantisation quantisation;
    private float[] expected;

    @Override
    protected void open() {
        pair = new RandomPair(model, batch, threads);
        floats = Plan.of(pair.network(), batch, true);
        try (EvaluationSet some = pair.first(Math.min(batch, 8));
                Tape tape = Tape.inference(pair.backend())) {
            expected = Forward.of(pair.network(), Pass.inference(tape), some.first())
                    .toArray();
            quantisation = Calibration.of(pair.network(), some).quantise(QuantisationSettings.of(bits, ACCUMULATOR));
        }
        memory = stored(Backends.integers(pair.backend()), batch);
    }

    private StoredNetwork stored(IntegerOps ops, int images) {
        Deployment deployment = new Deployment(FixedPoint.DEFAULT, true, images).with(quantisation);
        return StoredNetwork.of(pair.network(), deployment, quantisation.arithmetic(), ops, threads);
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
        float[] ofPlan = Arrays.copyOf(floats.logits(pair.input()), expected.length);
        requireClose("round", "logits", wanted, ofPlan, InferenceBenchmark.TOLERANCE * largest);
        try (Tensor one = pair.image(pair.backend());
                StoredNetwork reference = stored(new ReferenceIntegerOps(), 1)) {
            long[] words = ((IntegerPlan) reference.inference()).words(one);
            long[] first = Arrays.copyOf(integers().words(pair.input()), words.length);
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
        pair.close();
    }

    /** Both once, the first one in turns. */
    @Benchmark
    public void round(PairTimes times, Blackhole hole) {
        pair.round(times, hole, floats::logits, images -> integers().logits(images));
    }
}
