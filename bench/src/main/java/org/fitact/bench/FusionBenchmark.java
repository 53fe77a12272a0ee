package org.fitact.bench;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.fitact.tensor.backend.op.Activation;
import org.fitact.tensor.backend.op.BoundedRelu;
import org.fitact.tensor.backend.op.Conv2d;
import org.fitact.tensor.backend.op.Epilogue;
import org.fitact.tensor.backend.op.UnaryOp;
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
 * A 3×3 convolution of VGG16 and the activation behind it: in its epilogue, while the values are in registers, and as a
 * pass of its own over the memory. {@code relu} is the epilogue without a bound.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class FusionBenchmark extends ValidatedState {

    /** Image side, and channels in and out. */
    @Param({"32:64", "16:128", "8:256", "4:512"})
    public String layer;

    @Param({"zero", "saturate", "smooth"})
    public String policy;

    @Param({"1", "16"})
    public int batch;

    @Param("cpu")
    public String device;

    @Param("2")
    public int threads;

    private Backend backend;
    private Conv2d convolution;
    private BoundedRelu shape;
    private Buffer x;
    private Buffer w;
    private Buffer y;
    private Buffer bounds;
    private Epilogue bounded;
    private Epilogue relu;

    @Override
    protected void open() {
        backend = Device.parse(device).open(threads);
        int side = Integer.parseInt(layer.split(":")[0]);
        int channels = Integer.parseInt(layer.split(":")[1]);
        convolution = new Conv2d(batch, side, side, channels, channels, 3, 3, 1, 1);
        shape = new BoundedRelu(
                BoundedRelu.Policy.valueOf(policy.toUpperCase(Locale.ROOT)),
                BoundedRelu.Granularity.NEURON,
                20,
                batch,
                side * side,
                channels);
        x = Measured.upload(backend, Measured.random(1, convolution.inputElements()));
        w = Measured.upload(backend, Measured.random(2, convolution.weightElements()));
        y = Measured.upload(backend, new float[convolution.outputElements()]);
        bounds = Measured.upload(backend, Measured.bounds(shape.bounds()));
        bounded = new Epilogue(null, null, new Activation.Bounded(shape, bounds));
        relu = new Epilogue(null, null, new Activation.Unary(new UnaryOp.Relu()));
    }

    /** The first image, against the reference: a batch repeats it with other data. */
    @Override
    protected void validate() {
        try (Backend reference = Backends.open("reference", new BackendOptions(1))) {
            Conv2d one = convolution.withBatch(1);
            Buffer image = Measured.upload(reference, Measured.random(1, one.inputElements()));
            Buffer weight = Measured.upload(reference, Measured.random(2, one.weightElements()));
            Buffer output = Measured.upload(reference, new float[one.outputElements()]);
            Buffer ofReference = Measured.upload(reference, Measured.bounds(shape.bounds()));
            reference.conv2d(one, image, weight, output, relu);
            relu();
            requireFirst("relu", reference, output, one);
            Epilogue wanted = new Epilogue(null, null, new Activation.Bounded(shape.withBatch(1), ofReference));
            reference.conv2d(one, image, weight, output, wanted);
            fused();
            requireFirst("fused", reference, output, one);
            separate();
            requireFirst("separate", reference, output, one);
        }
    }

    private void requireFirst(String benchmark, Backend reference, Buffer expected, Conv2d one) {
        int n = one.outputElements();
        double[] wanted = Measured.widen(Measured.download(reference, expected, n));
        float[] found = Measured.download(backend, y, n);
        int wrong = 0;
        for (int i = 0; i < n; i++) {
            // Near its bound a hard activation has a step, where the last bit of a sum decides.
            wrong += Math.abs(wanted[i] - found[i]) > tolerance(one) ? 1 : 0;
        }
        requireEqual(benchmark, "elements of " + one + " that differ", true, wrong <= n / 1000);
    }

    private static double tolerance(Conv2d one) {
        return 2e-5 * 9 * one.inChannels();
    }

    @Override
    protected void close() {
        backend.close();
    }

    /** The bounded activation in the epilogue. */
    @Benchmark
    public void fused() {
        backend.conv2d(convolution, x, w, y, bounded);
        Measured.finish(backend, y);
    }

    /** The convolution, and then the bounded activation over its result. */
    @Benchmark
    public void separate() {
        backend.conv2d(convolution, x, w, y, Epilogue.NONE);
        backend.boundedRelu(shape, y, bounds, y);
        Measured.finish(backend, y);
    }

    /** ReLU in the epilogue. */
    @Benchmark
    public void relu() {
        backend.conv2d(convolution, x, w, y, relu);
        Measured.finish(backend, y);
    }
}
