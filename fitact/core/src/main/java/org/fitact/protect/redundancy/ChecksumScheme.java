package org.fitact.protect.redundancy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.Node;
import org.fitact.nn.graph.op.Product;
import org.fitact.nn.graph.pass.Fusion;
import org.fitact.protect.ComputationCheck;
import org.fitact.protect.HardeningJob;
import org.fitact.protect.HardeningSettings;
import org.fitact.protect.Outcome;
import org.fitact.protect.Protection;
import org.fitact.protect.Role;
import org.fitact.protect.redundancy.ChecksumCheck.Response;

/**
 * Algorithm-based fault tolerance of convolutions and linear layers; see {@link LayerChecksum} for the equation. Thresholds are chosen on
 * the held-out training images, on the network as it is deployed in the format and on the backend of the hardening.
 *
 * <p>Checksum filters are no words at risk: they are counted as memory beside the network's, and taken to lie where faults are mended.
 */
abstract sealed class ChecksumScheme implements Protection permits Abft, AbftZero, ApproxAbft {

    private static final String THRESHOLDS = "thresholds";

    /** Of the largest deviation by rounding: so few held-out images as there are cannot have shown the largest of 10,000. */
    private static final double MARGIN = 2;

    private final String name;
    private final Response response;
    private final boolean raised;

    /** @param raised whether deviations that change no answer are let pass */
    ChecksumScheme(String name, Response response, boolean raised) {
        this.name = name;
        this.response = response;
        this.raised = raised;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final Role role() {
        return Role.BY_NAME;
    }

    /** 2 where products are computed again: the first version took all of what it had computed, this one the sums that deviated. */
    @Override
    public final int version() {
        return response == Response.RECOMPUTE ? 2 : 1;
    }

    @Override
    public final Object settings(HardeningSettings settings) {
        return Map.of("margin", MARGIN);
    }

    @Override
    public final Fusion observing() {
        return Fusion.SUMS;
    }

    @Override
    public final Outcome protect(Network network, HardeningJob job) {
        Map<String, Double> thresholds = ChecksumThresholds.ofRounding(network, job, MARGIN);
        if (raised) {
            thresholds = ChecksumThresholds.ofAnswers(network, job, thresholds);
        }
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("response", response.toString().toLowerCase(Locale.ROOT));
        details.put("margin", MARGIN);
        details.put("heldOutImages", job.heldOut().images());
        details.put(THRESHOLDS, thresholds);
        details.put("checksumWords", words(network.graph()));
        details.put("moreMultiplyAdds", moreMultiplyAdds(network.graph()));
        return new Outcome(details);
    }

    @Override
    public final List<ComputationCheck> checks(Graph graph, Map<String, Object> details) {
        if (!(details.get(THRESHOLDS) instanceof Map<?, ?> stored)) {
            throw new IllegalArgumentException(
                    "scheme " + name + " has no thresholds, expected those that its hardening chose");
        }
        Map<String, Double> thresholds = new LinkedHashMap<>();
        stored.forEach((step, threshold) -> thresholds.put((String) step, ((Number) threshold).doubleValue()));
        return List.of(new ChecksumCheck(thresholds, response, Float.BYTES * words(graph)));
    }

    private static long words(Graph graph) {
        return graph.nodes().stream()
                .filter(node -> node.op() instanceof Product)
                .mapToLong(node -> LayerChecksum.words((Product) node.op(), graph.shape(node.input())))
                .sum();
    }

    /** Those of the checksums among those of the products that they are of. */
    private static double moreMultiplyAdds(Graph graph) {
        double of = 0;
        double more = 0;
        for (Node node : graph.nodes()) {
            if (node.op() instanceof Product product) {
                MultiplyAdds multiplyAdds = MultiplyAdds.of(product, graph, node);
                of += multiplyAdds.all();
                more += multiplyAdds.places() * LayerChecksum.words(product, graph.shape(node.input()));
            }
        }
        return more / of;
    }
}
