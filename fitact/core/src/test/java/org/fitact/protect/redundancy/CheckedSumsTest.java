package org.fitact.protect.redundancy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.fitact.nn.graph.Architecture;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.Node;
import org.fitact.nn.graph.op.Conv2d;
import org.fitact.nn.graph.op.Flatten;
import org.fitact.nn.graph.op.Linear;
import org.fitact.nn.graph.pass.Fusion;
import org.fitact.nn.plan.Plan;
import org.fitact.nn.plan.PlanOptions;
import org.fitact.nn.plan.StepObserver;
import org.fitact.nn.plan.Sums;
import org.fitact.protect.Toy;
import org.fitact.tensor.Shape;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.backend.op.Window2d;
import org.fitact.tensor.buffer.Buffer;
import org.junit.jupiter.api.Test;

/** What repetition and checksums make of sums that were struck, by hand: each of two images has the sums 1, −2, 3 at two places. */
class CheckedSumsTest {

    private static final Shape IMAGE = Shape.of(2, 1, 1);
    private static final int BATCH = 2;
    private static final float[] CLEAN = {1, -2, 3, 1, -2, 3, 1, -2, 3, 1, -2, 3};
    private static final Graph GRAPH = new Graph(
            IMAGE,
            List.of(
                    new Node(
                            "conv",
                            new Conv2d(3, 1, Window2d.of(1, 1, 1, 0), true),
                            List.of(Graph.IMAGES),
                            List.of("conv.weight", "conv.bias")),
                    new Node("flat", new Flatten(), "conv"),
                    new Node("fc", new Linear(2), List.of("flat"), List.of("fc.weight", "fc.bias"))),
            "fc");

    private static final Map<String, float[]> VALUES = Map.of(
            "conv.weight", new float[] {1, -2, 3},
            "conv.bias", new float[3],
            "fc.weight", new float[12],
            "fc.bias", new float[2]);

    /** Adds to one sum of an attempt. */
    private record Strike(int attempt, int index, float added) {}

    private static Strike strike(int attempt, int index, float added) {
        return new Strike(attempt, index, added);
    }

    /** The sums as a check leaves them. */
    private static float[] left(SumsCheck check, BitSet found, Strike... strikes) {
        float[] left = new float[CLEAN.length];
        float[] ones = new float[BATCH * IMAGE.elements()];
        Arrays.fill(ones, 1);
        try (Network network = new Network(
                        new Architecture("lenet5", IMAGE, 2), GRAPH, Toy.REFERENCE, spec -> VALUES.get(spec.name()));
                Plan plan = Plan.of(network, new PlanOptions(BATCH, true, Fusion.SUMS));
                Tensor images = Tensor.of(Toy.REFERENCE, IMAGE.withBatch(BATCH), ones)) {
            check.deployed(plan);
            plan.observe(check.then(new Reading(left)));
            plan.observedFirstBy(new Striking(strikes), () -> plan.logits(images));
            found.clear();
            found.or(check.found());
        }
        return left;
    }

    /** Strikes before a check looks. */
    private record Striking(Strike... strikes) implements StepObserver {

        @Override
        public void summed(Sums sums) {
            if (sums.step().name().equals("conv")) {
                float[] numbers = new float[CLEAN.length];
                Toy.REFERENCE.download(sums.value(), 0, MemorySegment.ofArray(numbers));
                for (Strike strike : strikes) {
                    numbers[strike.index] += strike.attempt == sums.attempt() ? strike.added : 0;
                }
                Toy.REFERENCE.upload(MemorySegment.ofArray(numbers), sums.value(), 0);
            }
        }

        @Override
        public void done(Node step, Buffer value, int batch) {}
    }

    /** Takes what stands there behind a check. */
    private record Reading(float[] into) implements StepObserver {

        @Override
        public void done(Node step, Buffer value, int batch) {
            if (step.name().equals("conv")) {
                Toy.REFERENCE.download(value, 0, MemorySegment.ofArray(into));
            }
        }
    }

    private static float[] with(int index, float value) {
        float[] sums = CLEAN.clone();
        sums[index] = value;
        return sums;
    }

