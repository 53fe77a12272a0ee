package org.fitact.cuda.kernel.integer;

import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.fitact.cuda.driver.DevicePointer;
import org.fitact.cuda.driver.Driver;
import org.fitact.cuda.driver.Launch;
import org.fitact.cuda.kernel.DeviceMemory;
import org.fitact.cuda.kernel.Workspace;
import org.fitact.tensor.fixedpoint.FixedType;
import org.fitact.tensor.integer.NodeRun;

/** One op on words: its operands and its result lie on the device until it is closed. */
final class WordOp implements AutoCloseable {

    /** Counts that a kernel leaves; see {@code NodeRun} in {@code words.cuh}. */
    private static final int FOUND = 4;

    private final Driver driver;
    private final DeviceMemory memory;
    private final int n;
    private final NodeRun run;
    private final Deque<Workspace> pieces = new ArrayDeque<>();
    private DevicePointer result;
    private DevicePointer found;

    WordOp(Driver driver, DeviceMemory memory, int n, NodeRun run) {
        this.driver = driver;
        this.memory = memory;
        this.n = n;
        this.run = run;
    }

    private DevicePointer allocate(long bytes) {
        Workspace piece = Workspace.of(memory, Math.ceilDiv(bytes, (long) Integer.BYTES));
        pieces.push(piece);
        return piece.pointer();
    }

    private DevicePointer upload(MemorySegment host) {
        DevicePointer pointer = allocate(host.byteSize());
        driver.upload(host, pointer.address());
        return pointer;
    }

    /** The first n words of an operand. */
    DevicePointer words(long[] words, int n) {
        return upload(MemorySegment.ofArray(words).asSlice(0, (long) n * Long.BYTES));
    }

    /** All of them. */
    DevicePointer words(long[] words) {
        return words(words, words.length);
    }

    DevicePointer integers(int[] numbers) {
        return upload(MemorySegment.ofArray(numbers));
    }

    /** The first n numbers of an operand. */
    DevicePointer floats(float[] numbers, int n) {
        return upload(MemorySegment.ofArray(numbers).asSlice(0, (long) n * Float.BYTES));
    }

    /** The struct {@code FixedType} of {@code wide.cuh}. */
    static int[] struct(FixedType type) {
        return new int[] {
            type.format().width(),
            type.format().fraction(),
            type.format().signed() ? 1 : 0,
            type.rounding().ordinal(),
            type.overflow().ordinal()
        };
    }

    /** Launches a kernel with a thread for each output, whose last parameters are the result and those of the run. */
    void launch(String family, String kernel, Object... operands) {
        result = allocate((long) n * Long.BYTES);
        found = upload(MemorySegment.ofArray(new long[FOUND]));
        List<Object> arguments = new ArrayList<>(List.of(operands));
        arguments.add(result);
        arguments.add(run.draws().seed());
        arguments.add(run.draws().stream());
        arguments.add(run.draws().elements());
        arguments.add(found);
        driver.launch(Launch.forEach(family, kernel, n, arguments.toArray()));
    }

    /** Fetches the result and tells what happened, unless something failed: then it is false, and nothing was written. */
    boolean end(long[] y) {
        long[] counts = new long[FOUND];
        driver.download(found.address(), MemorySegment.ofArray(counts));
        if (counts[3] != 0) {
            return false;
        }
        driver.download(result.address(), MemorySegment.ofArray(y).asSlice(0, (long) n * Long.BYTES));
        run.tally().outputs(n, counts[0]);
        run.tally().accumulated((int) counts[2], counts[1]);
        return true;
    }

    @Override
    public void close() {
        pieces.forEach(Workspace::close);
    }
}
