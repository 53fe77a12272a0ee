package org.fitact.protect.redundancy;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.fitact.memory.Deployment;
import org.fitact.memory.StoredNetwork;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.Node;
import org.fitact.nn.graph.pass.Fusion;
import org.fitact.nn.plan.Plan;
import org.fitact.nn.plan.StepObserver;
import org.fitact.nn.plan.Sums;
import org.fitact.protect.HardeningJob;
import org.fitact.tensor.buffer.Buffer;
import org.fitact.tensor.random.PhiloxRandom;

/** The deviations of checksums that are no fault: those of rounding, and those that change no answer. */
final class ChecksumThresholds {

    /** Of the largest checksum: what is below is less than its last place. */
    private static final double LAST_PLACE = 0x1p-24;

    private static final double STEP = 4;
    private static final long STREAM = 0x636865636B73756DL;

    private ChecksumThresholds() {}

    /** Deploys a network as a check on it is deployed. */
    private static StoredNetwork deployed(Network network, HardeningJob job) {
        return StoredNetwork.of(
                network, Deployment.of(job.settings().arithmetic()).observable(Fusion.SUMS));
    }

    /**
     * By product, a multiple of the largest deviation that rounding makes on the held-out images.
     *
     * @param margin the multiple, 1 or more
     */
    static Map<String, Double> ofRounding(Network network, HardeningJob job, double margin) {
        try (StoredNetwork memory = deployed(network, job)) {
            Map<String, LayerChecksum> layers = ChecksumCheck.layers(memory.plan());
            Map<String, Double> largest = new LinkedHashMap<>();
            layers.keySet().forEach(step -> largest.put(step, 0.0));
            memory.plan()
                    .observedBy(
                            new SumsObserver(sums -> {
                                LayerChecksum layer = layers.get(sums.step().name());
                                largest.merge(sums.step().name(), largest(sums, layer), Math::max);
                            }),
                            () -> job.heldOut().predict(memory.plan()));
            largest.replaceAll((_, deviation) -> margin * deviation);
            return largest;
        }
    }

    private static double largest(Sums sums, LayerChecksum layer) {
        float[] expected = layer.expected(sums.input(), sums.batch());
        float[] present = layer.download(sums.value(), sums.batch() * layer.sums());
        double largest = 0;
        for (int checksum = 0; checksum < expected.length; checksum++) {
            largest = Math.max(largest, layer.deviation(present, expected, checksum));
            largest = Math.max(largest, LAST_PLACE * Math.abs(expected[checksum]));
        }
        return largest;
    }

    /**
     * By product, the largest of {@code lowest·4^k} such that a deviation of that size, and of each smaller one of these, in one random sum of
     * every held-out image gives no image another class.
     *
     * @param lowest as {@link #ofRounding} gives them
     */
    static Map<String, Double> ofAnswers(Network network, HardeningJob job, Map<String, Double> lowest) {
        try (StoredNetwork memory = deployed(network, job)) {
            Plan plan = memory.plan();
            int[] clean = job.heldOut().predict(plan);
            Map<String, Double> raised = new LinkedHashMap<>();
            int done = 0;
            for (Map.Entry<String, Double> product : lowest.entrySet()) {
                double threshold = product.getValue();
                while (keepsAnswers(plan, job, product.getKey(), threshold * STEP, clean)) {
                    threshold *= STEP;
                }
                raised.put(product.getKey(), threshold);
                job.progress().at((double) ++done / lowest.size(), "raising thresholds");
            }
            return raised;
        }
    }

    private static boolean keepsAnswers(Plan plan, HardeningJob job, String step, double size, int[] clean) {
        if (size > Float.MAX_VALUE) {
            return false;
        }
        PhiloxRandom random = new PhiloxRandom(job.seed(), STREAM);
        int[] moved = plan.observedBy(
                new SumsObserver(sums -> {
                    if (sums.step().name().equals(step)) {
                        move(plan, sums, random, (float) size);
                    }
                }),
                () -> job.heldOut().predict(plan));
        return Arrays.equals(clean, moved);
    }

    private static void move(Plan plan, Sums sums, PhiloxRandom random, float size) {
        int elements = plan.graph().shape(sums.step().name()).elements();
        float[] one = new float[1];
        for (int image = 0; image < sums.batch(); image++) {
            int index = image * elements + random.nextInt(elements);
            MemorySegment there = MemorySegment.ofArray(one);
            plan.backend().download(sums.value(), index, there);
            one[0] += random.nextInt(2) == 0 ? size : -size;
            plan.backend().upload(there, sums.value(), index);
        }
    }

    /** Looks at sums alone. */
    private record SumsObserver(Consumer<Sums> look) implements StepObserver {

        @Override
        public void summed(Sums sums) {
            look.accept(sums);
        }

        @Override
        public void done(Node step, Buffer value, int batch) {
            // Sums are all that it looks at.
        }
    }
}
