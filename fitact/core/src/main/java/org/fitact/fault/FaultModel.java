package org.fitact.fault;

import java.util.Optional;
import org.fitact.tensor.random.PhiloxRandom;
import org.fitact.tensor.random.RandomBits;

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

    /** The same for a model that knows its trials by their number. */
    default FaultPattern sample(EligibleBits bits, PhiloxRandom random, long trial) {
        return sample(bits, random);
    }

    /**
     * The same faults where every bit of the memory may be hit, as a description that is carried out where the memory
     * lies; empty for a model that has none.
     */
    default Optional<RandomBits> ofWholeMemory(PhiloxRandom random) {
        return Optional.empty();
    }

    /** The same faults as hits that are independent of each other; empty for a model whose hits are not. */
    default Optional<IndependentHits> independentHits() {
        return Optional.empty();
    }
}
