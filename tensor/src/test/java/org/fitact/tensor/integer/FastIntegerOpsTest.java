package org.fitact.tensor.integer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.SplittableRandom;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.fitact.tensor.backend.op.Conv2d;
import org.fitact.tensor.backend.op.Window2d;
import org.fitact.tensor.fixedpoint.FixedType;
import org.fitact.tensor.fixedpoint.Format;

class FastIntegerOpsTest extends FasterOpsContract {

    @Override
    protected IntegerOps ops() {
        return new FastIntegerOps();
    }

    private static ProductArithmetic arithmetic(int x, int w) {
        Accumulator accumulator = new Accumulator(FixedType.of(Format.signed(64, 4)), Accumulator.Moment.END);
        return new ProductArithmetic(
                Format.signed(x, 2),
                Format.signed(w, 2),
                Optional.empty(),
                accumulator,
                FixedType.of(Format.signed(64, 4)));
    }

    /** Sums of which a double has no last bit; words of a layer that change until it has, and back. */
    @Example
    void wordsThatGrowTakeALayerBackToTheReference() {
        int k = 5;
        long[] x = {(1L << 30) + 1, 3, 5, 7, 9};
        long[] w = {3, 1, 4, 1, 5, 9, 2, 6, 5, 3};
        LayerWords layer = new LayerWords(w, null, 2);
        ProductArithmetic arithmetic = arithmetic(32, 32);
        for (long word : new long[] {3, (1L << 30) + 1, Integer.MIN_VALUE, 3, (1L << 62) + 1, 3}) {
            long before = w[0];
            w[0] = word;
            layer.changed(0, before);
            long[] expected = new long[2];
            long[] y = new long[2];
            new ReferenceIntegerOps().linear(1, 2, k, arithmetic, x, layer, expected, run());
            ops().linear(1, 2, k, arithmetic, x, layer, y, run());
            assertArrayEquals(expected, y, "word " + word);
            if (word <= 1L << 31) {
                assertEquals(x[0] * word + 3 * 4 + 5 * 5 + 7 * 2 + 9 * 5, y[0]);
            }
            assertEquals(Math.max(Math.abs((double) word) + 16, 20), layer.largestMagnitude());
        }
    }

    /** Layers large enough that blocks of pixels and rows of weights are full, and have rests. */
    @Property(tries = 10)
    void largerLayersAreThoseOfTheReference(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int groups = random.nextInt(1, 3);
        Conv2d shape = new Conv2d(
                2,
                7,
                6,
                groups * random.nextInt(1, 7),
                groups * random.nextInt(1, 20),
                groups,
                Window2d.of(3, 3, 1, 1));
        ProductArithmetic arithmetic = arithmetic(16, 16);
        long[] x = random.longs(shape.inputElements(), -32768, 32768).toArray();
        long[] w = random.longs(shape.weightElements(), -32768, 32768).toArray();
        LayerWords layer = new LayerWords(w, null, shape.outChannels());
        assertTrue(32768 * layer.largestMagnitude() < 0x1p52);
        long[] expected = new long[shape.outputElements()];
        long[] y = new long[shape.outputElements()];
        NodeRun reference = run();
        NodeRun fast = run();
        new ReferenceIntegerOps().conv2d(shape, arithmetic, x, layer, expected, reference);
        ops().conv2d(shape, arithmetic, x, layer, y, fast);
        assertArrayEquals(expected, y);
        assertEquals(reference.tally().accumulatorBits(), fast.tally().accumulatorBits());
    }

    private static NodeRun run() {
        return new NodeRun(new Tally(), new Draws(0, 0, 1));
    }
}
