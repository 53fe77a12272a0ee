package org.fitact.measure;

import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.Node;
import org.fitact.nn.graph.op.Bound;
import org.fitact.nn.graph.op.Flatten;
import org.fitact.nn.graph.op.FusedProduct;
import org.fitact.nn.graph.op.Reshape;
import org.fitact.nn.plan.Plan;
import org.fitact.nn.plan.StepObserver;
import org.fitact.tensor.backend.op.BoundedRelu;
import org.fitact.tensor.buffer.Buffer;

/**
 * Counts the values that bounds cut, image by image. What goes into a bound is compared with what leaves it: a hard bound (zero,
 * saturate) cut what it changed, a smooth one what it let through by less than a half. As x·σ(κ(λ − x)) is less than x/2 just
 * where x > λ, both say the same: x lies beyond its bound, as that stands in memory now, struck or not. NaN is cut. What a bound
 * with one side makes 0 because it is negative is not: there it is the ReLU that it contains.
 *
 * <p>For plans whose bounds are steps of their own ({@link org.fitact.nn.graph.pass.Fusion#ALL_BUT_BOUNDS}).
 */
public final class CutCounter implements StepObserver {

    private final Plan plan;
    /** The bounds behind each step; where reshaping is a step too, its copy comes later and counts. */
    private final Map<String, List<Node>> behind = new HashMap<>();
    /** What went into bounds that have not run yet. */
    private final Map<Node, float[]> before = new HashMap<>();

    private final Deque<float[]> free = new ArrayDeque<>();
    private final int[] cuts;
    private int outputs;
    private int largest;
    private int images;
    private int taken;

    /**
     * @param images of all batches together
     * @throws IllegalArgumentException if a bound is computed within a product, or stands behind no step
     */
    public CutCounter(Plan plan, int images) {
        this.plan = plan;
        this.cuts = new int[images];
        for (Node node : plan.graph().nodes()) {
            if (node.op() instanceof FusedProduct product && product.activation() instanceof Bound) {
                throw new IllegalArgumentException(node.name()
                        + " is bounded within its product, expected a plan whose " + "bounds are steps of their own");
            }
            if (node.op() instanceof Bound) {
                add(node);
            }
        }
    }

    private void add(Node bound) {
        Graph graph = plan.graph();
        outputs += elements(bound);
        largest = Math.max(largest, elements(bound));
        for (String name = bound.input(); ; name = graph.node(name).input()) {
            if (Graph.IMAGES.equals(name)) {
                throw new IllegalArgumentException(bound.name() + " bounds the images, expected what a step makes");
            }
            behind.computeIfAbsent(name, _ -> new ArrayList<>()).add(bound);
            if (!(graph.node(name).op() instanceof Flatten || graph.node(name).op() instanceof Reshape)) {
                return;
            }
        }
    }

    /** Counts anew what is cut while something runs the plan over all images. */
    public <T> T during(Supplier<T> run) {
        Arrays.fill(cuts, 0);
        images = 0;
        taken = 0;
        return plan.observedBy(this, run);
    }

    /** How many values were cut, of each image; not to be modified. */
    public int[] cuts() {
        return cuts;
    }

    /** Values of one image that bounds let through or cut. */
    public int outputs() {
        return outputs;
    }

    @Override
    public void started(Buffer batchImages, int batch) {
        images += taken;
        taken = 0;
    }

    @Override
    public void done(Node step, Buffer value, int batch) {
        if (step.op() instanceof Bound bound) {
            float[] in = before.remove(step);
            count(bound, in, value, batch, elements(step));
            free.push(in);
        }
        for (Node bound : behind.getOrDefault(step.name(), List.of())) {
            float[] earlier = before.put(bound, copy(value, bound, batch));
            if (earlier != null) {
                free.push(earlier);
            }
        }
        taken = batch;
    }

    private float[] copy(Buffer value, Node bound, int batch) {
        float[] copy = free.isEmpty() ? new float[plan.maximumBatch() * largest] : free.pop();
        download(value, 0, copy, batch * elements(bound));
        return copy;
    }

    private void download(Buffer value, int from, float[] target, int elements) {
        plan.backend().download(value, from, MemorySegment.ofArray(target).asSlice(0, (long) Float.BYTES * elements));
    }

    private int elements(Node bound) {
        return plan.graph().shape(bound.name()).elements();
    }

    private void count(Bound bound, float[] in, Buffer value, int batch, int elements) {
        float[] out = new float[elements];
        for (int image = 0; image < batch; image++) {
            download(value, image * elements, out, elements);
            int count = 0;
            for (int i = 0; i < elements; i++) {
                count += isCut(bound, in[image * elements + i], out[i]) ? 1 : 0;
            }
            cuts[images + image] += count;
        }
    }

    private static boolean isCut(Bound bound, float in, float out) {
        if (in < 0 && !bound.twoSided() || in == 0) {
            return false;
        }
        return bound.policy() == BoundedRelu.Policy.SMOOTH ? !(Math.abs(out) >= Math.abs(in) / 2) : out != in;
    }
}
