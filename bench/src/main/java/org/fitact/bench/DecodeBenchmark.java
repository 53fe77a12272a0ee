package org.fitact.bench;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.fitact.memory.code.MemoryCodes;
import org.fitact.memory.code.RegionCode;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.op.StridedCopy;
import org.fitact.tensor.backend.op.WordCode;
import org.fitact.tensor.backend.op.WordCounts;
import org.fitact.tensor.buffer.Buffer;
import org.fitact.tensor.buffer.DType;
import org.fitact.tensor.fixedpoint.FixedPoint;
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
 * What it takes to read a whole memory through a code, beside a copy of the same words: {@code decode} reads words, and check
 * bits where there are such, and writes words. One word in 100,000 is struck. The {@value #VGG16} words of VGG16 on CIFAR-10 are
 * the larger memory. {@code gigabytes} of a method is what it moves in a second.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class DecodeBenchmark extends ValidatedState {

    /** Parameters of VGG16 for ten classes, batch norm folded. */
    public static final int VGG16 = 15_245_120;

    private static final int ONE_STRUCK_IN = 100_000;
    private static final int ROWS = 16;
    private static final int NUMBER_BITS = 17;

    @Param({"vote", "guard", "guard:channel", "secded39", "secded72"})
    public String code;

    @Param({"1048576", "" + VGG16})
    public int words;

    @Param("cpu")
    public String device;

    @Param("2")
    public int threads;

    private Backend backend;
    private int[] clean;
    private int[] struck;
    private int[] check;
    private WordCode whole;
    private Buffer from;
    private Buffer checkBits;
    private Buffer to;
    private StridedCopy copy;

    /** What operations read and write, as a second result by the second: the bandwidth that they have of the memory. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Moved {
        private long bytes;

        /** Before every iteration. */
        @Setup(Level.Iteration)
        public void reset() {
            bytes = 0;
        }

        public double gigabytes() {
            return bytes / 1e9;
        }
    }

    @Override
    protected void open() {
        backend = Device.parse(device).open(threads);
        clean = new int[words];
        for (int i = 0; i < words; i++) {
            // Numbers below 1 in Q15.16, by a multiplicative hash of their place.
            clean[i] = i * 0x9E3779B1 >> Integer.SIZE - NUMBER_BITS;
        }
        RegionCode region = MemoryCodes.parse(code).over(FixedPoint.DEFAULT, clean, 64);
        check = region.encode(clean);
        List<int[]> companions =
                region.companions().stream().map(RegionCode.Companion::words).toList();
        whole = region.wordCode(companions).orElseThrow();
        struck = clean.clone();
        for (int i = ONE_STRUCK_IN / 2; i < words; i += ONE_STRUCK_IN) {
            struck[i] ^= 1 << 30;
        }
        from = upload(struck);
        checkBits = check.length == 0 ? null : upload(check);
        to = upload(new int[words]);
        int row = words / ROWS;
        copy = new StridedCopy(new int[] {ROWS, row}, 0, new int[] {row, 1}, 0, new int[] {row, 1});
    }

    private Buffer upload(int[] values) {
        Buffer buffer = backend.allocate(DType.INT32, values.length);
        backend.upload(MemorySegment.ofArray(values), buffer, 0);
        return buffer;
    }

    /** Each word that was struck is found, and mended or, by a guard, read as 0. */
    @Override
    protected void validate() {
        WordCounts found = decode(new Moved());
        int[] read = new int[words];
        backend.download(to, 0, MemorySegment.ofArray(read));
        int[] expected = clean.clone();
        long hit = 0;
        for (int i = ONE_STRUCK_IN / 2; i < words; i += ONE_STRUCK_IN, hit++) {
            expected[i] = code.startsWith("guard") ? 0 : clean[i];
        }
        requireEqual("decode", "blocks that were found", hit, found.corrected() + found.detected());
        requireEqual("decode", "words as they were", true, Arrays.equals(expected, read));
        copy(new Moved());
        backend.download(to, 0, MemorySegment.ofArray(read));
        requireEqual(
                "copy",
                "words copied",
                true,
                Arrays.equals(struck, 0, words / ROWS * ROWS, read, 0, words / ROWS * ROWS));
    }

    @Override
    protected void close() {
        backend.close();
    }

    /** Reads the memory through the code. */
    @Benchmark
    public WordCounts decode(Moved moved) {
        moved.bytes += 2L * Integer.BYTES * words + (long) Integer.BYTES * check.length;
        return backend.decodeWords(whole, words, from, checkBits, to);
    }

    /** The same words copied. */
    @Benchmark
    public void copy(Moved moved) {
        moved.bytes += 2L * Integer.BYTES * words;
        backend.copyStrided(copy, from, to);
    }
}
