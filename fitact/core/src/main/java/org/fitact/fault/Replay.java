package org.fitact.fault;

import org.fitact.tensor.random.PhiloxRandom;

/**
 * The faults of a list, whatever the seed.
 *
 * @param list by trial
 * @param scheme whose memory is struck
 * @param rate at which
 */
public record Replay(FaultList list, String scheme, double rate) implements FaultModel {

    @Override
    public FaultPattern sample(EligibleBits bits, PhiloxRandom random) {
        throw new IllegalStateException("what is struck is listed by trial");
    }

    @Override
    public FaultPattern sample(EligibleBits bits, PhiloxRandom random, long trial) {
        return list.trial(bits.space(), scheme, rate, Math.toIntExact(trial));
    }
}
