package org.fitact.fault;

import java.util.function.LongConsumer;
import org.fitact.tensor.random.PhiloxRandom;

/** Where faults strike, apart from what they do there. As a fault model by itself it flips each bit that it draws. */
public interface BitPlacement extends FaultModel {

    /**
     * Draws distinct bits.
     *
     * @param random modified
     * @param hit takes the rank of every bit that is drawn
     */
    void draw(EligibleBits bits, PhiloxRandom random, LongConsumer hit);

    @Override
    default FaultPattern sample(EligibleBits bits, PhiloxRandom random) {
        return pattern(FaultOperation.FLIP, bits, random);
    }

    /** The bits drawn, with what is done to them. */
    default FaultPattern pattern(FaultOperation operation, EligibleBits bits, PhiloxRandom random) {
        FaultPattern.Builder builder = FaultPattern.builder(operation);
        draw(bits, random, rank -> builder.add(bits, rank));
        return builder.build();
    }
}
