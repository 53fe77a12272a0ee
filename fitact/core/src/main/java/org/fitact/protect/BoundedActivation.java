package org.fitact.protect;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.Site;
import org.fitact.nn.graph.op.Bound;
import org.fitact.tensor.backend.op.BoundedRelu.Granularity;
import org.fitact.tensor.backend.op.BoundedRelu.Policy;

/**
 * A bounded activation by its three independent choices: what happens outside its bounds, who shares them, and where
 * they come from. Formulas in {@link org.fitact.tensor.backend.op.BoundedRelu} and, where the value may be negative, {@link
 * org.fitact.tensor.backend.op.Interval}.
 *
 * @param kappa steepness κ of the smooth policy; of no meaning for the others
 */
public record BoundedActivation(Policy policy, Granularity granularity, BoundSource source, float kappa) {

    /** The steepness that is in use in the field for FitReLU. */
    public static final float DEFAULT_KAPPA = 20;

    public BoundedActivation(Policy policy, Granularity granularity, BoundSource source) {
        this(policy, granularity, source, DEFAULT_KAPPA);
    }

    /** This as an op at a site, of two sides where the value there may be negative. */
    public Bound bound(Site site) {
        return new Bound(policy, granularity, kappa, site.canBeNegative());
    }

    /**
     * Puts this at every activation of a network, and at what else is bounded.
     *
     * @param network modified
     * @param bounds of a site: one, one for each channel, or one for each neuron, by the granularity
     * @throws IllegalArgumentException if other bounds stand at a site
     */
    public void install(Network network, Function<Site, Bounds> bounds) {
        install(network, Site.Kind.USUAL, bounds);
    }

    /** The same at the places of some kinds. */
    public void install(Network network, Set<Site.Kind> places, Function<Site, Bounds> bounds) {
        install(network, network.graph().sites(places), bounds);
    }

    /** The same at some sites of a network; see {@link HardeningSettings#sites}. */
    public void install(Network network, List<Site> sites, Function<Site, Bounds> bounds) {
        Map<Site, Bounds> values = new LinkedHashMap<>();
        sites.forEach(site -> values.put(site, bounds.apply(site)));
        install(network, values);
    }

    /** Puts this at one site of a network, which is modified. */
    public void install(Network network, Site site, Bounds bounds) {
        install(network, Map.of(site, bounds));
    }

    private void install(Network network, Map<Site, Bounds> bounds) {
        Map<String, float[]> values = new HashMap<>();
        bounds.forEach((site, some) -> {
            values.put(site.boundsName(), some.upper());
            if (site.canBeNegative()) {
                values.put(site.lowerName(), requireLower(site, some));
            }
        });
        Graph bounded = network.graph()
                .withSites(
                        EnumSet.allOf(Site.Kind.class),
                        site -> values.containsKey(site.boundsName()) ? site.bounded(bound(site)) : site);
        network.transform(bounded, spec -> values.get(spec.name()));
        // Where such bounds stood already they were kept, with their values.
        values.forEach((name, array) -> network.parameter(name).value().upload(array));
    }

    private static float[] requireLower(Site site, Bounds bounds) {
        if (bounds.lower() == null) {
            throw new IllegalArgumentException("bounds at " + site.name() + " have no lower side, expected one, as the"
                    + " value there may be negative");
        }
        return bounds.lower();
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
