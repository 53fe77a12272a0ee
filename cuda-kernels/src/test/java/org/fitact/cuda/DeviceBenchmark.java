package org.fitact.cuda;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.fitact.cuda.driver.CudaException;
import org.fitact.cuda.driver.DevicePointer;
import org.fitact.cuda.driver.Driver;
import org.fitact.cuda.kernel.BoundedReluKernels;
import org.fitact.cuda.kernel.Conv2dAlgorithm;
import org.fitact.cuda.kernel.CudaBuffer;
import org.fitact.cuda.kernel.DeviceMemory;
import org.fitact.cuda.kernel.ElementwiseKernels;
import org.fitact.cuda.kernel.GemmAlgorithm;
import org.fitact.cuda.kernel.NaiveKernels;
import org.fitact.cuda.kernel.RandomBitsKernels;
import org.fitact.cuda.kernel.ReductionKernels;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.op.BoundedRelu;
import org.fitact.tensor.backend.op.Conv2d;
import org.fitact.tensor.backend.op.Epilogue;
import org.fitact.tensor.backend.op.Gemm;
import org.fitact.tensor.buffer.Buffer;
import org.fitact.tensor.buffer.DType;
import org.fitact.tensor.fixedpoint.QFormat;
import org.fitact.tensor.random.PhiloxRandom;
import org.fitact.tensor.random.RandomBits;

/**
 * {@code ./run bench} of the bundle: the kernels by themselves, timed by events of the device, medians of several runs
 * after a warm-up. A product is compared with the naive kernel before it is timed. Prints tab-separated lines: what, how
 * long, at which rate, and that rate as a share of a copy on the device measured just before.
 */
final class DeviceBenchmark implements AutoCloseable {

    private static final int RUNS = 20;
    private static final int FEW_RUNS = 3;
    private static final long WARM_UP_NANOS = 200_000_000;
    private static final double SERIES_MICROSECONDS = 2_000;
    private static final int LONGEST_SERIES = 50;
    private static final int VGG16_WORDS = 138_357_544;

    /** A prime: random numbers repeat after it, because to draw a billion takes longer than to measure. */
    private static final int PERIOD = 1_000_003;

    private final Driver driver;
    private final DeviceMemory memory;
    private final boolean small;
    private final List<CudaBuffer> open = new ArrayList<>();
    private double copyRate;

    private DeviceBenchmark(Driver driver, boolean small) {
        this.driver = driver;
        this.memory = new DeviceMemory(driver);
        this.small = small;
    }

    /** @param arguments {@code --small} for sizes that the emulator can do */
    public static void main(String[] arguments) {
        Optional<String> reason = new CudaProvider().unavailable();
        if (reason.isPresent()) {
            System.err.println("fitact: " + reason.get());
            System.exit(1);
        }
        boolean small = List.of(arguments).contains("--small");
        try (DeviceBenchmark benchmark =
                new DeviceBenchmark(CudaProvider.openDriver(BackendOptions.defaults()), small)) {
            benchmark.run();
        }
    }

    private void run() {
        System.out.println("# " + driver.device());
        System.out.println("what\tmicroseconds\trate\tshare of copy");
        boundedRelu();
        flips();
        for (int side : small ? new int[] {96} : new int[] {1024, 4096, 8192}) {
            gemm(Gemm.of(side, side, side));
        }
        gemm(small ? Gemm.of(4, 64, 512) : Gemm.of(64, 4096, 25_088));
        for (Conv2d shape : small ? smallConvolutions() : convolutions()) {
            conv(shape);
        }
    }

