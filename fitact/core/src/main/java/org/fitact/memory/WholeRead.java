package org.fitact.memory;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.fitact.fault.Region;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.op.WordCode;
import org.fitact.tensor.buffer.Buffer;
import org.fitact.tensor.buffer.DType;

/**
 * Reads all guarded numbers of a memory through their codes, as a deployed program does that decodes its memory: what that takes is
 * the price of a code in time. A tensor is read by the backend's kernels where it has one for every stage of its code, and by
 * blocks on one thread elsewhere. Words that no code guards are not read: what they cost they cost without a code too.
 */
public final class WholeRead implements AutoCloseable {

    private final Backend backend;
    private final List<TensorRead> tensors = new ArrayList<>();
    private final List<Buffer> buffers = new ArrayList<>();
    /** What stages give, by turns; as long as the longest tensor. */
    private Buffer[] scratch = {};

    /** One tensor: reads its words once. */
    private sealed interface TensorRead {}

    private record ByBlocks(TensorReading reading) implements TensorRead {}

    /** @param checks the check bits of each stage; null where it has none */
    private record ByKernels(int words, Buffer from, List<WordCode> stages, List<Buffer> checks)
            implements TensorRead {}

    private WholeRead(Backend backend) {
        this.backend = backend;
    }

    /** Places the words of a memory where the backend reads them; to be closed by the caller. */
    public static WholeRead of(MemoryImage image, Backend backend) {
        return of(image, image.words(), backend);
    }

    /** @param memory all words by address, as faults may have left them; kept and not copied */
    static WholeRead of(MemoryImage image, int[] memory, Backend backend) {
        WholeRead read = new WholeRead(backend);
        try {
            image.readers().stream().filter(TensorReader::isGuarded).forEach(reader -> read.add(reader, memory));
            read.makeScratch();
            return read;
        } catch (RuntimeException | Error e) {
            read.close();
            throw e;
        }
    }

    private void add(TensorReader reader, int[] memory) {
        TensorReading reading = new TensorReading(reader, memory);
        List<WordCode> stages = reader.stages().stream()
                .map(stage -> stage.code().wordCode(reading.companions(stage)))
                .flatMap(Optional::stream)
                .toList();
        if (stages.size() < reader.stages().size()) {
            tensors.add(new ByBlocks(reading));
            return;
        }
        List<Buffer> checks = new ArrayList<>();
        for (TensorReader.Stage stage : reader.stages()) {
            checks.add(
                    stage.check().map(region -> upload(words(region, memory))).orElse(null));
        }
        Region region = reader.region();
        tensors.add(new ByKernels(region.words(), upload(words(region, memory)), stages, checks));
    }

    private static int[] words(Region region, int[] memory) {
        return Arrays.copyOfRange(memory, region.offset(), region.end());
    }

    private Buffer upload(int[] words) {
        Buffer buffer = allocate(words.length);
        backend.upload(MemorySegment.ofArray(words), buffer, 0);
        return buffer;
    }

    private Buffer allocate(int words) {
        Buffer buffer = backend.allocate(DType.INT32, words);
        buffers.add(buffer);
        return buffer;
    }

    private void makeScratch() {
        int longest = tensors.stream()
                .mapToInt(tensor -> tensor instanceof ByKernels kernels ? kernels.words : 0)
                .max()
                .orElse(0);
        if (longest > 0) {
            scratch = new Buffer[] {allocate(longest), allocate(longest)};
        }
    }

    /** Whether no code guards anything. */
    public boolean isEmpty() {
        return tensors.isEmpty();
    }

    /** Whether kernels read all that is read. */
    public boolean isByKernels() {
        return tensors.stream().allMatch(ByKernels.class::isInstance);
    }

    /** Reads everything once. */
    public void run() {
        tensors.forEach(this::read);
    }

    private void read(TensorRead tensor) {
        switch (tensor) {
            case ByBlocks blocks -> blocks.reading.words();
            case ByKernels kernels -> read(kernels);
        }
    }

    private Buffer read(ByKernels tensor) {
        Buffer words = tensor.from;
        for (int s = 0; s < tensor.stages.size(); s++) {
            Buffer to = scratch[s % 2];
            backend.decodeWords(tensor.stages.get(s), tensor.words, words, tensor.checks.get(s), to);
            words = to;
        }
        return words;
    }

    /** The words of the guarded tensor of a number, as reading gives them. */
    int[] words(int number) {
        return switch (tensors.get(number)) {
            case ByBlocks blocks -> blocks.reading.words();
            case ByKernels kernels -> {
                int[] words = new int[kernels.words];
                backend.download(read(kernels), 0, MemorySegment.ofArray(words));
                yield words;
            }
        };
    }

    @Override
    public void close() {
        buffers.forEach(Buffer::close);
    }
}
