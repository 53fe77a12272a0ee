package org.fitact.bench.peers;

import org.fitact.nn.graph.Network;
import org.fitact.nn.plan.Plan;
import org.fitact.tensor.Tensor;

/** This program's inference plan. */
final class PlanEngine implements Engine {

    private final Plan plan;
    private final Tensor images;
    private float[] logits;

    /** @param images on the network's backend; not closed here */
    PlanEngine(Network network, Tensor images) {
        this.plan = Plan.of(network, images.shape().extent(0), true);
        this.images = images;
    }

    @Override
    public Object run() {
        logits = plan.logits(images);
        return logits;
    }

    @Override
    public float[] logits() {
        return logits;
    }

    @Override
    public void close() {
        plan.close();
    }
}
