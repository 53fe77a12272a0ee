package org.fitact.reproduce;

import java.util.List;
import org.fitact.nn.FileName;
import org.fitact.nn.NearestName;
import org.fitact.stats.StoppingRule;

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
    public record Sweep(double rate, List<Double> shares, int images, int trials) {

        /** @throws IllegalArgumentException if it cannot be run */
        public Sweep {
            requireFaults("sweep", List.of(rate), images, trials);
            for (double share : shares) {
                if (!(share > 0 && share < Float.MAX_VALUE)) {
                    throw new IllegalArgumentException("share is " + share + ", expected a positive number");
                }
            }
        }
    }

    /**
     * Variants of FitAct, one choice at a time.
     *
     * @param networks names
     * @param variants ids of those that are run beside the default and no protection; empty for all
     * @param images test images of a trial
     * @param epochs of post-training of every variant
     */
    public record Ablation(
            List<String> networks, List<String> variants, List<Double> rates, int images, int trials, int epochs) {

        /** @throws IllegalArgumentException if it cannot be run */
        public Ablation {
            requireFaults("ablation", rates, images, trials);
            Variant.requireKnown(variants);
            if (epochs < 1) {
                throw new IllegalArgumentException("epochs are " + epochs + ", expected at least 1");
            }
        }
    }

    /** @throws IllegalArgumentException if a name is not that of a network, or stands for two */
    public Preset {
        FileName.require("name", name);
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

    private static void requireFaults(String what, List<Double> rates, int images, int trials) {
        StoppingRule.exactly(trials);
        if (images < 1) {
            throw new IllegalArgumentException("images of the " + what + " are " + images + ", expected at least 1");
        }
        for (double rate : rates) {
            if (!(rate > 0 && rate < 1)) {
                throw new IllegalArgumentException("rate is " + rate + ", expected more than 0 and less than 1");
            }
        }
    }

    public NetworkPreset network(String wanted) {
        return networks.stream()
                .filter(network -> network.name().equals(wanted))
                .findFirst()
                .orElseThrow();
    }

    /**
     * The networks to which a run is limited.
     *
     * @param only names of networks, models or data sets; empty for all
     * @throws IllegalArgumentException if one is a name of nothing here
     */
    public List<NetworkPreset> chosen(List<String> only) {
        for (String wanted : only) {
            if (networks.stream().noneMatch(network -> isCalled(wanted, network))) {
                throw NearestName.unknown(
                        "network of preset " + name,
                        wanted,
                        networks.stream().map(NetworkPreset::name).toList());
            }
        }
        return networks.stream()
                .filter(network -> only.isEmpty() || only.stream().anyMatch(wanted -> isCalled(wanted, network)))
                .toList();
    }

    private static boolean isCalled(String wanted, NetworkPreset network) {
        return List.of(network.name(), network.model(), network.dataset()).contains(wanted);
    }

    /** This preset with another seed. */
    public Preset withSeed(long other) {
        return new Preset(name, summary, other, networks, figureNetwork, sweep, ablations);
    }
}
