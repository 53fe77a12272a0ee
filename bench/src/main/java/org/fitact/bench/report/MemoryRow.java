package org.fitact.bench.report;

import java.io.IOException;
import java.lang.ref.Reference;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.op.Bound;
import org.fitact.nn.plan.Plan;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.fitact.tensor.backend.op.BoundedRelu.Granularity;
import org.fitact.tensor.backend.op.BoundedRelu.Policy;

/**
 * The memory of one network: what it stores, counted, and what its plan holds, measured.
 *
 * @param parameters stored numbers of the deployed network, batch norm folded
 * @param layers bounds where a layer shares one
 * @param channels the same of channels
 * @param neurons numbers of FitAct's bounds: one for each neuron
 * @param planBytes what the plan of the bare network holds for one image: parameters, what the backend packs of them,
 *     and the buffers between the layers
 * @param boundedPlanBytes the same with a bound for every neuron
 */
record MemoryRow(
        TableNetwork network,
        long parameters,
        long layers,
        long channels,
        long neurons,
        long planBytes,
        long boundedPlanBytes) {

    /** Counts and measures on the CPU. */
    static MemoryRow of(TableNetwork network) throws IOException {
        try (Backend backend = Backends.cpu(new BackendOptions(1));
                Network plain = network.unprotected(backend)) {
            return new MemoryRow(
                    network,
                    stored(plain),
                    bounds(plain, Granularity.LAYER),
                    bounds(plain, Granularity.CHANNEL),
                    network.bounds(plain),
                    heldByPlan(network, false),
                    heldByPlan(network, true));
        }
    }

    /** Bounds of a granularity. */
    long bounds(Granularity granularity) {
        return switch (granularity) {
            case LAYER -> layers;
            case CHANNEL -> channels;
            case NEURON -> neurons;
        };
    }

    /** Bytes of the parameters in 32-bit words. */
    long parameterBytes() {
        return parameters * Integer.BYTES;
    }

    /** Bytes of the bounds in words of a width in bits. */
    long boundBytes(Granularity granularity, int width) {
        return bounds(granularity) * width / Byte.SIZE;
    }

    /** Bytes of the bounds over those of the parameters. */
    double overhead(Granularity granularity, int width) {
        return (double) boundBytes(granularity, width) / parameterBytes();
    }

    private static long bounds(Network network, Granularity granularity) {
        return network.sites().stream()
                .mapToLong(site -> site.bounds(granularity))
                .sum();
    }

    private static long stored(Network network) {
        try (Plan plan = Plan.of(network, 1, true)) {
            return plan.parameters().stream()
                    .filter(parameter -> !parameter.kind().isBound())
                    .mapToLong(parameter -> parameter.values().length)
                    .sum();
        }
    }

    /**
     * Live bytes of the heap after a collection, with the plan less without it; on a backend of its own, for its pool.
     */
    private static long heldByPlan(TableNetwork of, boolean bounded) throws IOException {
        try (Backend backend = Backends.cpu(new BackendOptions(1));
                Network network = of.unprotected(backend)) {
            if (bounded) {
                network.transform(
                        network.graph()
                                .withSites(site -> site.bounded(
                                        new Bound(Policy.ZERO, Granularity.NEURON, 1, site.canBeNegative()))),
                        spec -> new float[spec.shape().elements()]);
            }
            long before = live();
            try (Plan plan = Plan.of(network, 1, true)) {
                long with = live();
                Reference.reachabilityFence(plan);
                return with - before;
            }
        }
    }

    private static long live() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
