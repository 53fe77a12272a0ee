package org.fitact.fault;

import java.util.Optional;
import org.fitact.tensor.random.PhiloxRandom;
import org.fitact.tensor.random.RandomBits;

/**
 * Draws the faults of the trials of a study. The faults of a trial depend on (seed, trial), the model and the eligible
 * bits only: not on the machine, the thread or the trials drawn before. Immutable, for concurrent use.
 */
public final class FaultSampler {

    /** Keeps these draws apart from those of training under the same seed. */
    private static final long FAULT_STREAM = 0x6661756C7473L;

    private final EligibleBits bits;
    private final FaultModel model;
    private final PhiloxRandom trials;

    /**
     * Prepares a study.
     *
     * @throws IllegalArgumentException if the filter lets nothing through
     */
    public FaultSampler(FaultSpace space, FaultFilter filter, FaultModel model, long seed) {
        this.bits = new EligibleBits(space, filter);
        this.model = model;
        this.trials = new PhiloxRandom(seed, FAULT_STREAM);
    }

    /**
     * The faults of a trial.
     *
     * @param trial 0 or more
     */
    public FaultPattern trial(long trial) {
        return model.sample(bits, trials.child(trial), trial);
    }

    /** The faults of a trial as a description, where there is one, no bit is spared and all words are alike. */
    public Optional<RandomBits> ofWholeMemory(long trial) {
        boolean noneSpared = bits.count() == bits.space().bits() && bits.space().hasOneFormat();
        return noneSpared ? model.ofWholeMemory(trials.child(trial)) : Optional.empty();
    }

    /** The faults as hits that are independent of each other; empty where the model's are not. */
    public Optional<IndependentHits> independentHits() {
        return model.independentHits();
    }

    /** The bits that may be hit. */
    public EligibleBits bits() {
        return bits;
    }
}