    private static BitSet images(int... some) {
        BitSet images = new BitSet();
        for (int image : some) {
            images.set(image);
        }
        return images;
    }

    @Test
    void ofTwoThatDifferAThirdDecides() {
        BitSet found = new BitSet();
        RepetitionCheck dmr = new RepetitionCheck(false);
        assertArrayEquals(CLEAN, left(dmr, found));
        assertEquals(images(), found);
        assertArrayEquals(CLEAN, left(dmr, found, strike(0, 0, 10)), "the first is wrong");
        assertEquals(images(0), found);
        assertArrayEquals(CLEAN, left(dmr, found, strike(1, 7, 10)), "the second is");
        assertEquals(images(1), found);
        assertArrayEquals(CLEAN, left(dmr, found, strike(0, 0, 10), strike(1, 0, 20)), "both are");
        assertArrayEquals(
                with(0, 31), left(dmr, found, strike(0, 0, 10), strike(1, 0, 20), strike(2, 0, 30)), "no two agree");
        assertEquals(images(0), found);
        assertArrayEquals(with(0, 11), left(dmr, found, strike(0, 0, 10), strike(1, 0, 10)), "alike, so not seen");
        assertEquals(images(), found);
    }

    @Test
    void ofThreeTheMajorityDecides() {
        BitSet found = new BitSet();
        RepetitionCheck tmr = new RepetitionCheck(true);
        assertArrayEquals(CLEAN, left(tmr, found));
        assertEquals(images(), found);
        for (int attempt = 0; attempt < 3; attempt++) {
            assertArrayEquals(CLEAN, left(tmr, found, strike(attempt, 6, 10)), "attempt " + attempt);
            assertEquals(images(1), found, "attempt " + attempt);
        }
        assertArrayEquals(with(0, 11), left(tmr, found, strike(0, 0, 10), strike(1, 0, 10)), "two that agree");
        assertEquals(images(0), found, "but the third differs");
    }

    private static ChecksumCheck abft(ChecksumCheck.Response response) {
        return new ChecksumCheck(Map.of("conv", 0.5, "fc", 1e9), response, 0);
    }

    /** The sums of a place add up to 2; twice at most they are computed again. */
    @Test
    void whatDoesNotAddUpIsComputedAgain() {
        BitSet found = new BitSet();
        ChecksumCheck check = abft(ChecksumCheck.Response.RECOMPUTE);
        assertArrayEquals(CLEAN, left(check, found));
        assertEquals(images(), found);
        assertArrayEquals(CLEAN, left(check, found, strike(0, 4, 10)));
        assertEquals(images(0), found);
        assertArrayEquals(CLEAN, left(check, found, strike(0, 4, 10), strike(1, 4, 10)));
        // What was computed again elsewhere is not taken: its own fault changes nothing.
        assertArrayEquals(CLEAN, left(check, found, strike(0, 4, 10), strike(1, 0, 10)));
        assertArrayEquals(
                with(4, 8), left(check, found, strike(0, 4, 10), strike(1, 4, 20), strike(2, 4, 30)), "as it was");
        assertArrayEquals(with(4, -1.6f), left(check, found, strike(0, 4, 0.4f)), 1e-6f, "within the threshold");
        assertEquals(images(), found);
        float[] cancelling = with(3, 6);
        cancelling[5] = -2;
        assertArrayEquals(cancelling, left(check, found, strike(0, 3, 5), strike(0, 5, -5)), "they add up");
        assertEquals(images(), found);
        assertArrayEquals(CLEAN, left(check, found, strike(0, 4, Float.NaN)));
        assertEquals(images(0), found);
    }

    @Test
    void whatDoesNotAddUpBecomesZeroAtThatPlace() {
        BitSet found = new BitSet();
        ChecksumCheck check = abft(ChecksumCheck.Response.ZERO);
        float[] expected = CLEAN.clone();
        Arrays.fill(expected, 9, 12, 0);
        assertArrayEquals(expected, left(check, found, strike(0, 10, 10)));
        assertEquals(images(1), found);
    }
}
