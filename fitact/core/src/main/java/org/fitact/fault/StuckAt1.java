package org.fitact.fault;

import java.util.Optional;
import org.fitact.tensor.random.PhiloxRandom;

/**
 * Cells that always read 1: a bit that is 1 already is not changed.
 *
 * @param cells the defective cells
 */
public record StuckAt1(BitPlacement cells) implements FaultModel {

    /** Every cell is defective independently with a probability. */
    public StuckAt1(double rate) {
        this(new BitErrorRate(rate));
    }

    @Override
    public FaultPattern sample(EligibleBits bits, PhiloxRandom random) {
        return cells.pattern(FaultOperation.SET, bits, random);
    }

    @Override
    public Optional<IndependentHits> independentHits() {
        return cells.independentHits().map(hits -> hits.with(FaultOperation.SET));
    }
}
