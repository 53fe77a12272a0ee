package org.fitact.cuda.kernel.words;

import static org.fitact.cuda.kernel.CudaBuffer.pointer;

import java.lang.foreign.MemorySegment;
import org.fitact.cuda.driver.DevicePointer;
import org.fitact.cuda.driver.Driver;
import org.fitact.cuda.driver.Launch;
import org.fitact.cuda.kernel.DeviceMemory;
import org.fitact.cuda.kernel.Workspace;
import org.fitact.tensor.backend.op.WordCode;
import org.fitact.tensor.backend.op.WordCounts;
import org.fitact.tensor.buffer.Buffer;

/** Launches the kernels of {@code wordcode.cu}. */
public final class WordCodeKernels {

    private static final String FAMILY = "wordcode";
    private static final int ELEMENTS_OF_COUNTS = 4;

    private final Driver driver;
    private final DeviceMemory memory;

    public WordCodeKernels(Driver driver, DeviceMemory memory) {
        this.driver = driver;
        this.memory = memory;
    }

    /** @param check null where the code has none */
    public WordCounts decode(WordCode code, int n, Buffer words, Buffer check, Buffer decoded) {
        if (n == 0) {
            return WordCounts.NONE;
        }
        int[] table = table(code);
        // Counts are of eight bytes, so they come first.
        try (Workspace space = Workspace.of(memory, ELEMENTS_OF_COUNTS + table.length)) {
            DevicePointer counts = space.pointer();
            DevicePointer tables = counts.plus(ELEMENTS_OF_COUNTS);
            driver.upload(MemorySegment.ofArray(new int[ELEMENTS_OF_COUNTS]), counts.address());
            if (table.length > 0) {
                driver.upload(MemorySegment.ofArray(table), tables.address());
            }
            driver.launch(launch(code, n, words, check, decoded, tables, counts));
            long[] found = new long[2];
            driver.download(counts.address(), MemorySegment.ofArray(found));
            return new WordCounts(found[0], found[1]);
        }
    }

    private static Launch launch(
            WordCode code,
            int n,
            Buffer words,
            Buffer check,
            Buffer decoded,
            DevicePointer table,
            DevicePointer counts) {
        long all = n;
        return switch (code) {
            case WordCode.Vote vote ->
                Launch.forEach(
                        FAMILY,
                        "voteWords",
                        n,
                        vote.bits(),
                        vote.copies(),
                        all,
                        pointer(words),
                        pointer(decoded),
                        counts);
            case WordCode.Guard guard ->
                Launch.forEach(
                        FAMILY,
                        "guardWords",
                        n,
                        guard.groups(),
                        guard.clamp() ? 1 : 0,
                        all,
                        table,
                        pointer(words),
                        pointer(decoded),
                        counts);
            case WordCode.Secded secded ->
                Launch.forEach(
                        FAMILY,
                        "secdedWords",
                        Math.ceilDiv(n, secded.blockWords()),
                        secded.blockWords(),
                        secded.checkBits(),
                        secded.keep() ? 1 : 0,
                        all,
                        table,
                        table.plus(2L * secded.checkBits()),
                        pointer(words),
                        pointer(check),
                        pointer(decoded),
                        counts);
        };
    }

    private static int[] table(WordCode code) {
        return switch (code) {
            case WordCode.Vote _ -> new int[0];
            case WordCode.Guard guard -> {
                int[] ends = new int[2 * guard.groups()];
                System.arraycopy(guard.least(), 0, ends, 0, guard.groups());
                System.arraycopy(guard.greatest(), 0, ends, guard.groups(), guard.groups());
                yield ends;
            }
            case WordCode.Secded secded -> {
                int masks = 2 * secded.checkBits();
                int[] table = new int[masks + secded.columns().length];
                for (int c = 0; c < secded.checkBits(); c++) {
                    table[2 * c] = (int) secded.mask(c);
                    table[2 * c + 1] = (int) (secded.mask(c) >>> Integer.SIZE);
                }
                System.arraycopy(secded.columns(), 0, table, masks, secded.columns().length);
                yield table;
            }
        };
    }
}
