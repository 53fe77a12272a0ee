package org.fitact.fault;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongConsumer;
import org.fitact.tensor.random.PhiloxRandom;

/**
 * Exactly n distinct bits are hit, every set of n as likely as any other.
 *
 * <p>Schemes are coupled as far as that allows: each hit first falls among the shared bits or among those of the
 * bounds, in proportion to how many of them are left, and the hits among the shared bits are taken from one sequence
 * that is the same under every scheme.
 *
 * @param count 1 or more
 */
public record ExactCount(int count) implements BitPlacement {

    public ExactCount {
        if (count < 1) {
            throw new IllegalArgumentException("count of faults " + count + ", expected 1 or more");
        }
    }

    @Override
    public void draw(EligibleBits bits, PhiloxRandom random, LongConsumer hit) {
        if (count > bits.count()) {
            throw new IllegalArgumentException(
                    "count of faults " + count + ", but only " + bits.count() + " bits may be hit");
        }
        PhiloxRandom choice = random.child(0);
        Permutation shared = new Permutation(bits.shared(), random.child(1));
        Permutation bounds = new Permutation(bits.count() - bits.shared(), random.child(2));
        for (int i = 0; i < count; i++) {
            boolean ofBounds = choice.nextLong(shared.left() + bounds.left()) < bounds.left();
            hit.accept(ofBounds ? bits.shared() + bounds.next() : shared.next());
        }
    }

    /** The start of a random permutation of 0..n−1: Fisher–Yates that stores only the elements that were moved. */
    private static final class Permutation {

        private final Map<Long, Long> moved = new HashMap<>();
        private final PhiloxRandom random;
        private long left;

        Permutation(long length, PhiloxRandom random) {
            this.left = length;
            this.random = random;
        }

        long left() {
            return left;
        }

        long next() {
            long chosen = random.nextLong(left);
            left--;
            long last = take(left);
            if (chosen == left) {
                return last;
            }
            Long drawn = moved.put(chosen, last);
            return drawn == null ? chosen : drawn;
        }

        private long take(long index) {
            Long element = moved.remove(index);
            return element == null ? index : element;
        }
    }
}
