package org.fitact.reproduce;

import java.util.List;

/**
 * What a reproduction runs, in full: epochs, images, trials, seed, schemes, rates, networks and data.
 *
 * @param summary a sentence for the user
 * @param seed of everything random
 * @param figureNetwork name of the network of figures 1, 2 and 5
 */
public record Preset(
        String name,
        String summary,
        long seed,
        List<NetworkPreset> networks,
        String figureNetwork,
        Sweep sweep,
        Ablation ablations) {

    /**
     * Figure 1.
     *
     * @param rate bit error rate in the first two layers
     * @param shares the bounds of layer 2, as shares of its profiled maximum, ascending
     * @param images test images of a trial
     */
    public record Sweep(double rate, List<Double> shares, int images, int trials) {}

    /**
     * Variants of FitAct, one choice at a time.
     *
     * @param networks names
     * @param variants ids of those that are run beside the default and no protection; empty for all
     * @param images test images of a trial
     * @param epochs of post-training of every variant
     */
    public record Ablation(
            List<String> networks, List<String> variants, List<Double> rates, int images, int trials, int epochs) {}

    /** @throws IllegalArgumentException if a name is not that of a network, or stands for two */
    public Preset {
        networks = List.copyOf(networks);
        List<String> names = networks.stream().map(NetworkPreset::name).toList();
        if (names.isEmpty() || names.stream().distinct().count() < names.size()) {
            throw new IllegalArgumentException("networks are " + names + ", expected at least one and every name once");
        }
        if (!names.contains(figureNetwork) || !names.containsAll(ablations.networks())) {
            throw new IllegalArgumentException("figureNetwork is " + figureNetwork + " and ablations.networks are "
                    + ablations.networks() + ", expected names among " + names);
        }
    }

    public NetworkPreset network(String wanted) {
        return networks.stream()
                .filter(network -> network.name().equals(wanted))
                .findFirst()
                .orElseThrow();
    }

    /** This preset with another seed. */
    public Preset withSeed(long other) {
        return new Preset(name, summary, other, networks, figureNetwork, sweep, ablations);
    }
}