    private void boundedRelu() {
        int batch = small ? 2 : 64;
        int side = small ? 8 : 56;
        int channels = small ? 16 : 256;
        int n = batch * side * side * channels;
        Buffer x = random(1, n);
        Buffer y = random(2, n);
        Buffer gx = random(3, n);
        Buffer bounds = random(4, side * side * channels);
        Buffer gbounds = random(5, side * side * channels);
        DevicePointer from = CudaBuffer.pointer(x);
        DevicePointer to = CudaBuffer.pointer(y);
        copyRate = bytes("copy of " + n + " floats", 8.0 * n, () -> driver.copy(from.address(), to.address(), 4L * n));
        BoundedReluKernels kernels = new BoundedReluKernels(driver, memory, new ReductionKernels(driver, memory));
        for (BoundedRelu.Granularity granularity : BoundedRelu.Granularity.values()) {
            for (BoundedRelu.Policy policy : BoundedRelu.Policy.values()) {
                BoundedRelu shape = new BoundedRelu(policy, granularity, 20, batch, side * side, channels);
                String name = "bounded ReLU " + policy + " " + granularity;
                bytes(name + " forward", 8.0 * n, () -> kernels.forward(shape, x, bounds, y));
                bytes(name + " backward", 12.0 * n, () -> kernels.backward(shape, x, bounds, y, gx, gbounds));
            }
        }
        freeAll();
    }

    private void flips() {
        int words = small ? 100_000 : VGG16_WORDS;
        CudaBuffer memoryOfNetwork = buffer(DType.INT32, words);
        new ElementwiseKernels(driver).fill(words, 0, memoryOfNetwork);
        RandomBits bits = new RandomBits(1, 2, 1e-5, 1e-5);
        RandomBitsKernels kernels = new RandomBitsKernels(driver, memory);
        double microseconds = median(runs(false), () -> kernels.flip(bits, QFormat.Q15_16, words, memoryOfNetwork));
        line("flips of " + words + " words at 1e-5", microseconds, words / microseconds * 1e-3, "Gwords/s", "");
        freeAll();
    }

    private void gemm(Gemm shape) {
        Buffer a = random(1, shape.m() * shape.k());
        Buffer b = random(2, shape.k() * shape.n());
        Buffer expected = random(3, shape.m() * shape.n());
        Buffer c = random(4, shape.m() * shape.n());
        new NaiveKernels(driver).gemm(shape, a, b, expected, Epilogue.NONE);
        double flops = 2.0 * shape.m() * shape.n() * shape.k();
        for (Algorithms.Gemm who : Algorithms.Gemm.values()) {
            String name = "gemm " + shape.m() + "x" + shape.n() + "x" + shape.k() + " " + who;
            try (GemmAlgorithm products = who.of(driver, memory)) {
                Runnable run = () -> products.gemm(shape, a, b, c, Epilogue.NONE);
                run.run();
                requireClose(name, expected, c, who == Algorithms.Gemm.TF32);
                flops(name, flops, runs(who == Algorithms.Gemm.NAIVE), run);
            } catch (CudaException unavailable) {
                System.out.println("# " + name + ": " + unavailable.getMessage());
            }
        }
        freeAll();
    }

    private static List<Conv2d> convolutions() {
        return List.of(
                new Conv2d(64, 224, 224, 3, 64, 3, 3, 1, 1),
                new Conv2d(64, 112, 112, 128, 128, 3, 3, 1, 1),
                new Conv2d(64, 56, 56, 256, 256, 3, 3, 1, 1),
                new Conv2d(64, 14, 14, 512, 512, 3, 3, 1, 1),
                new Conv2d(64, 56, 56, 256, 512, 1, 1, 2, 0));
    }

    private static List<Conv2d> smallConvolutions() {
        return List.of(new Conv2d(2, 12, 12, 3, 16, 3, 3, 1, 1), new Conv2d(2, 12, 12, 16, 16, 3, 3, 2, 1));
    }

    private void conv(Conv2d shape) {
        Buffer x = random(1, shape.inputElements());
        Buffer w = random(2, shape.weightElements());
        Buffer y = random(3, shape.outputElements());
        Buffer gx = random(4, shape.inputElements());
        Buffer gw = random(5, shape.weightElements());
        Buffer gy = random(6, shape.outputElements());
        Buffer expected = random(7, shape.outputElements());
        new NaiveKernels(driver).conv2d(shape, x, w, expected, Epilogue.NONE);
        double flops = 2.0 * shape.outputElements() * (shape.weightElements() / shape.outChannels());
        for (Algorithms.Conv who : Algorithms.Conv.values()) {
            String name = shape + " " + who;
            try (Conv2dAlgorithm convolutions = who.of(driver, memory)) {
                convolutions.conv2d(shape, x, w, y, Epilogue.NONE);
                requireClose(name, expected, y, who == Algorithms.Conv.TF32);
                int runs = runs(who == Algorithms.Conv.NAIVE);
                flops(name + " forward", flops, runs, () -> convolutions.conv2d(shape, x, w, y, Epilogue.NONE));
                flops(name + " by input", flops, runs, () -> convolutions.conv2dGradInput(shape, gy, w, gx));
                flops(name + " by weight", flops, runs, () -> convolutions.conv2dGradWeight(shape, x, gy, gw));
            } catch (CudaException unavailable) {
                System.out.println("# " + name + ": " + unavailable.getMessage());
            }
        }
        freeAll();
    }

