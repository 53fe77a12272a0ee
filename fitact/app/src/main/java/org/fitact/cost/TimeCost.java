package org.fitact.cost;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import org.fitact.stats.Interval;
import org.fitact.timing.MedianRatio;

/**
 * What protection costs in the time of an inference, measured in turns.
 *
 * @param batch images of the inference
 * @param milliseconds of the unprotected one, as a median
 * @param inference of the protected network over the unprotected one: its activations and checks
 * @param decode of the whole memory through its code over one unprotected inference
 * @param byKernels whether the backend's kernels decode; blocks on one thread do else, which is an upper bound
 */
@JsonPropertyOrder({"batch", "milliseconds", "inference", "decode", "byKernels"})
public record TimeCost(int batch, double milliseconds, MedianRatio inference, MedianRatio decode, boolean byKernels) {

    /** {@code inference − 1 + decode / n}, where the memory is decoded at every n-th inference; the ends likewise. */
    public Extra extra(long inferences) {
        double value = inference.value() - 1 + decode.value() / inferences;
        if (!inference.ci95().known() || !decode.ci95().known()) {
            return new Extra(value, Interval.UNKNOWN);
        }
        return new Extra(
                value,
                new Interval(
                        inference.ci95().low() - 1 + decode.ci95().low() / inferences,
                        inference.ci95().high() - 1 + decode.ci95().high() / inferences));
    }
}
