package org.fitact.fault;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.fitact.tensor.random.PhiloxRandom;
import org.fitact.tensor.random.RandomBits;

/**
 * Draws the faults of the trials of a study. The faults of a trial depend on (seed, trial), the model and the eligible
 * bits only: not on the machine, the thread or the trials drawn before. Immutable, for concurrent use.
 */
public final class FaultSampler {

    /** Keeps these draws apart from those of training under the same seed. */
    private static final long FAULT_STREAM = 0x6661756C7473L;

    /** Keeps the times at which faults arrive apart from what they are. */
    private static final long ARRIVAL_STREAM = 0x6172726976616CL;

    private final EligibleBits bits;
    private final FaultModel model;
    private final PhiloxRandom trials;
    private final PhiloxRandom arrivals;
    private final int scrubs;

    /**
     * Prepares a study of a memory that is not scrubbed.
     *
     * @throws IllegalArgumentException if the filter lets nothing through
     */
    public FaultSampler(FaultSpace space, FaultFilter filter, FaultModel model, long seed) {
        this(space, filter, model, seed, 0);
    }

    /**
     * Prepares a study.
     *
     * @param scrubs how often the memory is read, corrected and written back while the faults of a trial arrive, 0 or more
     * @throws IllegalArgumentException if the filter lets nothing through, or faults are to arrive between scrubs that are not flips
     *     each by itself: a stuck cell is not mended by writing, and a burst arrives as one
     */
    public FaultSampler(FaultSpace space, FaultFilter filter, FaultModel model, long seed, int scrubs) {
        this.bits = new EligibleBits(space, filter);
        this.model = model;
        this.trials = new PhiloxRandom(seed, FAULT_STREAM);
        this.arrivals = new PhiloxRandom(seed, ARRIVAL_STREAM);
        this.scrubs = scrubs;
        boolean flipsAlone = model.independentHits()
                .filter(hits -> hits.operation() == FaultOperation.FLIP)
                .isPresent();
        if (scrubs > 0 && !flipsAlone) {
            throw new IllegalArgumentException(
                    "faults of " + model + " between scrubs, expected flips that come each by itself");
        }
    }

    /**
     * The faults of a trial.
     *
     * @param trial 0 or more
     */
    public FaultPattern trial(long trial) {
        return model.sample(bits, trials.child(trial), trial);
    }

    /** How often the memory is scrubbed while the faults of a trial arrive. */
    public int scrubs() {
        return scrubs;
    }

    /**
     * The faults of a trial by when they arrive: in the equal parts of a period, between which the memory is scrubbed. Each arrives
     * at a time of its own, uniform over the period, that follows from the trial and the bit alone: so a flip that is there at two
     * rates, or under two schemes, arrives at the same time, however often the memory is scrubbed.
     */
    public List<FaultPattern> arrivals(long trial) {
        PhiloxRandom times = arrivals.child(trial);
        FaultPattern all = trial(trial);
        List<FaultPattern.Builder> parts = Stream.generate(() -> FaultPattern.builder(all.operation()))
                .limit(scrubs + 1L)
                .toList();
        for (int i = 0; i < all.size(); i++) {
            for (int rest = all.mask(i); rest != 0; rest &= rest - 1) {
                int position = Integer.numberOfTrailingZeros(rest);
                // Two numbers of the stream for each bit of the memory, of which the first is its own.
                times.position(2 * ((long) all.address(i) * Integer.SIZE + position));
                int part = (int) (parts.size() * times.nextDouble());
                parts.get(part).add(all.address(i), position);
            }
        }
        return parts.stream().map(FaultPattern.Builder::build).toList();
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
