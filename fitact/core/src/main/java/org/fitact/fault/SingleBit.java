package org.fitact.fault;

import java.util.function.LongConsumer;
import org.fitact.tensor.random.PhiloxRandom;

/** One bit is hit, every one as likely as any other. */
public record SingleBit() implements BitPlacement {

    @Override
    public void draw(EligibleBits bits, PhiloxRandom random, LongConsumer hit) {
        new ExactCount(1).draw(bits, random, hit);
    }
}
