package org.fitact.bench;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.fitact.tensor.backend.op.Epilogue;
import org.fitact.tensor.backend.op.Gemm;
import org.fitact.tensor.buffer.Buffer;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The 1024³ product against what a plain loop of fused multiply-adds in values reaches: the goal is 60 % of the latter.
 * Compare the secondary results {@code gigaFlops} (10^9 operations a second; a multiply-add is two) of {@code peak},
 * which is one thread's, and of the products at {@code threads=1}. Run by {@code fitact bench jmh GemmBenchmark}.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class GemmBenchmark extends ValidatedState {

    private static final int SIZE = 1024;

    /** Operations a second, as a second result beside the time. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Rate {
        public double gigaFlops;

        @Setup(Level.Iteration)
        public void reset() {
            gigaFlops = 0;
        }
    }

    @Param({"1", "2"})
    public int threads;

    /** Small enough for the L1 cache. */
    private final float[] values = new float[2048];

    private Backend backend;
    private Buffer a;
    private Buffer b;
    private Buffer c;

    @Override
    protected void open() {
        backend = Backends.open("simd", new BackendOptions(threads));
        a = Measured.upload(backend, Measured.random(1, SIZE * SIZE));
        b = Measured.upload(backend, Measured.random(2, SIZE * SIZE));
        c = Measured.upload(backend, new float[SIZE * SIZE]);
    }

    @Override
    protected void validate() {
        validate("plain", Gemm.of(SIZE, SIZE, SIZE), 1, SIZE, SIZE, 1);
        validate("transposedB", Gemm.of(SIZE, SIZE, SIZE).withTransposedB(), 1, SIZE, 1, SIZE);
        validate("transposedA", Gemm.of(SIZE, SIZE, SIZE).withTransposedA(), SIZE, 1, SIZE, 1);
        double[] expected = new double[values.length];
        for (int step = 0; step < 8; step++) {
            Arrays.setAll(expected, i -> expected[i] * 0.999 + 1e-3);
        }
        requireClose("peak", "values", expected, peak(new Rate()), 1e-6);
    }

    /** Every 61st row against sums in double; the strides are those of k and of the row, and of k and of the column. */
    private void validate(String benchmark, Gemm shape, int aTerm, int aRow, int bTerm, int bColumn) {
        backend.gemm(shape, a, b, c, Epilogue.NONE);
        float[] left = Measured.random(1, SIZE * SIZE);
        float[] right = Measured.random(2, SIZE * SIZE);
        float[] result = Measured.download(backend, c, SIZE * SIZE);
        for (int i = 0; i < SIZE; i += 61) {
            double[] expected = new double[SIZE];
            for (int j = 0; j < SIZE; j++) {
                for (int k = 0; k < SIZE; k++) {
                    expected[j] += (double) left[i * aRow + k * aTerm] * right[k * bTerm + j * bColumn];
                }
            }
            float[] row = Arrays.copyOfRange(result, i * SIZE, (i + 1) * SIZE);
            requireClose(benchmark, shape + " row " + i, expected, row, 1e-6 * SIZE);
        }
    }

    @Override
    protected void close() {
        backend.close();
    }

    @Benchmark
    public float[] peak(Rate rate) {
        for (int i = 0; i < values.length; i++) {
            float v = values[i];
            v = Math.fma(v, 0.999f, 1e-3f);
            v = Math.fma(v, 0.999f, 1e-3f);
            v = Math.fma(v, 0.999f, 1e-3f);
            v = Math.fma(v, 0.999f, 1e-3f);
            v = Math.fma(v, 0.999f, 1e-3f);
            v = Math.fma(v, 0.999f, 1e-3f);
            v = Math.fma(v, 0.999f, 1e-3f);
            v = Math.fma(v, 0.999f, 1e-3f);
            values[i] = v;
        }
        rate.gigaFlops += 2e-9 * 8 * values.length;
        return values;
    }

    @Benchmark
    public void plain(Rate rate) {
        multiply(Gemm.of(SIZE, SIZE, SIZE), rate);
    }

    @Benchmark
    public void transposedA(Rate rate) {
        multiply(Gemm.of(SIZE, SIZE, SIZE).withTransposedA(), rate);
    }

    @Benchmark
    public void transposedB(Rate rate) {
        multiply(Gemm.of(SIZE, SIZE, SIZE).withTransposedB(), rate);
    }

    private void multiply(Gemm shape, Rate rate) {
        backend.gemm(shape, a, b, c, Epilogue.NONE);
        rate.gigaFlops += 2e-9 * SIZE * SIZE * SIZE;
    }
}
