package org.fitact.measure;

import java.util.stream.IntStream;

/**
 * What transient faults struck in a trial.
 *
 * @param flips bits that flipped, in the inferences of all images together
 * @param struck images in whose inference a bit flipped
 */
public record TransientCounts(long flips, int struck) {

    /** @throws IllegalArgumentException if the numbers contradict each other */
    public TransientCounts {
        if (struck < 0 || flips < struck || struck == 0 && flips > 0) {
            throw new IllegalArgumentException("transient faults of " + flips + " flips in " + struck
                    + " images, expected a flip in each of these");
        }
    }

    /** @param flips of each image */
    public static TransientCounts of(int[] flips) {
        return new TransientCounts(IntStream.of(flips).asLongStream().sum(), (int)
                IntStream.of(flips).filter(some -> some > 0).count());
    }
}
