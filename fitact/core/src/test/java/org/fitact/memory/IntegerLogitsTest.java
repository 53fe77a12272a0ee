package org.fitact.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.fitact.fault.FaultOperation;
import org.fitact.fault.Region;
import org.fitact.nn.graph.Architecture;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.op.Bound;
import org.fitact.nn.image.ImageSet;
import org.fitact.nn.image.Normalisation;
import org.fitact.nn.integer.Calibration;
import org.fitact.nn.integer.IntegerPlan;
import org.fitact.nn.integer.Quantisation;
import org.fitact.nn.integer.QuantisationSettings;
import org.fitact.nn.model.Models;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.tensor.Shape;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.fitact.tensor.backend.op.BoundedRelu;
import org.fitact.tensor.backend.simd.Widths;
import org.fitact.tensor.fixedpoint.FixedPoint;
import org.fitact.tensor.fixedpoint.Overflow;
import org.fitact.tensor.fixedpoint.Rounding;
import org.fitact.tensor.integer.Accumulator;
import org.fitact.tensor.integer.IntegerOps;
import org.fitact.tensor.integer.ReferenceIntegerOps;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A network in integers has the same words and counts by the reference, by vectors of every width, and by the CUDA kernels. */
class IntegerLogitsTest {

    private static final int SIDE = 16;
    private static final int IMAGES = 3;

    /** Who computes, and on how many threads. */
    private record Engine(String name, IntegerOps ops, int threads) {

        static Engine of(String name, Backend backend, int threads) {
            try (backend) {
                return new Engine(name, backend.integers().orElseThrow(), threads);
            }
        }
    }

    private static List<Engine> engines() {
        BackendOptions one = new BackendOptions(1);
        return List.of(
                Engine.of("128 bits", Widths.provider(128).open(one), 1),
                Engine.of("256 bits", Widths.provider(256).open(one), 2),
                Engine.of("512 bits", Widths.provider(512).open(one), 3),
                Engine.of("cuda", Emulator.open(new BackendOptions(2)), 2));
    }

    private static Network network(Backend backend, String model, BoundedRelu.Policy policy) {
        Network network = Models.create(new Architecture(model, Shape.of(SIDE, SIDE, channels(model)), 4), backend, 21);
        Bound bound = new Bound(policy, BoundedRelu.Granularity.CHANNEL, 20);
        network.transform(network.graph().withSites(site -> site.bounded(bound)), spec -> {
            float[] bounds = new float[spec.shape().elements()];
            for (int i = 0; i < bounds.length; i++) {
                bounds[i] = 0.5f + i % 4 * 0.25f;
            }
            return bounds;
        });
        return network;
    }

    private static int channels(String model) {
        return model.equals("lenet5") ? 1 : 3;
    }

    private static EvaluationSet noise(Backend backend, String model) {
        int channels = channels(model);
        byte[] pixels = new byte[IMAGES * SIDE * SIDE * channels];
        SplittableRandom random = new SplittableRandom(4);
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) random.nextInt(256);
        }
        ImageSet images = new ImageSet("noise", SIDE, SIDE, channels, List.of("any"), pixels, new int[IMAGES]);
        return new EvaluationSet(backend, images, Normalisation.none(channels), IMAGES);
    }

    private static QuantisationSettings settings(
            int bits, int accumulator, Accumulator.Moment moment, Rounding rounding, Overflow overflow) {
        QuantisationSettings usual = QuantisationSettings.of(bits, accumulator);
        return new QuantisationSettings(
                usual.weights(),
                usual.biases(),
                usual.activations(),
                accumulator,
                moment,
                rounding,
                overflow,
                usual.method(),
                7);
    }

    /** What a deployed network answers, and what it counts, before and after words were struck, and when they are mended. */
    private static Map<String, Object> answers(StoredNetwork memory, Tensor images) {
        IntegerPlan plan = (IntegerPlan) memory.inference();
        Map<String, Object> answers = new LinkedHashMap<>();
        answers.put("clean", plan.words(images));
        int[] addresses = memory.space().regions().stream()
                .mapToInt(region -> region.offset() + (region.end() - region.offset()) / 2)
                .toArray();
        int[] words = memory.read(addresses);
        int[] struck = words.clone();
        for (int i = 0; i < struck.length; i++) {
            Region region = memory.space().regions().get(i);
            struck[i] = FaultOperation.FLIP.apply(
                    region.format(), words[i], 1 << region.format().width() - 1);
        }
        memory.write(addresses, struck);
        answers.put("struck", plan.words(images));
        memory.write(addresses, words);
        answers.put("mended", plan.words(images));
        answers.put(
                "counts",
                plan.tallies().entrySet().stream()
                        .map(entry -> entry.getKey() + " " + entry.getValue().outputs() + " "
                                + entry.getValue().outputOverflows() + " "
                                + entry.getValue().accumulatorOverflows() + " "
                                + entry.getValue().accumulatorBits())
                        .collect(Collectors.joining("\n")));
        return answers;
    }

    private static void assertSame(Map<String, Object> expected, Map<String, Object> answers, String what) {
        expected.forEach((key, value) -> {
            if (value instanceof long[] words) {
                assertArrayEquals(words, (long[]) answers.get(key), what + ", " + key);
            } else {
                assertEquals(value, answers.get(key), what + ", " + key);
            }
        });
    }

    @ParameterizedTest
    @CsvSource({
        "lenet5, SMOOTH, 16, 48, END, HALF_EVEN, SATURATE",
        "lenet5, SATURATE, 8, 20, EACH_ADDITION, FLOOR, WRAP",
        "lenet5, ZERO, 24, 40, END, STOCHASTIC, SATURATE_SYMMETRIC",
        "resnet20, ZERO, 16, 48, END, HALF_EVEN, SATURATE",
        "resnet20, SMOOTH, 8, 16, END, HALF_UP, SATURATE_ZERO"
    })
    void logitsAreTheSameWordsEverywhere(
            String model,
            BoundedRelu.Policy policy,
            int bits,
            int accumulator,
            Accumulator.Moment moment,
            Rounding rounding,
            Overflow overflow) {
        List<Engine> engines = engines();
        try (Backend backend = Backends.open("reference", new BackendOptions(1));
                Network network = network(backend, model, policy);
                EvaluationSet images = noise(backend, model)) {
            Quantisation quantisation =
                    Calibration.of(network, images).quantise(settings(bits, accumulator, moment, rounding, overflow));
            Deployment deployment = new Deployment(FixedPoint.DEFAULT, true, IMAGES).with(quantisation);
            Engine definition = new Engine("reference", new ReferenceIntegerOps(), 1);
            Map<String, Object> expected = answers(network, deployment, quantisation, definition, images);
            long[] clean = (long[]) expected.get("clean");
            assertArrayEquals(clean, (long[]) expected.get("mended"));
            assertFalse(Arrays.equals(clean, (long[]) expected.get("struck")), "faults do nothing");
            assertTrue(Arrays.stream(clean).distinct().count() > 3, Arrays.toString(clean));
            for (Engine engine : engines) {
                assertSame(expected, answers(network, deployment, quantisation, engine, images), engine.name());
            }
        }
    }

    private static Map<String, Object> answers(
            Network network, Deployment deployment, Quantisation quantisation, Engine engine, EvaluationSet images) {
        try (StoredNetwork memory =
                StoredNetwork.of(network, deployment, quantisation.arithmetic(), engine.ops(), engine.threads())) {
            return answers(memory, images.first());
        }
    }
}
