package org.fitact.study.integer;

import java.util.List;

/**
 * A network in integer arithmetic, beside float.
 *
 * @param arithmetic the file that says how it computes
 * @param images of the test set that accuracies and counts are of
 * @param floatAccuracy 0..1
 * @param accuracy of inference in integers, 0..1
 * @param comparedImages those of them that layers were compared with float on
 */
public record QuantisedNetwork(
        String arithmetic, int images, double floatAccuracy, double accuracy, int comparedImages, List<Layer> layers) {

    /**
     * What became of one value, in all images.
     *
     * @param value name of the node that makes it, or {@code images}
     * @param op what the node computes; {@code quantise} for the images
     * @param type of the value, as {@code ap_fixed} is written
     * @param accumulator type of the sums; empty for a node without
     * @param outputs numbers that became words of the type
     * @param outputOverflows those beyond its range
     * @param accumulatorOverflows sums beyond the accumulator's range
     * @param accumulatorBits bits that the largest sum needed; 0 for a node without sums
     * @param signalToNoise against float, in decibels; null where nothing differs
     * @param changedTop1 share of images whose class changes if this value is that of integer inference, 0..1
     */
    public record Layer(
            String value,
            String op,
            String type,
            String accumulator,
            long outputs,
            long outputOverflows,
            long accumulatorOverflows,
            int accumulatorBits,
            Double signalToNoise,
            double changedTop1) {}
}
