package org.fitact.cuda;

import static org.fitact.cuda.CudaBuffer.pointer;

import java.lang.foreign.MemorySegment;
import org.fitact.tensor.backend.Buffer;
import org.fitact.tensor.backend.cpu.Arguments;
import org.fitact.tensor.fixedpoint.QFormat;

/** Launches the kernels of {@code flipgen.cu}. */
final class FlipgenKernels {

    private static final String FAMILY = "flipgen";
    private static final int MOST_HITS = 1 << 22;
    private static final int ELEMENTS_OF_A_LONG = 2;

    /**
     * Bits that are hit at random, independently of each other.
     *
     * @param seed of the generator that the CPU would draw from
     * @param stream of that generator
     * @param rate probability that a bit is flipped, between 0 and {@code largestRate}
     * @param largestRate the rate at which hits are drawn, below 1; the hits of a smaller rate are among them
     */
    record Draw(long seed, long stream, double rate, double largestRate) {

        double logOfMiss() {
            return StrictMath.log1p(-largestRate);
        }

        double kept() {
            return rate / largestRate;
        }

        /** As many hits as there will hardly be: the mean, eight standard deviations, and some for small means. */
        int hits(long bits) {
            double mean = bits * largestRate;
            return (int) Math.min(MOST_HITS, mean + 8 * Math.sqrt(mean) + 64);
        }
    }

    private final Driver driver;
    private final DeviceMemory memory;

    FlipgenKernels(Driver driver, DeviceMemory memory) {
        this.driver = driver;
        this.memory = memory;
    }

    /** Flips bits of the first {@code n} words; bit b of word w is number {@code w·width + b}. */
    void flip(Draw draw, QFormat format, int n, Buffer words) {
        Arguments.requireInts("words", words, n);
        long bits = (long) n * format.width();
        int blocks = Math.ceilDiv(draw.hits(bits), Launch.THREADS);
        try (Workspace starts = Workspace.of(memory, (blocks + 1L) * ELEMENTS_OF_A_LONG)) {
            long start = 0;
            for (long first = 0; start < bits; first += (long) blocks * Launch.THREADS) {
                start = flip(draw, format, new Part(first, start, bits, blocks), starts.pointer(), words);
            }
        }
    }

    /** Hits from {@code first} on, the first of which is looked for from bit {@code start} on. */
    private record Part(long first, long start, long bits, int blocks) {}

    private long flip(Draw draw, QFormat format, Part part, DevicePointer starts, Buffer words) {
        driver.launch(Launch.of(
                FAMILY,
                "flipAdvances",
                part.blocks(),
                draw.seed(),
                draw.stream(),
                part.first(),
                part.bits(),
                draw.logOfMiss(),
                starts));
        driver.launch(Launch.of(FAMILY, "flipStarts", 1, part.blocks(), part.start(), starts));
        driver.launch(Launch.of(
                FAMILY,
                "flipGenerated",
                part.blocks(),
                draw.seed(),
                draw.stream(),
                part.first(),
                part.bits(),
                draw.logOfMiss(),
                draw.kept(),
                Integer.numberOfTrailingZeros(format.width()),
                starts,
                pointer(words)));
        long[] next = new long[1];
        driver.download(starts.plus((long) part.blocks() * ELEMENTS_OF_A_LONG).address(), MemorySegment.ofArray(next));
        return next[0];
    }
}
