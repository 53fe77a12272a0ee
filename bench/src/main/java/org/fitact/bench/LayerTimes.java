package org.fitact.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.fitact.nn.eager.Forward;
import org.fitact.nn.eager.Pass;
import org.fitact.nn.graph.Architecture;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.Node;
import org.fitact.nn.model.Models;
import org.fitact.nn.plan.Plan;
import org.fitact.nn.plan.PlanProduct;
import org.fitact.nn.plan.StepObserver;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.tensor.Shape;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.autograd.Tape;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.buffer.Buffer;

/** The time of every convolution and linear layer of a network's plan, measured where it stands in the plan. */
public final class LayerTimes {

    private static final double TOLERANCE = 1e-4;
    private static final int VALIDATED_IMAGES = 4;
    private static final int CLASSES = 10;
    private static final int FEWEST_RUNS = 7;

    private LayerTimes() {}

    /**
     * One layer.
     *
     * @param millis median over the runs
     */
    public record Layer(PlanProduct product, double millis) {}

    /**
     * Runs a network of ReLUs with random weights on random images, after its logits were found right.
     *
     * @param cpu whose calls end when their work is done
     * @param seconds to run for before the runs that count, and again for those
     * @throws IllegalStateException if the logits are not those of the network layer by layer
     */
    public static List<Layer> of(Backend cpu, String model, int batch, double seconds) {
        try (Network network = network(model, cpu);
                EvaluationSet images = Measured.upload(cpu, Measured.images(batch), batch);
                Plan plan = Plan.of(network, batch, true)) {
            Tensor input = images.first();
            validate(model, network, batch, plan.logits(input));
            runFor(plan, input, seconds);
            return layers(plan.products(), runFor(plan, input, seconds));
        }
    }

    private static List<Layer> layers(List<PlanProduct> products, List<Map<String, Long>> runs) {
        return IntStream.range(0, products.size())
                .mapToObj(layer -> {
                    long[] nanos = runs.stream()
                            .mapToLong(run -> run.get(products.get(layer).step()))
                            .sorted()
                            .toArray();
                    return new Layer(products.get(layer), nanos[nanos.length / 2] / 1e6);
                })
                .toList();
    }

    /** The nanoseconds of the steps in every run, by the values that they make. */
    private static List<Map<String, Long>> runFor(Plan plan, Tensor input, double seconds) {
        List<Map<String, Long>> runs = new ArrayList<>();
        long start = System.nanoTime();
        while (runs.size() < FEWEST_RUNS || System.nanoTime() - start < seconds * 1e9) {
            StepClock clock = new StepClock();
            plan.observe(clock);
            plan.logits(input);
            runs.add(clock.nanos);
        }
        return runs;
    }

    /** Notes the time from the end of one step to that of the next. */
    private static final class StepClock implements StepObserver {

        private final Map<String, Long> nanos = new HashMap<>();
        private long before;

        @Override
        public void started(Buffer images, int batch) {
            before = System.nanoTime();
        }

        @Override
        public void done(Node step, Buffer value, int batch) {
            long now = System.nanoTime();
            nanos.put(step.name(), now - before);
            before = now;
        }
    }

    private static Network network(String model, Backend backend) {
        return Models.create(new Architecture(model, Shape.of(32, 32, 3), CLASSES), backend, 1);
    }

    private static void validate(String model, Network network, int images, float[] logits) {
        try (Tape tape = Tape.inference(network.backend());
                EvaluationSet few = Measured.upload(
                        network.backend(), Measured.images(images).first(VALIDATED_IMAGES), VALIDATED_IMAGES)) {
            float[] expected =
                    Forward.of(network, Pass.inference(tape), few.first()).toArray();
            double largest = IntStream.range(0, expected.length)
                    .mapToDouble(i -> Math.abs(expected[i]))
                    .max()
                    .orElseThrow();
            float[] actual = Arrays.copyOf(logits, expected.length);
            for (int i = 0; i < expected.length; i++) {
                if (!(Math.abs(expected[i] - actual[i]) <= TOLERANCE * largest)) {
                    throw new IllegalStateException(model + ": logit " + i + " is " + actual[i] + ", expected "
                            + expected[i] + " ± " + TOLERANCE * largest);
                }
            }
        }
    }
}
