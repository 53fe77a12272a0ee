package org.fitact.estimate;

import java.lang.foreign.MemorySegment;
import java.util.HashSet;
import java.util.Set;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.Node;
import org.fitact.nn.graph.op.Flatten;
import org.fitact.nn.plan.Plan;
import org.fitact.nn.plan.StepObserver;
import org.fitact.tensor.buffer.Buffer;

/** Copies a value of a plan to the host, batch after batch. */
final class FeatureTap implements StepObserver {

    /** The value, and what it is where flattening it is no step of the plan. */
    private final Set<String> names = new HashSet<>();

    private final Plan plan;
    private final float[] values;
    private final int elements;
    private int seen;
    private int taken;

    /**
     * @param value of the plan's graph
     * @param images of all batches together
     */
    FeatureTap(Plan plan, String value, int images) {
        this.plan = plan;
        Graph graph = plan.graph();
        this.elements = graph.shape(value).elements();
        this.values = new float[images * elements];
        for (String name = value; names.add(name) && graph.node(name).op() instanceof Flatten; ) {
            name = graph.node(name).input();
        }
    }

    @Override
    public void started(Buffer images, int batch) {
        seen += taken;
        taken = 0;
    }

    /** Where flattening is a step it comes later, and its copy is the one that stays. */
    @Override
    public void done(Node step, Buffer value, int batch) {
        if (names.contains(step.name())) {
            MemorySegment there = MemorySegment.ofArray(values).asSlice(4L * seen * elements, 4L * batch * elements);
            plan.backend().download(value, 0, there);
            taken = batch;
        }
    }

    /** {@code [images, elements]}. */
    float[] values() {
        return values;
    }
}
