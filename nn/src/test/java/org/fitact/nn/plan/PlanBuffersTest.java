package org.fitact.nn.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.fitact.nn.model.Architecture;
import org.fitact.nn.model.Models;
import org.fitact.nn.model.Network;
import org.fitact.tensor.Shape;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.fitact.tensor.backend.BufferGroup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanBuffersTest {

    private static final Shape IMAGE = Shape.of(16, 16, 1);

    private final Backend backend = Backends.open("reference", new BackendOptions(1));

    @ParameterizedTest
    @CsvSource({
        "lenet5, true",
        "vgg-small, true",
        "vgg-small, false",
        "resnet20, true",
        "resnet20, false",
        "resnet50, true"
    })
    void noStepWritesWhatALaterStepReads(String model, boolean fold) {
        List<Step> steps = steps(model, fold);
        long threeLargest = steps.stream()
                        .map(Step::outputElements)
                        .sorted(Comparator.reverseOrder())
                        .limit(3)
                        .mapToLong(Integer::longValue)
                        .sum()
                * 2
                * Float.BYTES;
        try (BufferGroup memory = new BufferGroup(backend)) {
            PlanBuffers buffers = new PlanBuffers(memory, steps, 2);
            for (int s = 0; s < steps.size(); s++) {
                int output = s + 1;
                assertTrue(buffers.of(output).length() >= 2 * steps.get(s).outputElements());
                for (int earlier : readFromOn(steps, s)) {
                    if (earlier > 0 && earlier < output) {
                        assertNotSame(buffers.of(earlier), buffers.of(output), "values " + earlier + ", " + output);
                    }
                }
            }
            assertTrue(buffers.bytes() <= threeLargest, buffers.bytes() + " bytes, expected " + threeLargest);
        }
    }

    /** The values that step {@code first} or one after it reads. */
    private static List<Integer> readFromOn(List<Step> steps, int first) {
        List<Integer> read = new ArrayList<>();
        for (Step step : steps.subList(first, steps.size())) {
            IntStream.of(step.inputs()).forEach(read::add);
        }
        return read;
    }

    @Test
    void aPoolingGoesIntoTheConvolutionBeforeIt() {
        List<Step> apart = steps("vgg-small", false);
        List<Step> fused = steps("vgg-small", true);
        List<Integer> pools = outputs(apart, Step.Pool.class::isInstance);
        List<Integer> taken = outputs(fused, step -> step instanceof Step.Convolution conv && conv.pool() != null);
        // The mean of each map at the end has a pooling before it, which a convolution has taken.
        assertEquals(List.of(3, 1), List.of(taken.size(), pools.size() - taken.size()));
        assertEquals(pools.subList(0, 3), taken);
        assertEquals(pools.subList(3, 4), outputs(fused, Step.Pool.class::isInstance));
    }

    private static List<Integer> outputs(List<Step> steps, Predicate<Step> which) {
        return steps.stream().filter(which).map(Step::outputElements).toList();
    }

    private List<Step> steps(String model, boolean fold) {
        Architecture architecture = new Architecture(model, IMAGE, 10);
        try (Network network = Models.create(
                architecture, backend, request -> new float[request.shape().elements()])) {
            PlanBuilder builder = new PlanBuilder(IMAGE, fold, (_, _) -> fold);
            network.layers().lower(builder);
            return builder.steps();
        }
    }
}
