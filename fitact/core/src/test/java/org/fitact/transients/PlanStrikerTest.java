package org.fitact.transients;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.fitact.memory.Deployment;
import org.fitact.memory.StoredNetwork;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.Node;
import org.fitact.nn.image.Images;
import org.fitact.nn.plan.Plan;
import org.fitact.nn.plan.StepObserver;
import org.fitact.nn.plan.Sums;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.protect.HardeningSettings;
import org.fitact.protect.Protections;
import org.fitact.protect.Toy;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.fitact.tensor.buffer.Buffer;
import org.fitact.tensor.fixedpoint.FixedPoint;
import org.fitact.transients.TransientFaults.Count;
import org.junit.jupiter.api.Test;

class PlanStrikerTest {

    private static final long SEED = 42;
    private static final double RATE = 3e-5;
    private static final Images IMAGES = Toy.images(9, 4);
    private static final Set<TransientTarget> ALL = EnumSet.allOf(TransientTarget.class);

    private static TransientFaults faults(Set<TransientTarget> targets, Count count) {
        return new TransientFaults(targets, Set.of(), TransientFaults.AS_COMPUTED, count);
    }

    /**
     * What a run came to.
     *
     * @param masks changed bits by target, value, image and element
     */
    private record Struck(Map<String, Integer> masks, int[] flips, float[] logits, float[] before, float[] after) {}

    /** Keeps the bits of all values. */
    private static class Copies implements StepObserver {

        private final Plan plan;
        private final Map<String, int[]> bits = new HashMap<>();
        private int first;
        private int batch;

        Copies(Plan plan) {
            this.plan = plan;
        }

        @Override
        public void started(Buffer images, int count) {
            first += batch;
            batch = count;
            copy("INPUT:images", images, count * plan.graph().image().elements());
        }

        @Override
        public void summed(Sums sums) {
            String name = sums.step().name();
            copy(
                    "ACCUMULATOR:" + name,
                    sums.value(),
                    sums.batch() * plan.graph().shape(name).elements());
        }

        @Override
        public void done(Node step, Buffer value, int count) {
            copy(
                    "VALUE:" + step.name(),
                    value,
                    count * plan.graph().shape(step.name()).elements());
        }

        private void copy(String name, Buffer value, int length) {
            int[] copy = new int[length];
            plan.backend().download(value, 0, MemorySegment.ofArray(copy));
            bits.put(name + " of batch " + first, copy);
        }
    }

    private static Struck strike(Backend backend, TransientFaults faults, int batch, String scheme, long trial) {
        Deployment deployment = new Deployment(FixedPoint.DEFAULT, true, batch).observable(faults.observing());
        try (Network network = Toy.network(backend);
                StoredNetwork memory = StoredNetwork.of(network, deployment);
                EvaluationSet images =
                        new EvaluationSet(backend, IMAGES, Toy.data().normalisation(), batch)) {
            return strike(memory.plan(), network.graph(), images, faults, scheme, trial);
        }
    }

    private static Struck strike(
            Plan plan, Graph graph, EvaluationSet images, TransientFaults faults, String scheme, long trial) {
        List<Place> places = Places.of(graph, plan.graph(), Protections.named(scheme)::added, faults);
        PlanStriker striker = new PlanStriker(faults, new TransientSampler(faults, places, SEED), plan, IMAGES.size());
        float[] before = logits(plan, images);
        Copies clean = new Copies(plan);
        Copies struck = new Copies(plan);
        plan.observe(struck);
        float[] logits =
                striker.during(trial, RATE, RATE, () -> plan.observedFirstBy(clean, () -> logits(plan, images)));
        plan.observe(null);
        Map<String, Integer> masks = new TreeMap<>();
        clean.bits.forEach((name, bits) -> masks(masks, name, bits, struck.bits.get(name), plan, places));
        return new Struck(masks, striker.flips().clone(), logits, before, logits(plan, images));
    }

    /** Of values that are places, numbered by the images of all batches. */
    private static void masks(
            Map<String, Integer> masks, String name, int[] clean, int[] struck, Plan plan, List<Place> places) {
        int at = name.indexOf(" of batch ");
        int first = Integer.parseInt(name.substring(at + " of batch ".length()));
        String value = name.substring(0, at);
        for (Place place : places) {
            if (value.equals(place.target() + ":" + place.step())) {
                for (int i = 0; i < clean.length; i++) {
                    if (clean[i] != struck[i]) {
                        int image = first + i / place.elements();
                        masks.put(
                                place.target() + ":" + place.name() + " " + image + " " + i % place.elements(),
                                clean[i] ^ struck[i]);
                    }
                }
            }
        }
    }

    private static float[] logits(Plan plan, EvaluationSet images) {
        List<float[]> all = new ArrayList<>();
        images.forEachBatch(batch -> all.add(plan.logits(batch)));
        float[] together = new float[all.stream().mapToInt(some -> some.length).sum()];
        int next = 0;
        for (float[] some : all) {
            System.arraycopy(some, 0, together, next, some.length);
            next += some.length;
        }
        return together;
    }

