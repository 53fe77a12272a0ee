package org.fitact.nn.integer;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.pass.Fusion;
import org.fitact.nn.plan.Plan;
import org.fitact.nn.plan.PlanOptions;
import org.fitact.nn.plan.StepObserver;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.fixedpoint.Format;

/** Compares inference in integers with the float network, value by value, on some images. */
public final class NetworkComparison implements AutoCloseable {

    private final IntegerPlan integers;
    private final Plan floats;
    private final Map<String, double[]> signalAndNoise = new LinkedHashMap<>();
    private final Map<String, Integer> changed = new HashMap<>();
    private int images;

    private NetworkComparison(Network network, IntegerPlan integers) {
        this.integers = integers;
        this.floats = Plan.of(network, new PlanOptions(integers.maximumBatch(), true, Fusion.NOTHING));
    }

    /**
     * Compares.
     *
     * @param integers of the same network; from now on its runs take one thread
     * @param set on the network's backend, in batches that the plan takes
     * @return of each value that is computed, in the order of computation
     */
    public static List<LayerComparison> of(Network network, IntegerPlan integers, EvaluationSet set) {
        try (NetworkComparison comparison = new NetworkComparison(network, integers)) {
            set.forEachBatch(comparison::add);
            return comparison.layers();
        }
    }

    private void add(Tensor batch) {
        int count = batch.shape().extent(0);
        Map<String, float[]> quantised = integerValues(batch, count);
        compare(Graph.IMAGES, batch.toArray(), quantised.get(Graph.IMAGES));
        floats.observe((node, value, n) -> {
            float[] here = new float[quantised.get(node.name()).length];
            floats.backend().download(value, 0, MemorySegment.ofArray(here));
            compare(node.name(), here, quantised.get(node.name()));
        });
        int[] first = floats.predict(batch);
        for (String value : signalAndNoise.keySet()) {
            int[] other = withValue(batch, value, quantised.get(value));
            int differ = 0;
            for (int i = 0; i < count; i++) {
                differ += first[i] == other[i] ? 0 : 1;
            }
            changed.merge(value, differ, Integer::sum);
        }
        images += count;
    }

    private Map<String, float[]> integerValues(Tensor batch, int count) {
        Map<String, float[]> all = new HashMap<>();
        integers.observe((value, words, first, some) -> {
            Format format = integers.type(value).format();
            int elements = integers.graph().shape(value).elements();
            float[] numbers = all.computeIfAbsent(value, _ -> new float[count * elements]);
            for (int i = 0; i < some * elements; i++) {
                numbers[first * elements + i] = (float) format.value(words[i]);
            }
        });
        integers.words(batch);
        return all;
    }

    private void compare(String value, float[] exact, float[] quantised) {
        double[] sums = signalAndNoise.computeIfAbsent(value, _ -> new double[2]);
        for (int i = 0; i < exact.length; i++) {
            double noise = (double) exact[i] - quantised[i];
            sums[0] += (double) exact[i] * exact[i];
            sums[1] += noise * noise;
        }
    }

    /** The classes that the float network sees when a value is another. */
    private int[] withValue(Tensor batch, String value, float[] numbers) {
        if (value.equals(Graph.IMAGES)) {
            floats.observe(null);
            try (Tensor images = Tensor.of(floats.backend(), batch.shape(), numbers)) {
                return floats.predict(images);
            }
        }
        StepObserver replace = (node, buffer, n) -> {
            if (node.name().equals(value)) {
                floats.backend().upload(MemorySegment.ofArray(numbers), buffer, 0);
            }
        };
        floats.observe(replace);
        return floats.predict(batch);
    }

    private List<LayerComparison> layers() {
        List<LayerComparison> all = new ArrayList<>();
        signalAndNoise.forEach((value, sums) -> all.add(new LayerComparison(
                value,
                sums[1] == 0 ? Double.POSITIVE_INFINITY : 10 * Math.log10(sums[0] / sums[1]),
                (double) changed.get(value) / images)));
        return all;
    }

    @Override
    public void close() {
        floats.close();
    }
}
