package org.fitact.memory;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.fitact.fault.Region;
import org.fitact.memory.TensorReader.Stage;
import org.fitact.memory.code.BlockEncoder;

/**
 * Scrubs one tensor: its words are read through their codes and written back as they were read, coded anew; what lies in memory three
 * times is written back as the majority has it. A word that was mended wrongly, or reads as 0, is wrong or 0 from then on.
 */
final class TensorScrub {

    private final TensorReading reading;
    private final TensorReader reader;
    private final WordLog memory;
    private final BlockEncoder[] encoders;
    private final int[][] blocks;

    /** @param memory all words by address, those that the tensor is read from */
    TensorScrub(TensorReading reading, WordLog memory) {
        this.reading = reading;
        this.reader = reading.reader();
        this.memory = memory;
        List<Stage> stages = reader.stages();
        this.encoders = stages.stream()
                .map(stage -> stage.code().encoder(reading.companions(stage)))
                .toArray(BlockEncoder[]::new);
        this.blocks =
                stages.stream().map(stage -> new int[stage.code().block()]).toArray(int[][]::new);
    }

    /** @param spans that are scrubbed, of a tensor under a code; what lies beside it is scrubbed in any case */
    ScrubCounts run(int[] spans) {
        long beside = scrubBeside();
        int[] words = new int[reader.span()];
        long corrected = 0;
        long detected = 0;
        for (int number : spans) {
            switch (reading.read(number, words)) {
                case CORRECTED -> corrected++;
                case DETECTED -> detected++;
                case CLEAN -> {}
            }
            write(number, words);
        }
        return new ScrubCounts(spans.length, corrected, detected, beside);
    }

    /** @return copies that were another than the majority */
    private long scrubBeside() {
        Stream<Region> ofCodes = reader.stages().stream().flatMap(stage -> stage.companions().stream());
        Stream<Region> ofScaling = reader.encoding().thrice()
                ? Stream.of(reader.scales(), reader.zeros()).flatMap(Optional::stream)
                : Stream.empty();
        return Stream.concat(ofCodes, ofScaling)
                .mapToLong(region -> put(region.offset(), Thrice.stored(reading.thrice(region))))
                .sum();
    }

    /** Codes the words of a span, from the last code that they are read through to the first. */
    private void write(int number, int[] words) {
        int first = number * reader.span();
        int length = Math.min(reader.span(), reader.region().words() - first);
        for (int s = encoders.length - 1; s >= 0; s--) {
            int[] block = blocks[s];
            Optional<Region> check = reader.stages().get(s).check();
            for (int at = 0; at < length; at += block.length) {
                System.arraycopy(words, at, block, 0, block.length);
                int ofTensor = (first + at) / block.length;
                int bits = encoders[s].encode(ofTensor, block);
                System.arraycopy(block, 0, words, at, block.length);
                check.ifPresent(region -> memory.put(region.offset() + ofTensor, bits));
            }
        }
        for (int i = 0; i < length; i++) {
            memory.put(reader.region().offset() + first + i, words[i]);
        }
    }

    /** @return words that were others */
    private long put(int address, int[] words) {
        long others = 0;
        for (int i = 0; i < words.length; i++) {
            others += memory.put(address + i, words[i]) ? 1 : 0;
        }
        return others;
    }
}
