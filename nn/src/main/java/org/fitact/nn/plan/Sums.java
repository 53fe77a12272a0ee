package org.fitact.nn.plan;

import java.util.BitSet;
import org.fitact.nn.graph.Node;
import org.fitact.tensor.buffer.Buffer;

/**
 * The sums of a product, as they have left its accumulators: no bias is added yet.
 *
 * @param step whose product it is
 * @param input what the product reads, of the first {@code batch} images; not to be modified
 * @param value the sums of these images; what is written there is what the bias is added to
 * @param attempt 0 for the first, and one more each time they are computed again
 * @param images for which they are computed in this attempt; not to be modified
 * @param repeat computes them anew from the input
 */
public record Sums(Node step, Buffer input, Buffer value, int batch, int attempt, BitSet images, Repeat repeat) {

    /** Computes sums once more. */
    @FunctionalInterface
    interface Repeat {

        /**
         * @param attempt its number
         * @param images for which it is made
         */
        void run(int attempt, BitSet images);
    }

    /** Those of the first attempt, for all images. */
    static Sums first(Node step, Buffer input, Buffer value, int batch, Kernel kernel) {
        BitSet all = new BitSet(batch);
        all.set(0, batch);
        return new Sums(step, input, value, batch, 0, all, (_, _) -> kernel.run(batch));
    }

    /**
     * Computes the sums once more. Those of other images are computed along with them, and what was in their place is lost: who wants it
     * keeps it.
     *
     * @param of images for which it is done
     */
    public Sums again(BitSet of) {
        repeat.run(attempt + 1, of);
        return new Sums(step, input, value, batch, attempt + 1, of, repeat);
    }

    /** The same for who comes behind an observer, which sees each attempt first. */
    Sums leftBy(StepObserver first) {
        return new Sums(step, input, value, batch, attempt, images, (number, of) -> {
            repeat.run(number, of);
            first.summed(new Sums(step, input, value, batch, number, of, repeat));
        });
    }
}
