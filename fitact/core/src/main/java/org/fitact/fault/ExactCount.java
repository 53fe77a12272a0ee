package org.fitact.fault;

import java.util.function.LongConsumer;
import org.fitact.tensor.random.PhiloxRandom;
import org.fitact.tensor.random.SparseShuffle;

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
        SparseShuffle shared = new SparseShuffle(bits.shared(), random.child(1));
        SparseShuffle bounds = new SparseShuffle(bits.count() - bits.shared(), random.child(2));
        for (int i = 0; i < count; i++) {
            boolean ofBounds = choice.nextLong(shared.left() + bounds.left()) < bounds.left();
            hit.accept(ofBounds ? bits.shared() + bounds.next() : shared.next());
        }
    }
}
