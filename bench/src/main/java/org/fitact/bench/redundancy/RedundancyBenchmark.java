package org.fitact.bench.redundancy;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.fitact.bench.Device;
import org.fitact.bench.InferenceBenchmark;
import org.fitact.bench.RandomSubject;
import org.fitact.bench.Scheme;
import org.fitact.bench.ValidatedState;
import org.fitact.campaign.ProtectedNetwork;
import org.fitact.memory.Deployment;
import org.fitact.memory.StoredNetwork;
import org.fitact.nn.graph.Architecture;
import org.fitact.nn.graph.Network;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.protect.Checks;
import org.fitact.protect.HardeningJob;
import org.fitact.protect.HardeningSettings;
import org.fitact.protect.PartialWork;
import org.fitact.protect.Protection;
import org.fitact.tensor.Shape;
import org.fitact.tensor.backend.Backend;
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
 * Inference of one network without faults, under every scheme that checks what is computed and under none, in turns: one operation is a round
 * of all, and {@link CheckTimes} says how many times as long each took as none, from which cancels what the machine does besides.
 * Weights and images are random; none is deployed as fast as it can be, a scheme with its products' sums apart, as it needs them.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(3)
public class RedundancyBenchmark extends ValidatedState {

    /** Held-out images that thresholds and gains are of. */
    private static final int HELD_OUT = 32;

    @Param({"vgg-small", "resnet20"})
    public String model;

    @Param({"1", "16"})
    public int batch;

    @Param("cpu")
    public String device;

    @Param("2")
    public int threads;

    private final Map<CheckedScheme, StoredNetwork> memories = new EnumMap<>(CheckedScheme.class);
    private Backend backend;
    private RandomSubject subject;
    private EvaluationSet images;
    private int rounds;

    @Override
    protected void open() {
        backend = Device.parse(device).open(threads);
        subject = new RandomSubject(new Architecture(model, Shape.of(32, 32, 3), 10), backend);
        images = subject.images(batch);
        Network network = subject.network(Scheme.RELU);
        Deployment deployment = new Deployment(FixedPoint.DEFAULT, true, batch);
        try (EvaluationSet heldOut = subject.images(HELD_OUT)) {
            // Neither training images nor a profile: no such scheme trains, or bounds anything.
            HardeningJob job = new HardeningJob(
                    null, heldOut, null, 0, HardeningSettings.DEFAULT, 1, (_, _) -> {}, PartialWork.NOT_KEPT);
            for (CheckedScheme scheme : CheckedScheme.values()) {
                Protection protection = scheme.protection();
                Map<String, Object> details = protection.protect(network, job).details();
                memories.put(
                        scheme,
                        new ProtectedNetwork(protection.name(), network, protection, details, Optional.empty())
                                .deploy(deployment));
            }
        }
    }

    /** Every scheme against none, by which nothing is checked; and none of them finds a fault. */
    @Override
    protected void validate() {
        float[] wanted = logits(CheckedScheme.NONE);
        double largest = IntStream.range(0, wanted.length)
                .mapToDouble(i -> Math.abs(wanted[i]))
                .max()
                .orElseThrow();
        double[] expected =
                IntStream.range(0, wanted.length).mapToDouble(i -> wanted[i]).toArray();
        for (CheckedScheme scheme : CheckedScheme.values()) {
            Optional<Checks> checks = Checks.of(memories.get(scheme).inference());
            float[] found =
                    checks.map(some -> some.during(() -> logits(scheme))).orElseGet(() -> logits(scheme));
            requireClose("round", scheme + " logits", expected, found, InferenceBenchmark.TOLERANCE * largest);
            requireEqual("round", scheme + " checks", scheme != CheckedScheme.NONE, checks.isPresent());
            requireEqual(
                    "round",
                    scheme + " alarms",
                    0,
                    checks.map(some -> some.found().cardinality()).orElse(0));
        }
    }

    private float[] logits(CheckedScheme scheme) {
        return memories.get(scheme).plan().logits(images.first());
    }

    @Override
    protected void close() {
        memories.values().forEach(StoredNetwork::close);
        images.close();
        subject.close();
        backend.close();
    }

    /** Every scheme once. */
    @Benchmark
    public void round(CheckTimes times, Blackhole hole) {
        for (CheckedScheme scheme : InferenceBenchmark.order(List.of(CheckedScheme.values()), rounds++)) {
            long start = System.nanoTime();
            float[] logits = logits(scheme);
            times.add(scheme, System.nanoTime() - start);
            hole.consume(logits);
        }
    }
}
