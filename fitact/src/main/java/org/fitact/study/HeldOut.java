package org.fitact.study;

import java.util.Map;
import org.fitact.nn.checkpoint.CheckpointInfo;
import org.fitact.nn.data.ImageSet;
import org.fitact.nn.data.Split;

/**
 * How a training set was split, so that a later stage can split it the same way: stored as notes in checkpoints.
 *
 * @param share held out, of every class
 */
public record HeldOut(double share, long seed) {

    private static final String SHARE = "heldOut.share";
    private static final String SEED = "heldOut.seed";

    /** What a checkpoint says. */
    static HeldOut of(CheckpointInfo info) {
        try {
            return new HeldOut(
                    Double.parseDouble(info.notes().getOrDefault(SHARE, "missing")),
                    Long.parseLong(info.notes().getOrDefault(SEED, "missing")));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("the checkpoint does not say how its training set was split: its notes "
                    + SHARE + " and " + SEED + " are " + info.notes().get(SHARE) + " and "
                    + info.notes().get(SEED));
        }
    }

    /** The same, as notes for a checkpoint. */
    public Map<String, String> notes() {
        return Map.of(SHARE, Double.toString(share), SEED, Long.toString(seed));
    }

    public Split split(ImageSet trainingSet) {
        return Split.stratified(trainingSet, share, seed);
    }
}
