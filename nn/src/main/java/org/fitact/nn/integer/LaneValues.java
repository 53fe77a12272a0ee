package org.fitact.nn.integer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

/**
 * One thread's memory for values. Within a {@link Stage} an array serves one value after the other, as soon as nobody reads the one
 * before; what a later stage reads is kept for all images of the thread.
 */
final class LaneValues {

    private final IntegerSteps steps;
    private final int[] lastReader;
    private final long[][] kept;
    private final long[][] arrays;
    private final List<long[]> shelf = new ArrayList<>();

    /** @param images of the thread at once */
    LaneValues(IntegerSteps steps, List<Stage> stages, int images) {
        this.steps = steps;
        this.lastReader = lastReaders(steps);
        this.kept = new long[steps.values()][];
        this.arrays = new long[steps.values()][];
        for (Stage stage : stages) {
            for (int value = stage.first(); value < stage.end(); value++) {
                if (lastReader[value] >= stage.end()) {
                    kept[value] = new long[images * steps.elements(value)];
                }
            }
        }
        for (Stage stage : stages) {
            walk(stage, 0, Math.min(images, stage.images()), value -> {});
        }
    }

    /** Makes all values of a stage for some images. */
    void walk(Stage stage, int first, int images, IntConsumer maker) {
        enter(stage, first, images);
        for (int value = stage.first(); value < stage.end(); value++) {
            arrays[value] = take(images * steps.elements(value));
            maker.accept(value);
            end(value, first, images);
        }
        for (int value = 0; value < stage.end(); value++) {
            if (arrays[value] != null) {
                give(value);
            }
        }
    }

    /** By value, the last that is made from it; the logits are read by who asked. */
    private static int[] lastReaders(IntegerSteps steps) {
        int[] last = new int[steps.values()];
        for (int value = 1; value < last.length; value++) {
            for (int input : steps.inputs(steps.node(value))) {
                last[input] = value;
            }
        }
        last[steps.number(steps.graph().output())] = last.length;
        return last;
    }

    /** Words that this memory has. */
    long words() {
        return Stream.concat(Arrays.stream(kept).filter(Objects::nonNull), shelf.stream())
                .mapToLong(array -> array.length)
                .sum();
    }

    /** The values, each from index 0 on those of the images that pass a stage. */
    long[][] arrays() {
        return arrays;
    }

    /** A value of all images of the thread that a later stage, or who asked, reads. */
    long[] kept(int value) {
        return kept[value];
    }

    /** Has the values from earlier stages for some images. */
    private void enter(Stage stage, int first, int images) {
        for (int value = 0; value < stage.first(); value++) {
            if (lastReader[value] >= stage.first()) {
                int n = steps.elements(value);
                arrays[value] = take(images * n);
                System.arraycopy(kept[value], first * n, arrays[value], 0, images * n);
            }
        }
    }

    /** Keeps a value that was made, where it is read later, and gives back what nobody reads any more. */
    private void end(int value, int first, int images) {
        if (kept[value] != null) {
            int n = steps.elements(value);
            System.arraycopy(arrays[value], 0, kept[value], first * n, images * n);
        }
        for (int other = 0; other <= value; other++) {
            if (arrays[other] != null && lastReader[other] <= value) {
                give(other);
            }
        }
    }

    private void give(int value) {
        shelf.add(arrays[value]);
        arrays[value] = null;
    }

    /** The smallest array that is long enough, of those that were given back. */
    private long[] take(int length) {
        Optional<long[]> best = shelf.stream()
                .filter(array -> array.length >= length)
                .min(Comparator.comparingInt(array -> array.length));
        best.ifPresent(array -> shelf.removeIf(other -> other == array));
        return best.orElseGet(() -> new long[length]);
    }
}
