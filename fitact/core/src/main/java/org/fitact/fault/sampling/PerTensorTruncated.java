package org.fitact.fault.sampling;

import java.util.function.LongConsumer;
import org.fitact.fault.BitPlacement;
import org.fitact.fault.EligibleBits;
import org.fitact.tensor.random.PhiloxRandom;
import org.fitact.tensor.random.SparseShuffle;

/**
 * Of each tensor exactly {@code ⌊bits · rate⌋} distinct bits are hit, every set of so many as likely as any other: what many tools do
 * that inject faults tensor by tensor. A tensor of fewer than 1 / rate bits is never hit, and the others less than the rate says.
 *
 * <p>The bits of a tensor come from one sequence for each trial, the same at every rate and under every scheme: so what is hit at a
 * rate is hit at every higher one.
 *
 * @param rate more than 0 and less than 1
 */
public record PerTensorTruncated(double rate) implements BitPlacement {

    public PerTensorTruncated {
        Rates.require(rate);
    }

    /** Draws tensor by tensor, by ascending address; the bits of each in no order. */
    @Override
    public void draw(EligibleBits bits, PhiloxRandom random, LongConsumer hit) {
        for (EligibleBits.OfRegion region : bits.regions()) {
            long count = (long) (region.bits() * rate);
            SparseShuffle order = new SparseShuffle(region.bits(), random.child(region.index()));
            for (long i = 0; i < count; i++) {
                hit.accept(region.firstRank() + order.next());
            }
        }
    }
}
