package org.fitact.tensor.integer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.fitact.tensor.backend.op.BinaryOp;
import org.fitact.tensor.backend.op.BoundedRelu;
import org.fitact.tensor.backend.op.Conv2d;
import org.fitact.tensor.backend.op.Pool2d;
import org.fitact.tensor.fixedpoint.FixedType;
import org.fitact.tensor.fixedpoint.Format;
import org.fitact.tensor.fixedpoint.Overflow;
import org.fitact.tensor.fixedpoint.Rounding;

/**
 * What all integer ops must give, by a model in unlimited integers: the same words, the same counts, the same failures. 1,000
 * layers each by default; more by {@code -Djqwik.tries.default=}.
 */
abstract class IntegerOpsContract {

    private interface Op {
        void run(long[] y, NodeRun run);
    }

    abstract IntegerOps ops();

    /** What a run left, or that it failed. */
    private static void check(int n, IntToLongFunction expected, IntegerModel model, Draws draws, Op op, String what) {
        long[] words = IntStream.range(0, n).mapToLong(expected::applyAsLong).toArray();
        long[] y = new long[n];
        Tally tally = new Tally();
        boolean failed = false;
        try {
            op.run(y, new NodeRun(tally, draws));
        } catch (ArithmeticException beyondRange) {
            failed = true;
        }
        assertEquals(model.failed, failed, what);
        if (!failed) {
            assertArrayEquals(words, y, what);
            assertEquals(n, tally.outputs());
            assertEquals(model.outputOverflows, tally.outputOverflows(), what);
            assertEquals(model.accumulatorOverflows, tally.accumulatorOverflows(), what);
            assertEquals(model.accumulatorBits, tally.accumulatorBits(), what);
        }
    }

    @Property
    void convolutions(@ForAll long seed) {
        Layers layers = new Layers(seed);
        Conv2d shape = layers.convolution();
        ProductArithmetic arithmetic = layers.arithmetic(shape.terms());
        long[] x = layers.words(shape.inputElements(), arithmetic.input());
        long[] w = layers.words(shape.weightElements(), arithmetic.weight());
        long[] bias = arithmetic
                .bias()
                .map(format -> layers.words(shape.outChannels(), format))
                .orElse(null);
        Draws draws = new Draws(seed, 3, shape.outputElements() / shape.batch());
        IntegerModel model = new IntegerModel(draws);
        check(
                shape.outputElements(),
                element -> model.conv2d(shape, arithmetic, x, w, bias, element),
                model,
                draws,
                (y, run) -> ops().conv2d(shape, arithmetic, x, new LayerWords(w, bias, shape.outChannels()), y, run),
                shape + " by " + arithmetic);
    }

    @Property
    void linearLayers(@ForAll long seed) {
        Layers layers = new Layers(seed);
        int m = layers.between(1, 3);
        int n = layers.between(1, 9);
        int k = layers.between(1, 12);
        ProductArithmetic arithmetic = layers.arithmetic(k);
        long[] x = layers.words(m * k, arithmetic.input());
        long[] w = layers.words(k * n, arithmetic.weight());
        long[] bias = arithmetic.bias().map(format -> layers.words(n, format)).orElse(null);
        Draws draws = new Draws(seed, 0, n);
        IntegerModel model = new IntegerModel(draws);
        check(
                m * n,
                element -> model.linear(n, k, arithmetic, x, w, bias, element),
                model,
                draws,
                (y, run) -> ops().linear(m, n, k, arithmetic, x, new LayerWords(w, bias, n), y, run),
                m + "×" + n + "×" + k + " by " + arithmetic);
    }

    @Property
    void averages(@ForAll long seed) {
        Layers layers = new Layers(seed);
        Pool2d shape = layers.pooling(Pool2d.Kind.AVERAGE);
        Operand x = operand(layers, shape.inputElements());
        FixedType type = layers.near(x.format().integer(), true, 2);
        Draws draws = new Draws(seed, 9, shape.outputElements() / shape.batch());
        IntegerModel model = new IntegerModel(draws);
        check(
                shape.outputElements(),
                element -> model.average(shape, x, type, element),
                model,
                draws,
                (y, run) -> ops().pool(shape, x, type, y, run),
                shape + " of " + x.format() + " to " + type);
    }

