package org.fitact.cost;

import org.fitact.timing.InTurns;

/**
 * How long costs are measured.
 *
 * @param inference of some schemes in turns, at each batch
 * @param decoding of each candidate's memory beside the unprotected inference
 */
public record Effort(InTurns inference, InTurns decoding) {

    /** Some seconds for the inferences of a few schemes together, half a second for each memory. */
    public static final Effort USUAL = new Effort(new InTurns(0.5, 1.5, 31, 101), new InTurns(0.25, 0.25, 11, 51));
}
