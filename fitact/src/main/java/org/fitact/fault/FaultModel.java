package org.fitact.fault;

import org.fitact.tensor.random.PhiloxRandom;

/**
 * What happens to a memory in one trial. A new model is one record that implements this, and usually {@link
 * BitPlacement} too, so that bursts and stuck bits can be placed by it.
 */
public interface FaultModel {

    /**
     * Draws the faults of a trial.
     *
     * <p>Whoever wants schemes to be compared on identical faults draws by ascending rank, so that a space with more
     * bounds only adds faults behind those of the shared words.
     *
     * @param bits the bits that may be hit
     * @param random the only source of chance, fresh for the trial; modified
     * @throws IllegalArgumentException if the memory is too small for the model
     */
    FaultPattern sample(EligibleBits bits, PhiloxRandom random);
}
