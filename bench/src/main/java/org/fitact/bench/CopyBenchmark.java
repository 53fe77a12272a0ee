package org.fitact.bench;

import java.util.concurrent.TimeUnit;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.op.StridedCopy;
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

/** What the memory gives: a copy, and a ReLU without a bound, both of which read and write every byte once. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class CopyBenchmark extends ValidatedState {

    private static final int ROWS = 16;

    @Param({"16", "256", "4096", "131072"})
    public int kibibytes;

    @Param("cpu")
    public String device;

    @Param("2")
    public int threads;

    private Backend backend;
    private int elements;
    private Buffer x;
    private Buffer y;
    private StridedCopy copy;

    @Override
    protected void open() {
        backend = Device.parse(device).open(threads);
        elements = kibibytes * 1024 / Float.BYTES;
        x = Measured.upload(backend, Measured.random(1, elements));
        y = Measured.upload(backend, new float[elements]);
        // In rows, so that a backend can share them among threads.
        int row = elements / ROWS;
        copy = new StridedCopy(new int[] {ROWS, row}, 0, new int[] {row, 1}, 0, new int[] {row, 1});
    }

    @Override
    protected void validate() {
        double[] values = Measured.widen(Measured.random(1, elements));
        copy();
        requireClose("copy", "copy", values, Measured.download(backend, y, elements), 0);
        relu();
        for (int i = 0; i < elements; i++) {
            values[i] = Math.max(0, values[i]);
        }
        requireClose("relu", "y", values, Measured.download(backend, y, elements), 0);
    }

    @Override
    protected void close() {
        backend.close();
    }

    /** {@code y = x}. */
    @Benchmark
    public void copy() {
        backend.copyStrided(copy, x, y);
        Measured.finish(backend, y);
    }

    /** {@code y = max(0, x)}. */
    @Benchmark
    public void relu() {
        backend.unary(new UnaryOp.Relu(), elements, x, y);
        Measured.finish(backend, y);
    }
}
