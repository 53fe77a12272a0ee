package org.fitact.tensor.integer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Optional;
import java.util.SplittableRandom;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
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

    /**
     * Layers large enough that blocks of pixels and rows of weights are full, and have rests: of words whose sums are added up in
     * doubles, in longs, and in longs by parts.
     */
    @Property(tries = 10)
    void largerLayersAreThoseOfTheReference(@ForAll long seed, @ForAll @IntRange(min = 0, max = 2) int kind) {
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
        int width = new int[] {16, 26, 32}[kind];
        long end = 1L << width - 1;
        ProductArithmetic arithmetic = arithmetic(width, width);
        long[] x = random.longs(shape.inputElements(), -end, end).toArray();
        long[] w = random.longs(shape.weightElements(), -end, end).toArray();
        x[0] = -end;
        w[0] = -end;
        w[shape.outChannels()] = end - 1;
        LayerWords layer = new LayerWords(w, null, shape.outChannels());
        assertEquals(kind == 0, end * layer.largestMagnitude() < DoubleProducts.EXACT);
        assertTrue(kind == 0
                || LongProducts.of(arithmetic, layer, 1, shape.terms(), end, run())
                        .isPresent());
        long[] expected = new long[shape.outputElements()];
        long[] y = new long[shape.outputElements()];
        NodeRun reference = run();
        NodeRun fast = run();
        new ReferenceIntegerOps().conv2d(shape, arithmetic, x, layer, expected, reference);
        ops().conv2d(shape, arithmetic, x, layer, y, fast);
        assertArrayEquals(expected, y);
        assertEquals(reference.tally().accumulatorBits(), fast.tally().accumulatorBits());
    }

    /** Sums one word below what is taken for a long, and one above; by parts, and by none. */
    @Example
    void sumsAreLongsUpToTheBound() {
        long bound = 1L << 62;
        long x = 1L << 30;
        assertFalse(divided(x, (bound >> 30) - 1));
        assertTrue(divided(x, bound >> 30));
        assertTrue(divided(1L << 44, 1L << 33));
        assertTrue(products(1L << 46, 1L << 33).isEmpty());
    }

    private static boolean divided(long x, long w) {
        LongProducts products = products(x, w).orElseThrow();
        long[] y = new long[1];
        products.linear(1, 1, 1, new long[] {x}, y);
        assertEquals(
                BigInteger.valueOf(x).multiply(BigInteger.valueOf(w)).min(BigInteger.valueOf(Long.MAX_VALUE)),
                BigInteger.valueOf(y[0]));
        return products.isDivided();
    }

    private static Optional<LongProducts> products(long x, long w) {
        return LongProducts.of(arithmetic(48, 48), new LayerWords(new long[] {w}, null, 1), 1, 1, x, run());
    }

    private static NodeRun run() {
        return new NodeRun(new Tally(), new Draws(0, 0, 1));
    }
}
