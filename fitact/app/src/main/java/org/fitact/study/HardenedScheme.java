package org.fitact.study;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.fitact.memory.StorageLoss;
import org.fitact.results.FaultFreeLoss;
import org.fitact.stats.Interval;
import org.fitact.stats.Proportion;

/**
 * A scheme that was applied to a network.
 *
 * @param details what the scheme says of how it was applied
 * @param seconds that it took, without the profile
 * @param storage what its tensors lose when they are stored in the format that it was hardened for
 * @param bytes of all that it stores in that format; 0 if an earlier version did not measure it
 * @param images held-out images that the cost without faults was measured on; 0 if an earlier version did not note it
 * @param faultFree what it costs without faults on the held-out images; null if an earlier version did not measure it
 */
public record HardenedScheme(
        String scheme,
        Map<String, Object> details,
        double seconds,
        List<StorageLoss> storage,
        long bytes,
        int images,
        FaultFreeLoss faultFree) {

    /** Accuracy without faults with its 95 % interval by Wilson, as if images were drawn; unknown where it was not measured. */
    @JsonProperty
    public Interval accuracy95() {
        return faultFree == null || images == 0
                ? Interval.UNKNOWN
                : Proportion.wilson((int) Math.round(images * faultFree.hardened()), images);
    }

    /** Whether bounds were trained in vain: δ ended it at the first check, and those that it began with are left. */
    public boolean trainedInVain() {
        return Boolean.TRUE.equals(details.get("stoppedByDelta"))
                && details.get("stepOfResult") instanceof Number step
                && step.intValue() == 0;
    }

    /** Whether the cost without faults was measured and is so large that the user is told. */
    public boolean losesTooMuch() {
        return faultFree != null && faultFree.tooLarge();
    }
}
