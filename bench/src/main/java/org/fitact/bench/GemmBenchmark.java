package org.fitact.bench;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.fitact.tensor.backend.Buffer;
import org.fitact.tensor.backend.Epilogue;
import org.fitact.tensor.backend.Gemm;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The 1024³ product against what a plain loop of fused multiply-adds in registers reaches: the goal is 60 % of the latter.
 * Compare the secondary results {@code gigaFlops} (10^9 operations a second; a multiply-add is two) of {@code peak}, which
 * is one thread's, and of the products at {@code threads=1}. Run, after {@code ./mvnw package}, with the test class path
 * of this module:
 *
 * <pre>java --add-modules jdk.incubator.vector -cp … org.openjdk.jmh.Main GemmBenchmark</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class GemmBenchmark {

    private static final int SIZE = 1024;
    private static final int STEPS = 1_000_000;
    private static final int CHAINS = 10;
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

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

    private Backend backend;
    private Buffer a;
    private Buffer b;
    private Buffer c;

    @Setup
    public void open() {
        backend = Backends.open("simd", new BackendOptions(threads));
        a = Measured.upload(backend, Measured.random(1, SIZE * SIZE));
        b = Measured.upload(backend, Measured.random(2, SIZE * SIZE));
        c = Measured.upload(backend, new float[SIZE * SIZE]);
        validate(Gemm.of(SIZE, SIZE, SIZE), 1, SIZE, SIZE, 1);
        validate(Gemm.of(SIZE, SIZE, SIZE).withTransposedB(), 1, SIZE, 1, SIZE);
        validate(Gemm.of(SIZE, SIZE, SIZE).withTransposedA(), SIZE, 1, SIZE, 1);
    }

    /** Every 61st row against sums in double; the strides are those of k and of the row, and of k and of the column. */
    private void validate(Gemm shape, int aTerm, int aRow, int bTerm, int bColumn) {
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
            Measured.requireClose(shape + " row " + i, expected, row, SIZE);
        }
    }

    @TearDown
    public void close() {
        backend.close();
    }

    /** Ten independent chains of multiply-adds: more than the latency of two units needs. */
    @Benchmark
    public float peak(Rate rate) {
        FloatVector x = FloatVector.broadcast(SPECIES, 0.999f);
        FloatVector y = FloatVector.broadcast(SPECIES, 1e-3f);
        FloatVector c0 = x;
        FloatVector c1 = x;
        FloatVector c2 = x;
        FloatVector c3 = x;
        FloatVector c4 = x;
        FloatVector c5 = x;
        FloatVector c6 = x;
        FloatVector c7 = x;
        FloatVector c8 = x;
        FloatVector c9 = x;
        for (int i = 0; i < STEPS; i++) {
            c0 = c0.fma(x, y);
            c1 = c1.fma(x, y);
            c2 = c2.fma(x, y);
            c3 = c3.fma(x, y);
            c4 = c4.fma(x, y);
            c5 = c5.fma(x, y);
            c6 = c6.fma(x, y);
            c7 = c7.fma(x, y);
            c8 = c8.fma(x, y);
            c9 = c9.fma(x, y);
        }
        rate.gigaFlops += 2e-9 * CHAINS * SPECIES.length() * STEPS;
        FloatVector sum = c0.add(c1).add(c2).add(c3).add(c4).add(c5).add(c6).add(c7).add(c8).add(c9);
        return sum.reduceLanes(VectorOperators.ADD);
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