    /** Norm of the difference over the norm of the expected; TF32 rounds both factors to 10 bits of mantissa. */
    private void requireClose(String name, Buffer expected, Buffer actual, boolean tf32) {
        float[] right = download(expected);
        float[] found = download(actual);
        double difference = 0;
        double norm = 0;
        for (int i = 0; i < right.length; i++) {
            double apart = (double) found[i] - right[i];
            difference += apart * apart;
            norm += (double) right[i] * right[i];
        }
        if (!(Math.sqrt(difference / norm) < (tf32 ? 1e-3 : 1e-5))) {
            throw new IllegalStateException(name + " is off by " + Math.sqrt(difference / norm) + " of its norm");
        }
    }

    private double bytes(String what, double bytes, Runnable run) {
        double microseconds = median(runs(false), run);
        double rate = bytes / microseconds * 1e-3;
        line(
                what,
                microseconds,
                rate,
                "GB/s",
                copyRate == 0 ? "1" : String.format(Locale.ROOT, "%.3f", rate / copyRate));
        return rate;
    }

    private void flops(String what, double flops, int runs, Runnable run) {
        double microseconds = median(runs, run);
        line(what, microseconds, flops / microseconds * 1e-6, "TFLOP/s", "");
    }

    private static void line(String what, double microseconds, double rate, String unit, String share) {
        System.out.printf(Locale.ROOT, "%s\t%.2f\t%.2f %s\t%s%n", what, microseconds, rate, unit, share);
    }

    private int runs(boolean naive) {
        return small || naive ? FEW_RUNS : RUNS;
    }

    /**
     * Microseconds of one run: the median of several series, each between two events. A series is so long that what the
     * host takes to start the first of its runs does not count; the warm-up, so long that the JIT has seen the host's part.
     */
    private double median(int series, Runnable run) {
        long start = System.nanoTime();
        int runs = 0;
        do {
            run.run();
            driver.synchronise();
            runs++;
        } while (series > FEW_RUNS && System.nanoTime() - start < WARM_UP_NANOS);
        double each = (System.nanoTime() - start) / 1e3 / runs;
        int length = small ? 1 : (int) Math.clamp(SERIES_MICROSECONDS / each, 1, LONGEST_SERIES);
        double[] times = new double[series];
        for (int i = 0; i < times.length; i++) {
            long before = driver.recordEvent();
            for (int j = 0; j < length; j++) {
                run.run();
            }
            times[i] = 1e3 * driver.millisecondsBetween(before, driver.recordEvent()) / length;
        }
        Arrays.sort(times);
        return times[times.length / 2];
    }

    private CudaBuffer buffer(DType type, int n) {
        CudaBuffer buffer = new CudaBuffer(memory, type, n);
        open.add(buffer);
        return buffer;
    }

    private Buffer random(long stream, int n) {
        PhiloxRandom random = new PhiloxRandom(5, stream);
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = i < PERIOD ? random.nextFloat() - 0.5f : values[i - PERIOD];
        }
        CudaBuffer buffer = buffer(DType.FLOAT32, n);
        driver.upload(MemorySegment.ofArray(values), CudaBuffer.pointer(buffer).address());
        return buffer;
    }

    private float[] download(Buffer buffer) {
        float[] values = new float[buffer.length()];
        driver.download(CudaBuffer.pointer(buffer).address(), MemorySegment.ofArray(values));
        return values;
    }

    private void freeAll() {
        open.forEach(CudaBuffer::close);
        open.clear();
        memory.clear();
    }

    @Override
    public void close() {
        driver.close();
    }
}
