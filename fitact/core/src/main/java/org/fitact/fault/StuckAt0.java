package org.fitact.fault;

import java.util.Optional;
import org.fitact.tensor.random.PhiloxRandom;

/**
 * Cells that always read 0: a bit that is 0 already is not changed.
 *
 * @param cells the defective cells
 */
public record StuckAt0(BitPlacement cells) implements FaultModel {

    /** Every cell is defective independently with a probability. */
    public StuckAt0(double rate) {
        this(new BitErrorRate(rate));
    }

    @Override
    public FaultPattern sample(EligibleBits bits, PhiloxRandom random) {
        return cells.pattern(FaultOperation.CLEAR, bits, random);
    }

    @Override
    public Optional<IndependentHits> independentHits() {
        return cells.independentHits().map(hits -> hits.with(FaultOperation.CLEAR));
    }
}
