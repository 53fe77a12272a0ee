package org.fitact.bench.activations;

import java.util.List;

/**
 * What came of one network.
 *
 * @param functions how many of each activation, {@code "3 tanh"}
 * @param bounded where bounds stand
 * @param accuracy without protection and without faults, on the test images
 * @param unprotected mean accuracy without protection at each rate
 */
public record ActivationRow(
        String network,
        String functions,
        String bounded,
        int parameters,
        double accuracy,
        List<Double> unprotected,
        List<Hardened> schemes) {

    /**
     * The network under a scheme.
     *
     * @param bounds words that it adds
     * @param heldOutLoss what it costs on the held-out images without faults, as it is deployed
     * @param accuracy on the test images without faults
     * @param gains one for each rate
     */
    public record Hardened(String scheme, int bounds, double heldOutLoss, double accuracy, List<Gain> gains) {}

    /**
     * The difference to the unprotected network on the same faults.
     *
     * @param accuracy mean under the scheme
     * @param difference mean of the differences
     * @param low lower end of its 95 % interval
     * @param high upper end
     */
    public record Gain(double rate, double accuracy, double difference, double low, double high) {}

    /** Whether no scheme costs δ or more without faults. */
    boolean isWithin(double delta) {
        return schemes.stream().allMatch(scheme -> scheme.heldOutLoss() < delta);
    }
}
