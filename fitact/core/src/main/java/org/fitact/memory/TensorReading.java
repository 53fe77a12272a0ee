package org.fitact.memory;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.fitact.fault.Region;
import org.fitact.memory.TensorReader.Stage;
import org.fitact.memory.code.BlockDecoder;
import org.fitact.memory.code.WordStatus;
import org.fitact.tensor.number.Scaling;

/** Reads one tensor in a memory as it is now. What lies beside its words is looked at when it is {@link #refresh}ed. */
final class TensorReading {

    private static final int[] NONE = {};

    private final TensorReader reader;
    private final int[] memory;
    private final BlockDecoder[] decoders;
    private final int[][] blocks;
    /** Null where a word stands for itself. */
    private final Scaling scaling;

    private int[] scales;
    private int[] zeros;

    /** @param memory all words by address, kept and not copied */
    TensorReading(TensorReader reader, int[] memory) {
        this.reader = reader;
        this.memory = memory;
        this.decoders = new BlockDecoder[reader.stages().size()];
        this.blocks = reader.stages().stream()
                .map(stage -> new int[stage.code().block()])
                .toArray(int[][]::new);
        this.scaling = reader.encoding().scaling().orElse(null);
        refresh();
    }

    TensorReader reader() {
        return reader;
    }

    /** Looks anew at scales and tables, which may have been struck. */
    void refresh() {
        for (int s = 0; s < decoders.length; s++) {
            Stage stage = reader.stages().get(s);
            decoders[s] = stage.code().decoder(companions(stage));
        }
        scales = scaling(reader.scales());
        zeros = scaling(reader.zeros());
    }

    private int[] scaling(Optional<Region> region) {
        return region.map(reader.encoding().thrice() ? this::thrice : this::words)
                .orElse(NONE);
    }

    /** What a code of the tensor keeps beside its words, as it is read now. */
    List<int[]> companions(Stage stage) {
        return stage.companions().stream().map(this::thrice).toList();
    }

    /** What lies in a region three times, as it is read now. */
    int[] thrice(Region region) {
        return Thrice.read(words(region));
    }

    private int[] words(Region region) {
        return Arrays.copyOfRange(memory, region.offset(), region.end());
    }

    /**
     * Reads the words of a span through all stages.
     *
     * @param words of the length of a span; modified to what reading gives, 0 behind the end of the tensor
     * @return the worst that a stage found
     */
    WordStatus read(int number, int[] words) {
        int first = number * reader.span();
        int length = Math.min(reader.span(), reader.region().words() - first);
        System.arraycopy(memory, reader.region().offset() + first, words, 0, length);
        Arrays.fill(words, length, words.length, 0);
        WordStatus worst = WordStatus.CLEAN;
        for (int s = 0; s < decoders.length; s++) {
            WordStatus found = read(s, first, words, length);
            worst = found.compareTo(worst) > 0 ? found : worst;
        }
        return worst;
    }

    /** Words that no code guards, by their indices in the tensor. */
    int[] unguarded(int[] indices) {
        int[] words = new int[indices.length];
        int first = reader.region().offset();
        for (int i = 0; i < words.length; i++) {
            words[i] = memory[first + indices[i]];
        }
        return words;
    }

    private WordStatus read(int s, int first, int[] words, int length) {
        int[] block = blocks[s];
        Optional<Region> check = reader.stages().get(s).check();
        WordStatus worst = WordStatus.CLEAN;
        for (int at = 0; at < length; at += block.length) {
            int number = (first + at) / block.length;
            System.arraycopy(words, at, block, 0, block.length);
            int bits = check.isPresent() ? memory[check.get().offset() + number] : 0;
            WordStatus found = decoders[s].decode(number, block, bits);
            System.arraycopy(block, 0, words, at, block.length);
            worst = found.compareTo(worst) > 0 ? found : worst;
        }
        return worst;
    }

    /** The number of a word that was read. */
    float number(int word, int index) {
        return scaling == null ? reader.region().format().decode(word) : scaling.decode(word, index, scales, zeros);
    }

    /** All words of the tensor as reading gives them. */
    int[] words() {
        int[] all = new int[reader.region().words()];
        int[] span = new int[reader.span()];
        for (int number = 0; number < reader.spans(); number++) {
            read(number, span);
            int first = number * span.length;
            System.arraycopy(span, 0, all, first, Math.min(span.length, all.length - first));
        }
        return all;
    }

    /** All numbers of the tensor. */
    float[] numbers() {
        int[] words = words();
        float[] numbers = new float[words.length];
        for (int i = 0; i < words.length; i++) {
            numbers[i] = number(words[i], i);
        }
        return numbers;
    }
}
