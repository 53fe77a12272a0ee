package org.fitact.bench;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.fitact.tensor.backend.op.BoundedRelu;
import org.fitact.tensor.backend.op.BoundedRelu.Granularity;
import org.fitact.tensor.backend.op.BoundedRelu.Policy;
import org.fitact.tensor.buffer.Buffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Every bounded activation by itself, forward and backward, on feature maps from the L1 cache to beyond the last one:
 * what they do is to move memory, so {@link CopyBenchmark} says what they can reach. An activation is named
 * {@code policy-granularity}, such as {@code smooth-neuron}.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class BoundedReluBenchmark extends ValidatedState {

    private static final int CHANNELS = 64;
    private static final float KAPPA = 20;

    /** Below a bound, in which the smooth form's gate is not 1 as a float. */
    private static final float REACH = (float) (BoundReach.REACH / KAPPA);

    @Param({
        "zero-layer", "zero-channel", "zero-neuron",
        "saturate-layer", "saturate-channel", "saturate-neuron",
        "smooth-layer", "smooth-channel", "smooth-neuron"
    })
    public String activation;

    /** KiB of the input, and of the output: 16 is within L1, 131072 beyond the last level of most. */
    @Param({"16", "256", "4096", "131072"})
    public int kibibytes;

    @Param({"1", "16"})
    public int batch;

    /** Share of the outputs near their bounds, where the smooth form takes an exponential; see {@link BoundReach}. */
    @Param("0.05")
    public double near;

    @Param("cpu")
    public String device;

    @Param("2")
    public int threads;

    private Backend backend;
    private BoundedRelu shape;
    private Buffer x;
    private Buffer y;
    private Buffer gy;
    private Buffer gx;
    private Buffer bounds;
    private Buffer gbounds;

    @Override
    protected void open() {
        backend = Device.parse(device).open(threads);
        shape = shape();
        int elements = shape.elements();
        x = Measured.upload(backend, input(shape, near));
        y = Measured.upload(backend, new float[elements]);
        gy = Measured.upload(backend, Measured.random(2, elements));
        gx = Measured.upload(backend, new float[elements]);
        bounds = Measured.upload(backend, Measured.bounds(shape.bounds()));
        gbounds = Measured.upload(backend, new float[shape.bounds()]);
    }

    /** The smallest input that has a pixel of each image in every channel. */
    public static int leastKibibytes(int batch) {
        return Math.max(1, Math.ceilDiv(batch * CHANNELS * Float.BYTES, 1024));
    }

    private BoundedRelu shape() {
        List<String> parts = List.of(activation.toUpperCase(Locale.ROOT).split("-"));
        int spatial = kibibytes * 1024 / Float.BYTES / CHANNELS / batch;
        if (spatial < 1) {
            throw new IllegalArgumentException(
                    "kibibytes is " + kibibytes + ", expected at least " + leastKibibytes(batch));
        }
        return new BoundedRelu(
                Policy.valueOf(parts.get(0)), Granularity.valueOf(parts.get(1)), KAPPA, batch, spatial, CHANNELS);
    }

    /** Of each {@code 1 / near} outputs one is below its bound by less than the reach; others are as often above 0 as below. */
    static float[] input(BoundedRelu shape, double near) {
        float[] limits = Measured.bounds(shape.bounds());
        float[] values = Measured.random(1, shape.elements());
        float[] chance = Measured.random(4, shape.elements());
        for (int i = 0; i < values.length; i++) {
            float bound = limits[bound(shape, i)];
            values[i] = chance[i] + 0.5f < near
                    ? bound - (values[i] + 0.5f) * REACH
                    : 2 * values[i] * (values[i] > 0 ? bound - REACH : 1);
        }
        return values;
    }

    /** The bound of an element of {@code [image, pixel, channel]}. */
    static int bound(BoundedRelu shape, int element) {
        return switch (shape.granularity()) {
            case LAYER -> 0;
            case CHANNEL -> element % CHANNELS;
            case NEURON -> element % shape.bounds();
        };
    }

    @Override
    protected void validate() {
        try (Backend reference = Backends.open("reference", new BackendOptions(1))) {
            int n = shape.elements();
            Buffer rx = Measured.upload(reference, input(shape, near));
            Buffer ry = Measured.upload(reference, new float[n]);
            Buffer rgx = Measured.upload(reference, new float[n]);
            Buffer rb = Measured.upload(reference, Measured.bounds(shape.bounds()));
            Buffer rgb = Measured.upload(reference, new float[shape.bounds()]);
            reference.boundedRelu(shape, rx, rb, ry);
            forward();
            requireSame("forward", reference, ry, y, n, 1e-5);
            reference.boundedReluBackward(shape, rx, rb, Measured.upload(reference, Measured.random(2, n)), rgx, rgb);
            backward();
            requireSame("backward", reference, rgx, gx, n, 1e-4);
            double terms = (double) n / shape.bounds();
            requireSame("backward", reference, rgb, gbounds, shape.bounds(), 1e-5 * (10 + terms));
        }
    }

    private void requireSame(
            String benchmark, Backend reference, Buffer expected, Buffer actual, int n, double tolerance) {
        double[] wanted = Measured.widen(Measured.download(reference, expected, n));
        requireClose(benchmark, shape.toString(), wanted, Measured.download(backend, actual, n), tolerance);
    }

    @Override
    protected void close() {
        backend.close();
    }

    /** {@code y = boundedRelu(x)}. */
    @Benchmark
    public void forward() {
        backend.boundedRelu(shape, x, bounds, y);
        Measured.finish(backend, y);
    }

    /** Both gradients. */
    @Benchmark
    public void backward() {
        backend.boundedReluBackward(shape, x, bounds, gy, gx, gbounds);
        Measured.finish(backend, gbounds);
    }

    /**
     * Bytes that an operation reads and writes at least.
     *
     * @param method {@code forward} or {@code backward}
     * @param map bytes of the input
     * @param images images of the input, which share the bounds
     */
    public static double bytes(String method, String activation, double map, int images) {
        double bounds =
                activation.endsWith("neuron") ? map / images : activation.endsWith("channel") ? 4 * CHANNELS : 4;
        return switch (method) {
            case "forward" -> 2 * map + bounds;
            case "backward" -> 3 * map + 2 * bounds;
            default -> throw new IllegalArgumentException("no benchmark is called " + method);
        };
    }
}
