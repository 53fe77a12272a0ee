package org.fitact.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fitact.fault.Region;
import org.fitact.memory.code.RegionCode;
import org.fitact.tensor.number.TensorEncoding;

/**
 * How the words of one tensor are read: through the stages of its code, then as numbers. Immutable; {@link TensorReading} reads.
 *
 * @param region of its numbers
 * @param encoding of its numbers
 * @param stages in the order of reading
 * @param scales where its scales lie, if it has such
 * @param zeros where its zero points lie, if it has such
 * @param span words that are read together: whole blocks of every stage
 */
record TensorReader(
        Region region,
        TensorEncoding encoding,
        List<Stage> stages,
        Optional<Region> scales,
        Optional<Region> zeros,
        int span) {

    /**
     * One code of a tensor.
     *
     * @param check where its check bits lie, if it has such
     * @param companions where what it keeps beside lies
     */
    record Stage(RegionCode code, Optional<Region> check, List<Region> companions) {}

    TensorReader(
            Region region,
            TensorEncoding encoding,
            List<Stage> stages,
            Optional<Region> scales,
            Optional<Region> zeros) {
        this(region, encoding, stages, scales, zeros, span(stages));
    }

    private static int span(List<Stage> stages) {
        int span = 1;
        for (Stage stage : stages) {
            int block = stage.code().block();
            // The least common multiple: every stage reads whole blocks.
            int a = span;
            int b = block;
            while (b != 0) {
                int rest = a % b;
                a = b;
                b = rest;
            }
            span = span / a * block;
        }
        return span;
    }

    boolean isGuarded() {
        return !stages.isEmpty();
    }

    /** Whether anything that faults strike in it can be mended. */
    boolean isMendable() {
        return isGuarded() || encoding.thrice();
    }

    /** Whether its words are numbers as they are. */
    boolean isPlain() {
        return stages.isEmpty() && scales.isEmpty();
    }

    int spans() {
        return Math.ceilDiv(region.words(), span);
    }

    /** All regions that it is read from. */
    List<Region> regions() {
        List<Region> all = new ArrayList<>(List.of(region));
        scales.ifPresent(all::add);
        zeros.ifPresent(all::add);
        for (Stage stage : stages) {
            stage.check().ifPresent(all::add);
            all.addAll(stage.companions());
        }
        return all;
    }

    /** Whether all of its words are read by a word of a region, as by a scale or a table. */
    boolean readsAllBy(Region of) {
        return switch (of.part()) {
            case NUMBER, CHECK -> false;
            case SCALE, TABLE, EXCEPTION -> true;
        };
    }

    /** The span that a word of a region of numbers or check bits is read for. */
    int spanOf(Region of, int address) {
        return span(address - of.offset(), wordsOfOne(of));
    }

    /**
     * Marks the spans that words of a region of numbers or check bits are read for.
     *
     * @param struck modified
     */
    void markSpans(Region of, int[] addresses, SpanList struck) {
        int wordsOfOne = wordsOfOne(of);
        for (int address : addresses) {
            struck.add(span(address - of.offset(), wordsOfOne));
        }
    }

    private int span(int word, int wordsOfOne) {
        return (int) ((long) word * wordsOfOne / span);
    }

    /** Numbers that one word of a region of numbers or check bits is for. */
    private int wordsOfOne(Region of) {
        return stages.stream()
                .filter(stage -> stage.check().filter(of::equals).isPresent())
                .findFirst()
                .map(stage -> stage.code().block())
                .orElse(1);
    }
}