    @Test
    void strikesTheVeryBitsThatAreDrawn() throws Exception {
        TransientFaults faults = faults(ALL, new Count.OfCampaign());
        Struck struck = strike(Toy.REFERENCE, faults, 4, "none", 3);
        Map<String, Integer> expected = new TreeMap<>();
        Map<String, Integer> elements = new HashMap<>();
        try (Network network = Toy.network(Toy.REFERENCE)) {
            elements.put("INPUT:images", network.graph().image().elements());
            for (Node node : network.graph().nodes()) {
                int size = network.graph().shape(node.name()).elements();
                String label = node.op().label();
                if (label.equals("conv2d") || label.equals("linear")) {
                    elements.put("ACCUMULATOR:" + node.name(), size);
                }
                if (!label.equals("flatten")) {
                    elements.put("VALUE:" + node.name(), size);
                }
            }
        }
        for (Map.Entry<String, Integer> place : elements.entrySet()) {
            for (int image = 0; image < IMAGES.size(); image++) {
                String name = place.getKey() + " " + image + " ";
                new Drawn(SEED, RATE, 3)
                        .masks(place.getKey(), place.getValue(), 32, image)
                        .forEach((element, mask) -> expected.put(name + element, mask.intValue()));
            }
        }
        assertTrue(expected.size() > 30, expected.toString());
        assertEquals(expected, struck.masks);
        assertEquals(
                expected.values().stream().mapToInt(Integer::bitCount).sum(),
                IntStream.of(struck.flips).sum());
    }

    @Test
    void strikesTheSameInBatchesOfAnySizeAndOnAnyNumberOfThreads() {
        TransientFaults faults = faults(ALL, new Count.OfCampaign());
        Struck one = strike(Toy.REFERENCE, faults, 1, "none", 0);
        assertTrue(!one.masks.isEmpty());
        for (int threads : new int[] {1, 2}) {
            try (Backend backend = Backends.cpu(new BackendOptions(threads))) {
                for (int batch : new int[] {1, 7, 100}) {
                    Struck other = strike(backend, faults, batch, "none", 0);
                    assertEquals(one.masks, other.masks, "batches of " + batch + " on " + threads + " threads");
                    assertArrayEquals(one.flips, other.flips);
                }
            }
        }
    }

    @Test
    void leavesNothingBehind() {
        Struck struck = strike(Toy.REFERENCE, faults(ALL, new Count.Fixed(1e-3)), 4, "none", 1);
        assertArrayEquals(struck.before, struck.after, "images and all else are as they were");
        assertTrue(!Arrays.equals(struck.before, struck.logits));
    }

    @Test
    void strikesExactlyOneBitOfAll() {
        Struck struck = strike(Toy.REFERENCE, faults(ALL, new Count.One()), 4, "none", 5);
        assertEquals(IMAGES.size(), struck.masks.size(), struck.masks.toString());
        struck.masks.values().forEach(mask -> assertEquals(1, Integer.bitCount(mask)));
        assertArrayEquals(IntStream.range(0, IMAGES.size()).map(_ -> 1).toArray(), struck.flips);
    }

    @Test
    void schemesAreStruckAlikeWhateverTheyAdd() {
        TransientFaults faults = faults(ALL, new Count.OfCampaign());
        Struck none = strike(Toy.REFERENCE, faults, 100, "none", 2);
        for (String scheme : List.of("ranger", "fitrelu-naive", "erdnn")) {
            Deployment deployment = Deployment.of(FixedPoint.DEFAULT).observable(faults.observing());
            try (Network network = Toy.hardened(scheme, HardeningSettings.DEFAULT);
                    StoredNetwork memory = StoredNetwork.of(network, deployment);
                    EvaluationSet images = Toy.upload(Toy.REFERENCE, IMAGES)) {
                assertEquals(
                        none.masks, strike(memory.plan(), network.graph(), images, faults, scheme, 2).masks, scheme);
            }
        }
    }

    @Test
    void aNumberInAnotherFormatIsStruckAsItsWord() {
        TransientFaults faults = new TransientFaults(
                Set.of(TransientTarget.VALUE), Set.of("relu"), TransientFaults.format("Q3.4"), new Count.One());
        Struck struck = strike(Toy.REFERENCE, faults, 4, "none", 5);
        assertEquals(IMAGES.size(), IntStream.of(struck.flips).sum());
        for (String place : struck.masks.keySet()) {
            assertTrue(place.startsWith("VALUE:relu"), place);
        }
    }

    @Test
    void saysWhatCannotBeStruck() {
        TransientFaults faults = new TransientFaults(
                Set.of(TransientTarget.VALUE), Set.of("tanh"), TransientFaults.AS_COMPUTED, new Count.One());
        assertEquals(
                "no op tanh makes a value of the network, expected of [conv2d, linear, pool2d, relu]",
                assertThrows(IllegalArgumentException.class, () -> strike(Toy.REFERENCE, faults, 4, "none", 5))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> TransientFaults.format("int8"));
        assertThrows(IllegalArgumentException.class, () -> faults(Set.of(), new Count.One()));
        assertThrows(IllegalArgumentException.class, () -> new Count.Fixed(1));
    }
}
