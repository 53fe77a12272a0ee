package org.fitact.bench;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.fitact.tensor.backend.op.Activation;
import org.fitact.tensor.backend.op.BoundedRelu;
import org.fitact.tensor.backend.op.Conv2d;
import org.fitact.tensor.backend.op.Epilogue;
import org.fitact.tensor.backend.op.StridedCopy;
import org.fitact.tensor.backend.op.UnaryOp;
import org.fitact.tensor.backend.op.Window2d;
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
 * A depthwise convolution with bias and activation, and a copy that moves as many bytes in the same run: the time of the copy
 * over that of the convolution is the share of the copy's bandwidth that it reaches. The layers are MobileNetV2's and
 * EfficientNet-B0's at 224×224, whose maps exceed the caches from some images on.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class DepthwiseBenchmark extends ValidatedState {

    private static final int ROWS = 64;

    /** Side, channels, stride and kernel. */
    @Param({
        "112:32:1:3",
        "112:96:2:3",
        "56:144:1:3",
        "56:144:2:3",
        "56:144:2:5",
        "28:240:1:5",
        "14:576:1:3",
        "14:672:1:5"
    })
    public String layer;

    @Param({"relu", "relu6", "silu", "hard-swish", "bound"})
    public String activation;

    @Param("16")
    public int batch;

    @Param("cpu")
    public String device;

    @Param("2")
    public int threads;

    private Backend backend;
    private Conv2d shape;
    private Buffer x;
    private Buffer w;
    private Buffer y;
    private Epilogue epilogue;
    private StridedCopy copy;
    private Buffer from;
    private Buffer to;

    @Override
    protected void open() {
        backend = Device.parse(device).open(threads);
        List<Integer> part =
                List.of(layer.split(":")).stream().map(Integer::valueOf).toList();
        Window2d window = Window2d.square(part.get(3), part.get(2), part.get(3) / 2);
        shape = new Conv2d(batch, part.get(0), part.get(0), part.get(1), part.get(1), part.get(1), window);
        x = Measured.upload(backend, Measured.random(1, shape.inputElements()));
        w = Measured.upload(backend, Measured.random(2, shape.weightElements()));
        y = Measured.upload(backend, new float[shape.outputElements()]);
        epilogue = epilogue(backend, shape);
        // Reads and writes together what the convolution reads and writes; in rows, for which there are threads.
        int row = (shape.inputElements() + shape.outputElements()) / 2 / ROWS;
        copy = new StridedCopy(new int[] {ROWS, row}, 0, new int[] {row, 1}, 0, new int[] {row, 1});
        from = Measured.upload(backend, Measured.random(4, ROWS * row));
        to = Measured.upload(backend, new float[ROWS * row]);
    }

    private Epilogue epilogue(Backend on, Conv2d of) {
        Buffer bias = Measured.upload(on, Measured.random(3, of.outChannels()));
        return new Epilogue(bias, null, activation(on, of));
    }

    private Activation activation(Backend on, Conv2d of) {
        return switch (activation) {
            case "relu" -> new Activation.Unary(new UnaryOp.Relu());
            case "relu6" -> new Activation.Unary(new UnaryOp.Clip(0, 6));
            case "silu" -> new Activation.Unary(new UnaryOp.Silu());
            case "hard-swish" -> new Activation.Unary(new UnaryOp.HardSwish());
            case "bound" -> {
                BoundedRelu bounded = new BoundedRelu(
                        BoundedRelu.Policy.SATURATE,
                        BoundedRelu.Granularity.NEURON,
                        0,
                        of.batch(),
                        of.outHeight() * of.outWidth(),
                        of.outChannels());
                yield new Activation.Bounded(bounded, Measured.upload(on, Measured.bounds(bounded.bounds())));
            }
            default -> throw new IllegalArgumentException("activation is " + activation);
        };
    }

    /** The first image, against the reference, and the whole copy. */
    @Override
    protected void validate() {
        try (Backend reference = Backends.open("reference", new BackendOptions(1))) {
            Conv2d one = shape.withBatch(1);
            Buffer image = Measured.upload(reference, Measured.random(1, one.inputElements()));
            Buffer weight = Measured.upload(reference, Measured.random(2, one.weightElements()));
            Buffer output = Measured.upload(reference, new float[one.outputElements()]);
            reference.conv2d(one, image, weight, output, epilogue(reference, one));
            double[] wanted = Measured.widen(Measured.download(reference, output, one.outputElements()));
            depthwise();
            requireClose(
                    "depthwise",
                    one.toString(),
                    wanted,
                    Measured.download(backend, y, wanted.length),
                    1e-6 * one.terms());
        }
        double[] copied = Measured.widen(Measured.random(4, from.length()));
        copy();
        requireClose("copy", "copy", copied, Measured.download(backend, to, to.length()), 0);
    }

    @Override
    protected void close() {
        backend.close();
    }

    /** {@code y = activation(conv(x, w) + bias)}. */
    @Benchmark
    public void depthwise() {
        backend.conv2d(shape, x, w, y, epilogue);
        Measured.finish(backend, y);
    }

    /** As many bytes, as they are. */
    @Benchmark
    public void copy() {
        backend.copyStrided(copy, from, to);
        Measured.finish(backend, to);
    }
}
