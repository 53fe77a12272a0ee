package org.fitact.protect;

import java.util.Map;
import org.fitact.nn.graph.Network;
import org.fitact.tensor.backend.op.BoundedRelu.Granularity;
import org.fitact.tensor.backend.op.BoundedRelu.Policy;

/**
 * The schemes whose bounds are what the profile saw, as it is, or a given number, on each side of 0 where values lie on both.
 *
 * <p>Ranger clamps after each ReLU and, in its paper, once more with the same bound after the pooling that follows. A
 * maximum or mean of numbers in [0, λ] lies in [0, λ], and only stored parameters are faulty here, so that second clamp
 * is the identity and is not computed.
 */
record ProfiledBounds(String name, String summary, Role role, BoundedActivation activation) implements Protection {

    /** Ranger (Chen et al., 2021). */
    static Protection ranger() {
        return new ProfiledBounds(
                "ranger",
                "clamp to the layer's profiled maximum (Chen et al., 2021)",
                Role.COMPARED,
                new BoundedActivation(Policy.SATURATE, Granularity.LAYER, BoundSource.PROFILED));
    }

    /** GBReLU (FitAct, eq. 4). */
    static Protection gbRelu() {
        return new ProfiledBounds(
                "gbrelu",
                "zero above one bound per layer, given or profiled (FitAct, eq. 4)",
                Role.OTHER,
                new BoundedActivation(Policy.ZERO, Granularity.LAYER, BoundSource.GIVEN));
    }

    /** FitReLU-Naive (FitAct, eq. 5). */
    static Protection fitReluNaive() {
        return new ProfiledBounds(
                "fitrelu-naive",
                "zero above each neuron's profiled maximum (FitAct, eq. 5)",
                Role.PRECURSOR,
                new BoundedActivation(Policy.ZERO, Granularity.NEURON, BoundSource.PROFILED));
    }

    @Override
    public boolean placesBounds() {
        return true;
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public Object settings(HardeningSettings settings) {
        return activation.source() == BoundSource.GIVEN ? Map.of("bound", settings.givenBound()) : Map.of();
    }

    @Override
    public Outcome protect(Network network, HardeningJob job) {
        float given = activation.source() == BoundSource.GIVEN ? job.settings().givenBound() : 0;
        activation.install(network, job.settings().sites(network.graph()), site -> {
            Bounds reached = job.profile().bounds(site, activation.granularity());
            return given > 0 ? reached.map(_ -> given) : reached;
        });
        return given > 0 ? new Outcome(Map.of("bound", given)) : Outcome.NOTHING_TO_SAY;
    }
}
