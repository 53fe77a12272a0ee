package org.fitact.bench;

import java.util.concurrent.TimeUnit;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.fitact.tensor.backend.op.Conv2d;
import org.fitact.tensor.backend.op.Epilogue;
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
 * Every convolution of VGG16, ResNet50 and AlexNet for 32×32 images, forward and both gradients; the secondary result
 * {@code gigaFlops} is 10⁹ operations a second, counted as sums of taps. Run by {@code fitact bench
 * jmh ConvolutionBenchmark}; {@code -p layer=32:64:64:1:3} picks one layer
 * (side:inChannels:outChannels:stride:kernel, padded so that a stride of 1 keeps the side).
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class ConvolutionBenchmark extends ValidatedState {

    @Param({
        "32:3:64:1:3",
        "32:64:64:1:3",
        "16:64:128:1:3",
        "16:128:128:1:3",
        "8:128:256:1:3",
        "8:256:256:1:3",
        "4:256:512:1:3",
        "4:512:512:1:3",
        "2:512:512:1:3",
        "32:64:64:1:1",
        "32:64:256:1:1",
        "32:256:64:1:1",
        "32:256:128:1:1",
        "32:128:128:2:3",
        "32:256:512:2:1",
        "16:128:512:1:1",
        "16:512:128:1:1",
        "16:512:256:1:1",
        "16:256:256:2:3",
        "16:512:1024:2:1",
        "8:256:1024:1:1",
        "8:1024:256:1:1",
        "8:1024:512:1:1",
        "8:512:512:2:3",
        "8:1024:2048:2:1",
        "4:512:2048:1:1",
        "4:2048:512:1:1",
        "32:3:64:2:3",
        "8:64:192:1:3",
        "4:192:384:1:3",
        "4:384:256:1:3",
        "4:256:256:1:3"
    })
    public String layer;

    @Param({"64"})
    public int batch;

    @Param({"2"})
    public int threads;

    private Backend backend;
    private Conv2d shape;
    private Buffer x;
    private Buffer w;
    private Buffer y;
    private Buffer gx;
    private Buffer gw;

    @Override
    protected void open() {
        shape = shape(batch);
        backend = Backends.open("simd", new BackendOptions(threads));
        x = Measured.upload(backend, Measured.random(1, shape.inputElements()));
        w = Measured.upload(backend, Measured.random(2, shape.weightElements()));
        y = Measured.upload(backend, Measured.random(3, shape.outputElements()));
        gx = Measured.upload(backend, new float[shape.inputElements()]);
        gw = Measured.upload(backend, new float[shape.weightElements()]);
    }

    private Conv2d shape(int images) {
        String[] part = layer.split(":");
        int side = Integer.parseInt(part[0]);
        int kernel = Integer.parseInt(part[4]);
        return new Conv2d(
                images,
                side,
                side,
                Integer.parseInt(part[1]),
                Integer.parseInt(part[2]),
                kernel,
                kernel,
                Integer.parseInt(part[3]),
                kernel / 2);
    }

    /** One image through all three ops on the backend and on the reference. */
    @Override
    protected void validate() {
        Conv2d one = shape(1);
        try (Backend simd = Backends.open("simd", new BackendOptions(threads));
                Backend reference = Backends.open("reference", new BackendOptions(1))) {
            float[][] expected = all(reference, one);
            float[][] actual = all(simd, one);
            int taps = one.kernelHeight() * one.kernelWidth();
            int[] terms = {taps * one.inChannels(), taps * one.outChannels(), one.outHeight() * one.outWidth()};
            String[] benchmarks = {"forward", "gradInput", "gradWeight"};
            for (int i = 0; i < terms.length; i++) {
                double[] wanted = Measured.widen(expected[i]);
                requireClose(benchmarks[i], one.toString(), wanted, actual[i], 1e-6 * terms[i]);
            }
        }
    }

    private static float[][] all(Backend backend, Conv2d one) {
        Buffer input = Measured.upload(backend, Measured.random(1, one.inputElements()));
        Buffer weight = Measured.upload(backend, Measured.random(2, one.weightElements()));
        Buffer upstream = Measured.upload(backend, Measured.random(3, one.outputElements()));
        Buffer output = Measured.upload(backend, new float[one.outputElements()]);
        Buffer byInput = Measured.upload(backend, new float[one.inputElements()]);
        Buffer byWeight = Measured.upload(backend, new float[one.weightElements()]);
        backend.conv2d(one, input, weight, output, Epilogue.NONE);
        backend.conv2dGradInput(one, upstream, weight, byInput);
        backend.conv2dGradWeight(one, input, upstream, byWeight);
        return new float[][] {
            Measured.download(backend, output, one.outputElements()),
            Measured.download(backend, byInput, one.inputElements()),
            Measured.download(backend, byWeight, one.weightElements())
        };
    }

    @Override
    protected void close() {
        backend.close();
    }

    @Benchmark
    public void forward(GemmBenchmark.Rate rate) {
        backend.conv2d(shape, x, w, y, Epilogue.NONE);
        count(rate);
    }

    @Benchmark
    public void gradInput(GemmBenchmark.Rate rate) {
        backend.conv2dGradInput(shape, y, w, gx);
        count(rate);
    }

    @Benchmark
    public void gradWeight(GemmBenchmark.Rate rate) {
        backend.conv2dGradWeight(shape, x, y, gw);
        count(rate);
    }

    private void count(GemmBenchmark.Rate rate) {
        rate.gigaFlops += 2e-9 * shape.outputElements() * shape.weightElements() / shape.outChannels();
    }
}
