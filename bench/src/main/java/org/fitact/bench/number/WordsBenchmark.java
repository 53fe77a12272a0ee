package org.fitact.bench.number;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.fitact.bench.InferenceBenchmark;
import org.fitact.bench.Scheme;
import org.fitact.bench.ValidatedState;
import org.fitact.memory.Deployment;
import org.fitact.memory.StoredNetwork;
import org.fitact.memory.format.IeeeFormat;
import org.fitact.nn.graph.Network;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.fitact.tensor.fixedpoint.FixedPoint;
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
 * Inference in float of a network whose weights are float32, and of the same whose weights are words of Q15.16, in turns. Most words are
 * packed in 16 bits where few rows wait for them, and give the same floats; {@link PairTimes} says how long each took and their
 * ratio. Weights and images are random, and the scheme is the ReLU. Run by {@code fitact bench jmh WordsBenchmark}.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(3)
public class WordsBenchmark extends ValidatedState {

    @Param({"vgg16", "alexnet", "resnet50"})
    public String model;

    @Param({"1", "4"})
    public int batch;

    @Param("2")
    public int threads;

    private RandomPair pair;
    private StoredNetwork floats;
    private StoredNetwork words;

    @Override
    protected void open() {
        pair = new RandomPair(model, batch, threads);
        floats = StoredNetwork.of(pair.network(), new Deployment(IeeeFormat.FLOAT32, true, batch));
        words = StoredNetwork.of(pair.network(), new Deployment(FixedPoint.DEFAULT, true, batch));
    }

    /** The first image's logits by the words against the reference backend's, by the same words. */
    @Override
    protected void validate() {
        float[] found = words.plan().logits(pair.input());
        try (Backend reference = Backends.open("reference", new BackendOptions(1));
                Network same = RandomPair.subject(model, reference).network(Scheme.RELU);
                StoredNetwork stored = StoredNetwork.of(same, new Deployment(FixedPoint.DEFAULT, true, 1));
                Tensor one = pair.image(reference)) {
            float[] expected = stored.plan().logits(one);
            double[] wanted = IntStream.range(0, expected.length)
                    .mapToDouble(i -> expected[i])
                    .toArray();
            double largest = Arrays.stream(wanted).map(Math::abs).max().orElseThrow();
            float[] first = Arrays.copyOf(found, expected.length);
            requireClose("round", "logits", wanted, first, InferenceBenchmark.TOLERANCE * largest);
        }
    }

    @Override
    protected void close() {
        words.close();
        floats.close();
        pair.close();
    }

    /** Both once, the first one in turns. */
    @Benchmark
    public void round(PairTimes times, Blackhole hole) {
        pair.round(
                times,
                hole,
                images -> floats.plan().logits(images),
                images -> words.plan().logits(images));
    }
}
