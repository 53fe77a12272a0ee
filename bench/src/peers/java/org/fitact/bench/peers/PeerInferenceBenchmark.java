package org.fitact.bench.peers;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.fitact.bench.FileSubject;
import org.fitact.bench.InferenceBenchmark;
import org.fitact.bench.RandomSubject;
import org.fitact.bench.Scheme;
import org.fitact.bench.Subject;
import org.fitact.bench.ValidatedState;
import org.fitact.memory.format.NumberFormats;
import org.fitact.nn.graph.Architecture;
import org.fitact.nn.graph.Network;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.tensor.Shape;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Whole-network inference, this program's plan, ONNX Runtime and libtorch on the same weights and images, batch norm
 * folded in all. Before a peer is timed, it and the plan run the batch and must agree (before the plan, ONNX Runtime and
 * the plan); then the one that is not timed is closed, so every fork times one engine. The median is the p0.50 of the result. One cell:
 *
 * <pre>bench/peers PeerInference -p model=vgg16 -p batch=1 -p activation=relu</pre>
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
        value = 1,
        jvmArgsAppend = {
            "--add-modules=jdk.incubator.vector",
            "--enable-native-access=ALL-UNNAMED",
            "-XX:ObjectAlignmentInBytes=64",
            "-XX:+UseParallelGC",
            "-Xmx6g"
        })
public class PeerInferenceBenchmark extends ValidatedState {

    /** Largest difference over the largest logit of the image. */
    private static final double TOLERANCE = 1e-4;

    private static final String AS_THEY_ARE = "float32";

    /** A model of the zoo for 32×32 images, or an ONNX file, which ONNX Runtime reads as it is. */
    @Param({"alexnet", "vgg16", "resnet50"})
    public String model;

    @Param({"1", "16", "64"})
    public int batch;

    @Param({"relu", "fitrelu-naive", "fitrelu-smooth"})
    public String activation;

    @Param({"fitact", "onnxruntime", "libtorch"})
    public String engine;

    @Param({"2"})
    public int threads;

    /** How the numbers are stored with which all engines compute; float32 leaves them, and a file, as they are. */
    @Param({AS_THEY_ARE})
    public String format;

    private Backend backend;
    private Subject subject;
    private Network network;
    private boolean stored;
    private EvaluationSet images;
    private Engine timed;

    @Override
    protected void open() throws Exception {
        backend = Backends.open("simd", new BackendOptions(threads));
        subject = ofFile()
                ? new FileSubject(Path.of(model), backend)
                : new RandomSubject(new Architecture(model, Shape.of(32, 32, 3), 10), backend);
        stored = !format.equals(AS_THEY_ARE);
        Network floats = subject.network(scheme());
        network = stored ? StoredNumbers.of(floats, NumberFormats.parse(format)) : floats;
        images = subject.images(batch);
    }

    private boolean ofFile() {
        return model.endsWith(".onnx");
    }

    private Scheme scheme() {
        return switch (activation) {
            case "relu" -> Scheme.RELU;
            case "fitrelu-naive" -> Scheme.FITRELU_HARD;
            case "fitrelu-smooth" -> Scheme.FITRELU_SMOOTH;
            default -> throw new IllegalArgumentException("activation is " + activation);
        };
    }

    @Override
    protected void validate() throws Exception {
        Tensor input = images.first();
        Engine plan = new PlanEngine(network, input);
        Engine peer = peer(input);
        plan.run();
        peer.run();
        requireAgreement(plan.logits(), peer.logits());
        timed = engine.equals("fitact") ? plan : peer;
        (timed == plan ? peer : plan).close();
    }

    private Engine peer(Tensor input) throws Exception {
        if (engine.equals("libtorch")) {
            return new LibtorchEngine(network, input, threads);
        }
        return ofFile() && !stored
                ? new OnnxRuntimeEngine(Files.readAllBytes(Path.of(model)), input, threads)
                : new OnnxRuntimeEngine(network, input, threads);
    }

    /** Image by image, in units of the largest logit of each. */
    private void requireAgreement(float[] ours, float[] theirs) {
        int classes = ours.length / batch;
        // The smooth FitReLU's slope lets roundings grow from layer to layer, and so does batch norm after random
        // weights, or given noise where it has the statistics of images.
        boolean grows = scheme() == Scheme.FITRELU_SMOOTH || model.equals("resnet50") || ofFile();
        double tolerance = grows ? InferenceBenchmark.TOLERANCE : TOLERANCE;
        for (int image = 0; image < batch; image++) {
            float[] ofOurs = Arrays.copyOfRange(ours, image * classes, (image + 1) * classes);
            double[] ofTheirs = new double[classes];
            double largest = 0;
            for (int c = 0; c < classes; c++) {
                ofTheirs[c] = theirs[image * classes + c];
                largest = Math.max(largest, Math.abs(ofTheirs[c]));
            }
            requireEqual("inference", "a logit of image " + image + " is not 0", true, largest > 0);
            requireClose("inference", "logits of image " + image, ofTheirs, ofOurs, tolerance * largest);
        }
    }

    @Override
    protected void close() throws Exception {
        timed.close();
        images.close();
        if (stored) {
            network.close();
        }
        subject.close();
        backend.close();
    }

    @Benchmark
    public Object inference() throws Exception {
        return timed.run();
    }
}
