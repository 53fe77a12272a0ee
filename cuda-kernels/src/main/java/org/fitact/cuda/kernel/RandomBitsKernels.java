package org.fitact.cuda.kernel;

import static org.fitact.cuda.kernel.CudaBuffer.pointer;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.fitact.cuda.driver.DevicePointer;
import org.fitact.cuda.driver.Driver;
import org.fitact.cuda.driver.Launch;
import org.fitact.tensor.buffer.Buffer;
import org.fitact.tensor.fixedpoint.QFormat;
import org.fitact.tensor.random.RandomBits;

/** Launches the kernels of {@code randombits.cu}. */
public final class RandomBitsKernels {

    private static final String FAMILY = "randombits";
    private static final int MOST_HITS = 1 << 22;
    private static final int ELEMENTS_OF_A_LONG = 2;

    /** As many hits as there will hardly be: the mean, eight standard deviations, and some for small means. */
    private static int hits(RandomBits bits, long count) {
        double mean = count * bits.largestRate();
        return (int) Math.min(MOST_HITS, mean + 8 * Math.sqrt(mean) + 64);
    }

    private final Driver driver;
    private final DeviceMemory memory;

    public RandomBitsKernels(Driver driver, DeviceMemory memory) {
        this.driver = driver;
        this.memory = memory;
    }

    /** Flips bits of the first {@code n} words; returns how many. */
    public long flip(RandomBits bits, QFormat format, int n, Buffer words) {
        long count = (long) n * format.width();
        int blocks = Math.ceilDiv(hits(bits, count), Launch.THREADS);
        try (Workspace starts = Workspace.of(memory, (blocks + 2L) * ELEMENTS_OF_A_LONG)) {
            Part part = new Part(0, 0, 0, blocks);
            while (part.start() < count) {
                part = flip(bits, format, part, count, List.of(starts.pointer(), pointer(words)));
            }
            return part.flips();
        }
    }

    /** Hits from {@code first} on, looked for from bit {@code start} on, after so many flips. */
    private record Part(long first, long start, long flips, int blocks) {}

    /** @param memory places of hits, and words */
    private Part flip(RandomBits bits, QFormat format, Part part, long count, List<DevicePointer> memory) {
        DevicePointer starts = memory.getFirst();
        double logOfMiss = StrictMath.log1p(-bits.largestRate());
        driver.launch(Launch.of(
                FAMILY,
                "flipAdvances",
                part.blocks(),
                bits.seed(),
                bits.stream(),
                part.first(),
                count,
                logOfMiss,
                starts));
        driver.launch(Launch.of(FAMILY, "flipStarts", 1, part.blocks(), part.start(), part.flips(), starts));
        driver.launch(Launch.of(
                FAMILY,
                "flipGenerated",
                part.blocks(),
                bits.seed(),
                bits.stream(),
                part.first(),
                count,
                logOfMiss,
                bits.rate() / bits.largestRate(),
                format.width(),
                starts,
                memory.getLast()));
        long[] end = new long[2];
        driver.download(starts.plus((long) part.blocks() * ELEMENTS_OF_A_LONG).address(), MemorySegment.ofArray(end));
        return new Part(part.first() + (long) part.blocks() * Launch.THREADS, end[0], end[1], part.blocks());
    }
}
