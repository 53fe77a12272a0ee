package org.fitact.study;

import java.util.Map;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.checkpoint.Checkpoint;
import org.fitact.nn.checkpoint.Metadata;
import org.fitact.nn.image.Images;
import org.fitact.nn.image.Split;

/**
 * How a training set was split, so that a later stage can split it the same way: stored as notes in checkpoints.
 *
 * @param share held out, of every class
 */
public record HeldOut(double share, long seed) {

    private static final String SHARE = "heldOut.share";
    private static final String SEED = "heldOut.seed";

    /**
     * What a checkpoint says.
     *
     * @throws InvalidFileException if it does not say how its training set was split
     */
    public static HeldOut of(Checkpoint checkpoint) throws InvalidFileException {
        Metadata notes = checkpoint.notes();
        double share = notes.number(SHARE);
        if (!(share > 0 && share < 1)) {
            throw new InvalidFileException(
                    notes.file(), "note " + SHARE, notes.text(SHARE), "more than 0 and less than 1");
        }
        return new HeldOut(share, notes.whole(SEED, Long.MIN_VALUE, Long.MAX_VALUE));
    }

    /** The same, as notes for a checkpoint. */
    public Map<String, String> notes() {
        return Map.of(SHARE, Double.toString(share), SEED, Long.toString(seed));
    }

    public Split split(Images trainingSet) {
        return Split.stratified(trainingSet, share, seed);
    }
}
