package org.fitact.transients;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.fitact.campaign.IntegerInference;
import org.fitact.campaign.ProtectedNetwork;
import org.fitact.memory.Deployment;
import org.fitact.memory.StoredNetwork;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.Node;
import org.fitact.nn.graph.op.Bound;
import org.fitact.nn.image.Images;
import org.fitact.nn.integer.Calibration;
import org.fitact.nn.integer.IntegerPlan;
import org.fitact.nn.integer.IntegerSteps;
import org.fitact.nn.integer.QuantisationSettings;
import org.fitact.nn.integer.WordFaults;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.protect.HardeningSettings;
import org.fitact.protect.Protections;
import org.fitact.protect.Toy;
import org.fitact.tensor.fixedpoint.FixedPoint;
import org.fitact.tensor.fixedpoint.Format;
import org.fitact.transients.TransientFaults.Count;
import org.junit.jupiter.api.Test;

/** Transient faults of networks that compute in integers: words of 8 bits, sums of 24. */
class WordStrikerTest {

    private static final long SEED = 42;
    private static final double RATE = 1e-4;
    private static final Images IMAGES = Toy.images(9, 4);
    private static final Set<TransientTarget> ALL = EnumSet.allOf(TransientTarget.class);

    private static TransientFaults faults(Set<TransientTarget> targets, Count count) {
        return new TransientFaults(targets, Set.of(), TransientFaults.AS_COMPUTED, count);
    }

    /**
     * What a run came to.
     *
     * @param masks changed bits by target, value, image and element
     * @param most of each value behind a bound, the largest number
     */
    private record Struck(
            Map<String, Long> masks,
            int[] flips,
            long[] logits,
            long[] before,
            long[] after,
            Map<String, Double> most) {}

    /** Notes what another changes. */
    private static final class Noted implements WordFaults {

        private final WordStriker striker;
        private final IntegerSteps steps;
        private final List<Place> places;
        private final Map<String, Long> masks = Collections.synchronizedMap(new TreeMap<>());
        private final Map<String, Double> most = Collections.synchronizedMap(new HashMap<>());
        private int first;
        private int batch;

        Noted(WordStriker striker, IntegerPlan plan, List<Place> places) {
            this.striker = striker;
            this.steps = new IntegerSteps(plan.graph(), plan.arithmetic());
            this.places = places;
        }

        @Override
        public void started(int images) {
            striker.started(images);
            first += batch;
            batch = images;
        }

        @Override
        public boolean strikesSums(String product, int from, int images) {
            return striker.strikesSums(product, from, images);
        }

        @Override
        public void summed(String product, long[] words, int from, int images) {
            long[] before = words.clone();
            striker.summed(product, words, from, images);
            note(true, product, before, words, from, images);
        }

        @Override
        public void made(String value, long[] words, int from, int images) {
            long[] before = words.clone();
            striker.made(value, words, from, images);
            note(false, value, before, words, from, images);
            int number = steps.number(value);
            if (number > 0 && steps.node(number).op() instanceof Bound) {
                for (int i = 0; i < images * steps.elements(number); i++) {
                    most.merge(value, steps.type(number).format().value(before[i]), Math::max);
                }
            }
        }

        private void note(boolean sums, String step, long[] before, long[] after, int from, int images) {
            for (Place place : places) {
                if (place.step().equals(step) && sums == (place.target() == TransientTarget.ACCUMULATOR)) {
                    Format format = WordStriker.format(steps, place.target(), step);
                    assertEquals(format.width(), place.width());
                    for (int i = 0; i < images * place.elements(); i++) {
                        assertTrue(format.holds(after[i]), "a word of its format");
                        if (before[i] != after[i]) {
                            int image = first + from + i / place.elements();
                            masks.put(
                                    place.target() + ":" + place.name() + " " + image + " " + i % place.elements(),
                                    (before[i] ^ after[i]) & -1L >>> 64 - format.width());
                        }
                    }
                }
            }
        }
    }

    private static Struck strike(TransientFaults faults, int batch, int threads, String scheme, long trial) {
        Deployment deployment = new Deployment(FixedPoint.DEFAULT, true, batch).observable(faults.observing());
        try (Network network = scheme.equals("none")
                        ? Toy.network(Toy.REFERENCE)
                        : Toy.hardened(scheme, HardeningSettings.DEFAULT);
                EvaluationSet images =
                        new EvaluationSet(Toy.REFERENCE, IMAGES, Toy.data().normalisation(), batch)) {
            ProtectedNetwork hardened = new ProtectedNetwork(Protections.named(scheme), network)
                    .with(IntegerInference.of(
                            network,
                            Calibration.of(network, images).quantise(QuantisationSettings.of(8, 24)),
                            threads));
            try (StoredNetwork memory = hardened.deploy(deployment)) {
                return strike(
                        (IntegerPlan) memory.inference(), images, faults, hardened.places(faults, deployment), trial);
            }
        }
    }

