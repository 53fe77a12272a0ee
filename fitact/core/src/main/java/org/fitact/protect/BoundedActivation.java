package org.fitact.protect;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.Site;
import org.fitact.nn.graph.op.Bound;
import org.fitact.nn.graph.op.ParameterSpec;
import org.fitact.tensor.backend.op.BoundedRelu.Granularity;
import org.fitact.tensor.backend.op.BoundedRelu.Policy;

/**
 * A bounded activation by its three independent choices: what happens above the bound, who shares a bound, and where
 * the bound comes from. Formulas in {@link org.fitact.tensor.backend.op.BoundedRelu}.
 *
 * @param kappa steepness κ of the smooth policy; of no meaning for the others
 */
public record BoundedActivation(Policy policy, Granularity granularity, BoundSource source, float kappa) {

    /** The steepness that is in use in the field for FitReLU. */
    public static final float DEFAULT_KAPPA = 20;

    public BoundedActivation(Policy policy, Granularity granularity, BoundSource source) {
        this(policy, granularity, source, DEFAULT_KAPPA);
    }

    /** This as an op behind a ReLU. */
    public Bound bound() {
        return new Bound(policy, granularity, kappa);
    }

    /**
     * Puts this activation at every site of a network.
     *
     * @param network modified
     * @param bounds of a site: one number, one for each channel, or one for each neuron, by the granularity
     * @throws org.fitact.nn.graph.NotAReluException if anything but a ReLU stands at a site
     */
    public void install(Network network, Function<Site, float[]> bounds) {
        Map<String, float[]> values = new HashMap<>();
        network.sites().forEach(site -> values.put(site.name(), bounds.apply(site)));
        install(network, values);
    }

    /** Puts this activation at one site of a network, which is modified. */
    public void install(Network network, Site site, float... bounds) {
        install(network, Map.of(site.name(), bounds));
    }

    private void install(Network network, Map<String, float[]> bounds) {
        Graph bounded =
                network.graph().withSites(site -> bounds.containsKey(site.name()) ? site.bounded(bound()) : site);
        network.transform(bounded, spec -> bounds.get(ParameterSpec.layerOf(spec.name())));
        // Where such bounds stood already they were kept, with their values.
        for (Site site : network.sites()) {
            if (bounds.containsKey(site.name())) {
                network.parameter(site.boundsName()).value().upload(bounds.get(site.name()));
            }
        }
    }

    /**
     * Puts another policy with the same bounds at every bounded site: bounds that were trained for eq. 6 are deployed by
     * eq. 5, or the other way round. Other sites stay as they are.
     *
     * @param network modified; keeps its bounds, which are not copied
     */
    public static void deployAs(Policy policy, Network network) {
        network.transform(network.graph()
                .withSites(site -> site.isBounded() ? site.bounded(site.bound().with(policy)) : site));
    }
}
