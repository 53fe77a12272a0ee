package org.fitact.bench;

import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.Site;
import org.fitact.protect.BoundSource;
import org.fitact.protect.BoundedActivation;
import org.fitact.protect.Bounds;
import org.fitact.protect.NeuronProfile;
import org.fitact.tensor.backend.op.BoundedRelu.Granularity;
import org.fitact.tensor.backend.op.BoundedRelu.Policy;

/** The activations that inference is timed with: ReLU, and what the schemes put in its place. */
public enum Scheme {
    /** Unprotected; what all others are compared with. */
    RELU("ReLU", "relu", "none", null),
    /** FitAct, eq. 6. */
    FITRELU_SMOOTH("FitReLU smooth", "fitReluSmooth", "fitact", bounded(Policy.SMOOTH, Granularity.NEURON)),
    /** FitAct, eq. 5. */
    FITRELU_HARD("FitReLU hard", "fitReluHard", "fitact", bounded(Policy.ZERO, Granularity.NEURON)),
    CLIP_ACT("Clip-Act", "clipAct", "clip-act", bounded(Policy.ZERO, Granularity.LAYER)),
    RANGER("Ranger", "ranger", "ranger", bounded(Policy.SATURATE, Granularity.LAYER));

    /** Above a profiled maximum, so that κ = 20 passes 99.9 % there; see {@link #margin}. */
    private static final double MARGIN = 0.35;

    private static final double KAPPA = 20;

    private final String label;
    private final String counter;
    private final String hardened;
    private final BoundedActivation activation;

    Scheme(String label, String counter, String hardened, BoundedActivation activation) {
        this.label = label;
        this.counter = counter;
        this.hardened = hardened;
        this.activation = activation;
    }

    /** As reports write it. */
    public String label() {
        return label;
    }

    /** Name of the secondary result that holds its time, a field of {@link RoundTimes}. */
    public String counter() {
        return counter;
    }

    /** The protection scheme whose hardened network has this activation's bounds. */
    public String hardened() {
        return hardened;
    }

    /** Whether an activation has a bound of its own. */
    public boolean isBounded() {
        return activation != null;
    }

    /**
     * Puts this activation at every site of a network, with bounds a margin above what the neurons reached.
     *
     * @param network modified
     */
    public void install(Network network, NeuronProfile profile) {
        network.transform(network.graph().withSites(Site::unbounded));
        if (activation != null) {
            activation.install(network, site -> bounds(site, profile));
        }
    }

    private Bounds bounds(Site site, NeuronProfile profile) {
        return profile.bounds(site, activation.granularity()).map(distance -> distance + margin(distance));
    }

    /**
     * FitReLU's slope at a value x is 1 − κ·x·(1 − s) for s near 1: where values are large it is steep, and layer after
     * layer a rounding becomes a difference that no validation could tell from an error. With a margin that grows by
     * ln(1 + x)/κ the slope stays as it is for small values.
     */
    private static float margin(float maximum) {
        return (float) (MARGIN + Math.log1p(maximum) / KAPPA);
    }

    private static BoundedActivation bounded(Policy policy, Granularity granularity) {
        return new BoundedActivation(policy, granularity, BoundSource.PROFILED);
    }
}
