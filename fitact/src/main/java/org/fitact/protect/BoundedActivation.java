package org.fitact.protect;

import org.fitact.nn.layer.ActivationFunction;
import org.fitact.nn.layer.ActivationSite;
import org.fitact.nn.model.Network;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BoundedRelu.Granularity;
import org.fitact.tensor.backend.BoundedRelu.Policy;

/**
 * A bounded activation by its three independent choices: what happens above the bound, who shares a bound, and where
 * the bound comes from. Formulas in {@link org.fitact.tensor.backend.BoundedRelu}.
 *
 * @param kappa steepness κ of the smooth policy; of no meaning for the others
 */
public record BoundedActivation(Policy policy, Granularity granularity, BoundSource source, float kappa) {

    /** The steepness that is in use in the field for FitReLU. */
    public static final float DEFAULT_KAPPA = 20;

    public BoundedActivation(Policy policy, Granularity granularity, BoundSource source) {
        this(policy, granularity, source, DEFAULT_KAPPA);
    }

    /**
     * Puts this activation at a site.
     *
     * @param bounds one number, one for each channel, or one for each neuron, by the granularity
     */
    public void install(ActivationSite site, Backend backend, float[] bounds) {
        site.replaceWithBounds(policy, granularity, kappa, backend).value().upload(bounds);
    }

    /**
     * Puts another policy with the same bounds at every bounded site: bounds that were trained for eq. 6 are deployed by
     * eq. 5, or the other way round. Other sites stay as they are.
     *
     * @param network modified; keeps its bounds, which are not copied
     */
    public static void deployAs(Policy policy, Network network) {
        for (ActivationSite site : network.activationSites()) {
            if (site.function() instanceof ActivationFunction.Bounded b) {
                site.replace(new ActivationFunction.Bounded(policy, b.granularity(), b.kappa(), b.bounds()));
            }
        }
    }
}