    private static Operand operand(Layers layers, int n) {
        Format format = layers.format();
        return new Operand(layers.words(n, format), format);
    }

    @Property
    void sumsProductsAndConversions(@ForAll long seed) {
        Layers layers = new Layers(seed);
        int n = 8;
        Operand a = operand(layers, n);
        Operand b = operand(layers, n);
        for (BinaryOp op : new BinaryOp[] {BinaryOp.ADD, BinaryOp.MULTIPLY}) {
            boolean multiplies = op == BinaryOp.MULTIPLY;
            int exponent = multiplies
                    ? a.format().integer() + b.format().integer()
                    : Math.max(a.format().integer(), b.format().integer());
            FixedType type = layers.near(exponent, true, 2);
            Draws draws = new Draws(seed, 1, n);
            IntegerModel model = new IntegerModel(draws);
            check(
                    n,
                    element -> model.binary(multiplies, a, b, type, element),
                    model,
                    draws,
                    (y, run) -> ops().binary(op, n, a, b, type, y, run),
                    op + " of " + a.format() + " and " + b.format() + " to " + type);
        }
        FixedType type = layers.near(a.format().integer(), false, 2);
        Draws draws = new Draws(seed, 2, 3);
        IntegerModel model = new IntegerModel(draws);
        check(
                n,
                element -> model.convert(a, type, element),
                model,
                draws,
                (y, run) -> ops().convert(n, a, type, y, run),
                a.format() + " to " + type);
    }

    @Property
    void hardBounds(@ForAll long seed) {
        Layers layers = new Layers(seed);
        BoundedRelu.Policy policy = layers.between(0, 1) == 0 ? BoundedRelu.Policy.ZERO : BoundedRelu.Policy.SATURATE;
        BoundedRelu.Granularity granularity = BoundedRelu.Granularity.values()[layers.between(0, 2)];
        BoundedRelu shape = new BoundedRelu(policy, granularity, 1, 2, 2, 3);
        Operand x = operand(layers, shape.elements());
        Format of = layers.format();
        Operand upper = new Operand(layers.words(shape.bounds(), of), of);
        FixedType type = layers.near(x.format().integer(), true, 2);
        Draws draws = new Draws(seed, 4, 6);
        IntegerModel model = new IntegerModel(draws);
        check(
                shape.elements(),
                element -> {
                    int bound = switch (granularity) {
                        case LAYER -> 0;
                        case CHANNEL -> element % 3;
                        case NEURON -> element % 6;
                    };
                    boolean saturates = policy == BoundedRelu.Policy.SATURATE;
                    return model.bounded(x, upper.words()[bound], of.fraction(), saturates, type, element);
                },
                model,
                draws,
                (y, run) ->
                        ops().bound(shape, x, new WordBounds(upper, Optional.empty(), Optional.empty()), type, y, run),
                shape + " of " + x.format() + " under " + of + " to " + type);
    }

    /** An image's words do not depend on its place in a batch, though a rounding draws. */
    @Property(tries = 50)
    void imagesOfABatchAreComputedAlike(@ForAll long seed) {
        Layers layers = new Layers(seed);
        Operand one = operand(layers, 5);
        long[] twice = new long[10];
        System.arraycopy(one.words(), 0, twice, 0, 5);
        System.arraycopy(one.words(), 0, twice, 5, 5);
        FixedType drawing =
                new FixedType(Format.signed(20, one.format().fraction() - 9), Rounding.STOCHASTIC, Overflow.WRAP);
        long[] y = new long[10];
        ops().convert(
                        10,
                        new Operand(twice, one.format()),
                        drawing,
                        y,
                        new NodeRun(new Tally(), new Draws(seed, 0, 5)));
        for (int i = 0; i < 5; i++) {
            assertEquals(y[i], y[i + 5]);
        }
    }
}
