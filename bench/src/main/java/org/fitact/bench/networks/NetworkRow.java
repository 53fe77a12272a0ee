package org.fitact.bench.networks;

import java.util.List;

/**
 * What came of one file.
 *
 * @param input {@code 224x224x3}: height, width, channels
 * @param activations how many of each, {@code "49 relu"}
 * @param difference largest difference of a logit to the other engine's, as a share of the largest logit
 * @param unprotected share of the answers that faults left as they were
 * @param refused why it was not taken through everything; empty if it was
 */
public record NetworkRow(
        String network,
        String input,
        int classes,
        int parameters,
        int neurons,
        String activations,
        double difference,
        double unprotected,
        List<Hardened> schemes,
        String refused) {

    /** A file that was refused. */
    static NetworkRow refused(String network, String reason) {
        return new NetworkRow(network, "", 0, 0, 0, "", Double.NaN, Double.NaN, List.of(), reason);
    }

    /** This, with what faults did to the unprotected network. */
    NetworkRow struck(double kept) {
        return new NetworkRow(
                network, input, classes, parameters, neurons, activations, difference, kept, schemes, refused);
    }

    /** This, with what schemes made of it, and why not all did. */
    NetworkRow hardened(List<Hardened> by, String reason) {
        return new NetworkRow(
                network, input, classes, parameters, neurons, activations, difference, unprotected, by, reason);
    }

    /**
     * The network under a scheme.
     *
     * @param kept share of the answers that protection left as they were, without faults
     * @param underFaults share of the answers that are those of the unprotected network without faults, under faults
     * @param exported largest difference of a logit in the other engine, as a share of the largest, after export: on the images that
     *     bounds were made from or on others, whichever is less
     * @param again the same after import of what was exported
     */
    public record Hardened(String scheme, double kept, double underFaults, double exported, double again) {

        /** The larger of both differences. */
        double worst() {
            return Math.max(exported, again);
        }
    }

    /** Whether all steps were made and all logits are within a tolerance. */
    boolean holds(double tolerance) {
        return refused.isEmpty()
                && difference <= tolerance
                && schemes.stream().allMatch(scheme -> scheme.worst() <= tolerance);
    }
}
