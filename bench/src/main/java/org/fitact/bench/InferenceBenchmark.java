package org.fitact.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.fitact.nn.eager.Forward;
import org.fitact.nn.eager.Pass;
import org.fitact.nn.graph.Architecture;
import org.fitact.nn.graph.Network;
import org.fitact.nn.plan.Plan;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.tensor.Shape;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.autograd.Tape;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.random.PhiloxRandom;
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
 * Inference of one network under some {@link Scheme}s, in turns: one operation is a round in which each scheme's plan
 * runs once, and {@link RoundTimes} says how long each took. What the machine does in the meantime (other programs, its
 * clock, what the JIT decided in this fork) meets all schemes alike and cancels in their ratios.
 *
 * <p>Weights and images are random, of the right size, or those of a hardened network. Only the smooth FitReLU's time
 * depends on their values, see {@link RandomSubject}.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 10, time = 2)
@Fork(5)
public class InferenceBenchmark extends ValidatedState {

    /** The study that is none: random weights and images. */
    public static final String RANDOM = "random";

    /** The schemes of the paper, {@link Scheme#USUAL}. */
    public static final String SCHEMES = "none:fitact:fitact-hard:clip-act:ranger";

    /**
     * Largest difference of a plan's logits from the layer-by-layer network's, relative to the largest logit. Batch norm
     * after random weights lets a rounding grow from layer to layer: ResNet50's logits differ by 1.1e-4.
     */
    public static final double TOLERANCE = 1e-3;

    /** Images of the batch that also go through the network layer by layer, which keeps every feature map. */
    private static final int VALIDATED_IMAGES = 8;

    @Param({"resnet50", "vgg16", "alexnet"})
    public String model;

    @Param({"10", "100"})
    public int classes;

    @Param({"1", "16", "64", "256"})
    public int batch;

    /** {@value #RANDOM}, or the folder of a hardened network, whose model and classes those above then are. */
    @Param(RANDOM)
    public String study;

    /** Folder of the data sets, for a hardened network. */
    @Param("data")
    public String dataDir;

    /** What runs in a round: names of {@code --schemes} with a : between them. */
    @Param(SCHEMES)
    public String schemes = SCHEMES;

    @Param("cpu")
    public String device;

    @Param("2")
    public int threads;

    private final Map<Scheme, Plan> plans = new LinkedHashMap<>();
    private final Map<Scheme, float[]> expected = new EnumMap<>(Scheme.class);
    private List<Scheme> chosen;
    private Backend backend;
    private EvaluationSet images;
    private int rounds;

    @Override
    protected void open() throws IOException {
        chosen = Scheme.parse(schemes);
        backend = Device.parse(device).open(threads);
        try (Subject subject = subject()) {
            images = subject.images(batch);
            try (EvaluationSet some = subject.images(Math.min(batch, VALIDATED_IMAGES))) {
                for (Scheme scheme : orderOfPlans()) {
                    Network network = subject.network(scheme);
                    plans.put(scheme, Plan.of(network, batch, true));
                    expected.put(scheme, layerByLayer(network, some));
                }
            }
        }
    }

    /**
     * In which they are made and run for the first time: another one in every fork, so that neither the memory nor what the
     * JIT sees first favours one scheme in all of them. (ReLU as the first was some 1 % better off than as the last.)
     */
    private List<Scheme> orderOfPlans() {
        List<Scheme> order = new ArrayList<>(chosen);
        Collections.shuffle(order, new PhiloxRandom(ProcessHandle.current().pid(), 0));
        return order;
    }

    private Subject subject() throws IOException {
        return study.equals(RANDOM)
                ? new RandomSubject(new Architecture(model, Shape.of(32, 32, 3), classes), backend)
                : new HardenedSubject(Path.of(study), Path.of(dataDir), backend);
    }

    private float[] layerByLayer(Network network, EvaluationSet some) {
        try (Tape tape = Tape.inference(backend)) {
            return Forward.of(network, Pass.inference(tape), some.first()).toArray();
        }
    }

    @Override
    protected void validate() {
        plans.forEach((scheme, plan) -> {
            float[] logits = expected.remove(scheme);
            double largest = IntStream.range(0, logits.length)
                    .mapToDouble(i -> Math.abs(logits[i]))
                    .max()
                    .orElseThrow();
            float[] ofPlan = Arrays.copyOf(plan.logits(input()), logits.length);
            requireClose(
                    "round",
                    scheme + " logits",
                    Measured.widen(logits),
                    ofPlan,
                    Device.parse(device).tolerance(TOLERANCE) * largest);
        });
    }

    @Override
    protected void close() {
        plans.values().forEach(Plan::close);
        images.close();
        backend.close();
    }

    /** Every scheme once. */
    @Benchmark
    public void round(RoundTimes times, Blackhole hole) {
        Tensor input = input();
        for (Scheme scheme : order(chosen, rounds++)) {
            Plan plan = plans.get(scheme);
            long start = System.nanoTime();
            float[] logits = plan.logits(input);
            times.add(scheme, System.nanoTime() - start);
            hole.consume(logits);
        }
    }

    /**
     * The order of a round. Twice as many rounds in a row as there are schemes put each directly behind each other one twice, so
     * what a plan leaves in the caches meets all alike. (E. J. Williams, 1949: a zigzag, shifted by one for each pair of rounds,
     * and its mirror image.)
     */
    public static <S> List<S> order(List<S> all, int round) {
        List<S> order = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            int zigzag = i % 2 == 1 ? (i + 1) / 2 : all.size() - i / 2;
            order.add(all.get((zigzag + round / 2) % all.size()));
        }
        return round % 2 == 0 ? order : order.reversed();
    }

    private Tensor input() {
        return images.first();
    }
}
