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
 * @param channels of which they are computed in this attempt, the last dimension of the value; not to be modified
 * @param repeat computes them anew from the input
 */
public record Sums(
        Node step, Buffer input, Buffer value, int batch, int attempt, BitSet images, BitSet channels, Repeat repeat) {

    /** Computes sums once more. */
    @FunctionalInterface
    interface Repeat {

        /**
         * @param attempt its number
         * @param images for which it is made
         * @param channels of which it is made
         */
        void run(int attempt, BitSet images, BitSet channels);
    }

    /** Those of the first attempt, for all images and of all channels. */
    static Sums first(Node step, int channels, Buffer input, Buffer value, int batch, Kernel kernel) {
        return new Sums(step, input, value, batch, 0, all(batch), all(channels), (_, _, _) -> kernel.run(batch));
    }

    private static BitSet all(int count) {
        BitSet all = new BitSet(count);
        all.set(0, count);
        return all;
    }

    /**
     * Computes the sums once more. Those of other images are computed along with them, and what was in their place is lost: who wants it
     * keeps it.
     *
     * @param of images for which it is done
     */
    public Sums again(BitSet of) {
        return again(of, channels);
    }

    /**
     * The same of some channels. Those of others are computed along with them, so that each sum is what it was to the bit: products of
     * another shape may add up in another order.
     *
     * @param of images for which it is done
     * @param some of the channels
     */
    public Sums again(BitSet of, BitSet some) {
        repeat.run(attempt + 1, of, some);
        return new Sums(step, input, value, batch, attempt + 1, of, some, repeat);
    }

    /** The same for who comes behind an observer, which sees each attempt first. */
    Sums leftBy(StepObserver first) {
        return new Sums(step, input, value, batch, attempt, images, channels, (number, of, some) -> {
            repeat.run(number, of, some);
            first.summed(new Sums(step, input, value, batch, number, of, some, repeat));
        });
    }
}