    private static Struck strike(
            IntegerPlan plan, EvaluationSet images, TransientFaults faults, List<Place> places, long trial) {
        WordStriker striker = new WordStriker(new TransientSampler(faults, places, SEED), plan, IMAGES.size());
        long[] before = logits(plan, images);
        Noted noted = new Noted(striker, plan, places);
        long[] logits = striker.during(trial, RATE, RATE, () -> plan.struckBy(noted, () -> logits(plan, images)));
        return new Struck(noted.masks, striker.flips().clone(), logits, before, logits(plan, images), noted.most);
    }

    private static long[] logits(IntegerPlan plan, EvaluationSet images) {
        long[] all = new long[IMAGES.size() * plan.graph().outputShape().elements()];
        int[] next = new int[1];
        images.forEachBatch(batch -> {
            long[] some = plan.words(batch);
            System.arraycopy(some, 0, all, next[0], some.length);
            next[0] += some.length;
        });
        return all;
    }

    @Test
    void strikesTheVeryBitsThatAreDrawn() throws Exception {
        Struck struck = strike(faults(ALL, new Count.OfCampaign()), 4, 1, "none", 3);
        Map<String, Long> expected = new TreeMap<>();
        Drawn drawn = new Drawn(SEED, RATE, 3);
        try (Network network = Toy.network(Toy.REFERENCE)) {
            for (int image = 0; image < IMAGES.size(); image++) {
                String of = " " + image + " ";
                drawn.masks("INPUT:images", network.graph().image().elements(), 8, image)
                        .forEach((element, mask) -> expected.put("INPUT:images" + of + element, mask));
                for (Node node : network.graph().nodes()) {
                    int size = network.graph().shape(node.name()).elements();
                    String label = node.op().label();
                    if (label.equals("conv2d") || label.equals("linear")) {
                        String place = "ACCUMULATOR:" + node.name();
                        drawn.masks(place, size, 24, image)
                                .forEach((element, mask) -> expected.put(place + of + element, mask));
                    }
                    if (!label.equals("flatten")) {
                        String place = "VALUE:" + node.name();
                        drawn.masks(place, size, 8, image)
                                .forEach((element, mask) -> expected.put(place + of + element, mask));
                    }
                }
            }
        }
        assertTrue(expected.size() > 30, expected.toString());
        assertEquals(expected, struck.masks);
        assertEquals(
                expected.values().stream().mapToInt(Long::bitCount).sum(),
                IntStream.of(struck.flips).sum());
    }

    @Test
    void strikesTheSameInBatchesOfAnySizeAndOnAnyNumberOfThreads() {
        TransientFaults faults = faults(ALL, new Count.OfCampaign());
        // A calibration sees all images as one set, whatever its batches.
        Struck one = strike(faults, 1, 1, "none", 0);
        assertFalse(one.masks.isEmpty());
        assertFalse(Arrays.equals(one.before, one.logits));
        assertArrayEquals(one.before, one.after, "nothing is left behind");
        for (int threads = 1; threads <= 3; threads++) {
            for (int batch : new int[] {4, 100}) {
                Struck other = strike(faults, batch, threads, "none", 0);
                String what = "batches of " + batch + " on " + threads + " threads";
                assertEquals(one.masks, other.masks, what);
                assertArrayEquals(one.flips, other.flips, what);
                assertArrayEquals(one.logits, other.logits, what);
            }
        }
    }

    @Test
    void strikesExactlyOneBitOfAll() {
        Struck struck = strike(faults(ALL, new Count.One()), 4, 2, "none", 5);
        assertEquals(IMAGES.size(), struck.masks.size(), struck.masks.toString());
        struck.masks.values().forEach(mask -> assertEquals(1, Long.bitCount(mask)));
        assertArrayEquals(IntStream.range(0, IMAGES.size()).map(_ -> 1).toArray(), struck.flips);
    }

    @Test
    void schemesAreStruckAlikeWhateverTheyAdd() {
        TransientFaults faults = faults(ALL, new Count.OfCampaign());
        Struck none = strike(faults, 100, 1, "none", 2);
        for (String scheme : List.of("ranger", "fitrelu-naive")) {
            assertEquals(none.masks, strike(faults, 100, 1, scheme, 2).masks, scheme);
        }
    }

    /** A sum may become anything; what leaves a bound is no larger than without faults, but by a profile of other images. */
    @Test
    void aBoundStopsWhatAStruckSumBecame() {
        TransientFaults sums = faults(Set.of(TransientTarget.ACCUMULATOR), new Count.Fixed(1e-3));
        Struck struck = strike(sums, 100, 1, "ranger", 1);
        assertTrue(IntStream.of(struck.flips).sum() > 50);
        assertNotEquals(Map.of(), struck.most);
        try (Network network = Toy.hardened("ranger", HardeningSettings.DEFAULT)) {
            struck.most.forEach((value, most) -> {
                String bounds = network.graph().node(value).parameters().getFirst();
                float bound = network.parameters().stream()
                        .filter(parameter -> parameter.name().equals(bounds))
                        .findFirst()
                        .orElseThrow()
                        .value()
                        .toArray()[0];
                // Words of 8 bits are a percent of the range apart.
                assertEquals(bound, most, 0.02 * bound, value + ": a struck sum reaches the bound, and not beyond");
            });
        }
    }
}
