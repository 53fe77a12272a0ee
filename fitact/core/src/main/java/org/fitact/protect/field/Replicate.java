package org.fitact.protect.field;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.Node;
import org.fitact.nn.graph.Site;
import org.fitact.nn.graph.op.Activation;
import org.fitact.nn.graph.op.Product;
import org.fitact.nn.graph.pass.Program;
import org.fitact.nn.graph.pass.SplitChannels;
import org.fitact.protect.HardeningJob;
import org.fitact.protect.HardeningSettings;
import org.fitact.protect.NeuronProfile;
import org.fitact.protect.Outcome;
import org.fitact.protect.Protection;
import org.fitact.protect.Role;
import org.fitact.tensor.backend.op.BoundedRelu.Granularity;

/**
 * The most critical filters of every layer split in two, so that none dominates (after Schorn et al., An Efficient Bit-Flip Resilience
 * Optimization Method for Deep Neural Networks, DATE 2019): each half has the weights of the whole, and the next layer multiplies it by
 * half of what it did. The network computes the same; see {@link SplitChannels}.
 *
 * <p>Critical is a filter by the largest contribution that the profile saw it make: what its channel reached, times the sum of the
 * absolute weights by which the next layer multiplies it.
 *
 * <p>Otherwise than there: resilience is estimated in the paper by relevance propagation, and as many of the least critical filters are
 * taken out; here none is, so the network grows. Its words have other addresses than the unprotected network's, so the faults of a
 * trial do not strike the same weights.
 */
public final class Replicate implements Protection {

    /** Of the filters of a layer, rounded up. */
    private static final double SHARE = 0.1;

    @Override
    public String name() {
        return "replicate";
    }

    @Override
    public String summary() {
        return "a tenth of each layer's filters, the critical ones, split in two (after Schorn et al., 2019)";
    }

    @Override
    public Role role() {
        return Role.BY_NAME;
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public Object settings(HardeningSettings settings) {
        return Map.of("share", SHARE);
    }

    @Override
    public Outcome protect(Network network, HardeningJob job) {
        Map<String, List<Integer>> channels = new LinkedHashMap<>();
        for (Node node : network.graph().nodes()) {
            if (node.op() instanceof Product) {
                SplitChannels.Pair.of(network.graph(), node)
                        .flatMap(pair -> critical(network, pair, job.profile()))
                        .ifPresent(some -> channels.put(node.name(), some));
            }
        }
        int before = network.parameterCount();
        Program split = new SplitChannels(channels).apply(Program.of(network));
        network.transform(split.graph(), spec -> split.values().get(spec.name()));
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("share", SHARE);
        details.put("filters", channels);
        details.put("parametersBefore", before);
        details.put("parametersAfter", network.parameterCount());
        return new Outcome(details);
    }

    /** The channels of a pair's first product that are split; empty where no activation says what they reached. */
    private static Optional<List<Integer>> critical(Network network, SplitChannels.Pair pair, NeuronProfile profile) {
        return pair.between().stream()
                .filter(node -> node.op() instanceof Activation)
                .findFirst()
                .map(activation -> {
                    float[] reached = reached(network, activation.name(), profile);
                    String weight = pair.second().parameters().getFirst();
                    double[] score = pair.absoluteWeights(
                            network.parameter(weight).value().toArray());
                    for (int c = 0; c < score.length; c++) {
                        score[c] *= reached[c];
                    }
                    return IntStream.range(0, score.length)
                            .boxed()
                            .sorted(Comparator.comparingDouble(c -> -score[c]))
                            .limit((long) Math.ceil(SHARE * score.length))
                            .toList();
                });
    }

    private static float[] reached(Network network, String activation, NeuronProfile profile) {
        Site site = network.sites().stream()
                .filter(some -> some.name().equals(activation))
                .findFirst()
                .orElseThrow();
        float[] reached = profile.at(site, Granularity.CHANNEL);
        if (site.canBeNegative()) {
            float[] below = profile.bounds(site, Granularity.CHANNEL).lower();
            for (int c = 0; c < reached.length; c++) {
                reached[c] = Math.max(reached[c], -below[c]);
            }
        }
        return reached;
    }
}
