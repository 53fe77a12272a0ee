package org.fitact.tensor.integer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Optional;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.fitact.tensor.backend.op.BinaryOp;
import org.fitact.tensor.backend.op.BoundedRelu;
import org.fitact.tensor.backend.op.Conv2d;
import org.fitact.tensor.backend.op.Pool2d;
import org.fitact.tensor.backend.op.attention.BatchedGemm;
import org.fitact.tensor.fixedpoint.FixedType;
import org.fitact.tensor.fixedpoint.Format;
import org.fitact.tensor.fixedpoint.Overflow;
import org.fitact.tensor.fixedpoint.Rounding;

/** What faster ops must give besides: the words and counts of the reference, on layers that are large enough for their ways. */
public abstract class FasterOpsContract extends IntegerOpsContract {

    private static final GateTable GATE = GateTable.of(20);

    private static final Draws NO_DRAWS = new Draws(0, 0, 1);

    private interface OnOps {
        void run(IntegerOps ops, long[] y, NodeRun run);
    }

    /** The words and counts of the reference, which the other tests compare with the model; or its failure. */
    private void checkByReference(int n, OnOps op, String what) {
        long[] expected = new long[n];
        long[] y = new long[n];
        NodeRun one = new NodeRun(new Tally(), new Draws(0, 0, n));
        NodeRun other = new NodeRun(new Tally(), new Draws(0, 0, n));
        Optional<String> failure = failure(op, new ReferenceIntegerOps(), expected, one);
        assertEquals(failure, failure(op, ops(), y, other), what);
        if (failure.isEmpty()) {
            assertArrayEquals(expected, y, what);
            assertSame(one.tally(), other.tally(), what);
        }
    }

    private static Optional<String> failure(OnOps op, IntegerOps ops, long[] y, NodeRun run) {
        try {
            op.run(ops, y, run);
            return Optional.empty();
        } catch (ArithmeticException | IllegalArgumentException refused) {
            return Optional.of(refused.toString());
        }
    }

    static void assertSame(Tally expected, Tally tally, String what) {
        assertEquals(expected.outputs(), tally.outputs(), what);
        assertEquals(expected.outputOverflows(), tally.outputOverflows(), what);
        assertEquals(expected.accumulatorOverflows(), tally.accumulatorOverflows(), what);
        assertEquals(expected.accumulatorBits(), tally.accumulatorBits(), what);
    }

    /** Layers as networks have them, with words that change between two runs. */
    @Property(tries = 16)
    void layersOfUsualFormats(@ForAll long seed) {
        Layers layers = new Layers(seed);
        Conv2d shape = layers.wideConvolution();
        ProductArithmetic arithmetic = layers.usualArithmetic(shape.terms());
        long[] x = layers.usualWords(shape.inputElements(), arithmetic.input());
        long[] w = layers.usualWords(shape.weightElements(), arithmetic.weight());
        long[] bias = arithmetic
                .bias()
                .map(format -> layers.usualWords(shape.outChannels(), format))
                .orElse(null);
        LayerWords layer = new LayerWords(w, bias, shape.outChannels());
        for (int run = 0; run < 2; run++) {
            checkByReference(
                    shape.outputElements(),
                    (ops, y, node) -> ops.conv2d(shape, arithmetic, x, layer, y, node),
                    shape + " by " + arithmetic);
            int m = shape.batch();
            int k = shape.terms();
            checkByReference(
                    m * shape.outChannels(),
                    (ops, y, node) ->
                            ops.linear(m, shape.outChannels(), k, arithmetic, Arrays.copyOf(x, m * k), layer, y, node),
                    m + "×" + k + " by " + arithmetic);
            for (int flip = 0; flip < 20; flip++) {
                int index = layers.between(0, w.length - 1);
                long before = w[index];
                w[index] = arithmetic
                        .weight()
                        .wrap(before
                                ^ 1L << layers.between(0, arithmetic.weight().width() - 1));
                layer.changed(index, before);
            }
        }
    }

    /** Sums on both sides of what doubles hold, by weights that floats hold, and no rounding that would hide a lost bit. */
    @Property(tries = 20)
    void sumsNearTheLimitOfDoubles(@ForAll long seed) {
        Layers layers = new Layers(seed);
        Format input = Format.signed(layers.between(24, 38), 0);
        Format weight = Format.signed(layers.between(12, 25), 0);
        FixedType exact = FixedType.of(Format.signed(64, 0));
        ProductArithmetic arithmetic = new ProductArithmetic(
                input, weight, Optional.empty(), new Accumulator(exact, Accumulator.Moment.END), exact);
        Conv2d shape = layers.wideConvolution().withBatch(1);
        LayerWords layer = new LayerWords(layers.usualWords(shape.weightElements(), weight), null, shape.outChannels());
        long[] x = layers.usualWords(shape.inputElements(), input);
        checkByReference(
                shape.outputElements(),
                (ops, y, run) -> ops.conv2d(shape, arithmetic, x, layer, y, run),
                shape + " of " + input + " and " + weight);
        Conv2d several = shape.withBatch(12);
        long[] image = new long[several.inputElements()];
        System.arraycopy(x, 0, image, 0, x.length);
        long[] expected = new long[shape.outputElements()];
        long[] y = new long[several.outputElements()];
        new ReferenceIntegerOps().conv2d(shape, arithmetic, x, layer, expected, new NodeRun(new Tally(), NO_DRAWS));
        ops().conv2d(several, arithmetic, image, layer, y, new NodeRun(new Tally(), NO_DRAWS));
        assertArrayEquals(expected, Arrays.copyOf(y, expected.length), "of several images, " + shape);
    }

    /** A number at the end of what doubles hold has no room for the half that a rounding adds or takes. */
    @Example
    void theFarthestWordsAreRoundedAsAllOthers() {
        for (Rounding rounding : Rounding.values()) {
            for (int width = 22; width <= 27; width++) {
                Operand x =
                        new Operand(new long[] {-1L << width - 1, (1L << width - 1) - 1, 1}, Format.signed(width, 9));
                FixedType type = new FixedType(Format.unsigned(49, 36), rounding, Overflow.WRAP);
                checkByReference(3, (ops, y, run) -> ops.convert(3, x, type, y, run), width + " bits, " + rounding);
                checkByReference(
                        3,
                        (ops, y, run) -> ops.binary(BinaryOp.ADD, 3, x, x, type, y, run),
                        "twice " + width + " bits, " + rounding);
            }
        }
    }

    /** What stands between the layers, of all usual formats and lengths. */
    @Property(tries = 100)
    void valuesOfUsualFormats(@ForAll long seed) {
        Layers layers = new Layers(seed);
        int channels = layers.between(1, 20);
        BoundedRelu shape = new BoundedRelu(
                BoundedRelu.Policy.values()[layers.between(0, 2)],
                BoundedRelu.Granularity.values()[layers.between(0, 2)],
                20,
                2,
                3,
                channels);
        int n = shape.elements();
        Format of = layers.usual(4, 20, layers.between(0, 1) == 0);
        Operand x = new Operand(layers.usualWords(n, of), of);
        Format another = layers.usual(4, 20, true);
        Operand b = new Operand(layers.usualWords(n, another), another);
        FixedType type = layers.usualNear(of.integer(), layers.between(0, 1) == 0);
        String what = of + " and " + another + " to " + type;
        checkByReference(n, (ops, y, run) -> ops.convert(n, x, type, y, run), what);
        checkByReference(n, (ops, y, run) -> ops.clip(n, x, 0, of.maxWord() / 2, type, y, run), what);
        checkByReference(n, (ops, y, run) -> ops.binary(BinaryOp.ADD, n, x, b, type, y, run), what);
        checkByReference(n, (ops, y, run) -> ops.binary(BinaryOp.SUBTRACT, n, x, b, type, y, run), what);
        WordBounds bounds = new WordBounds(
                new Operand(layers.usualWords(shape.bounds(), another), another),
                layers.between(0, 1) == 0
                        ? Optional.empty()
                        : Optional.of(new Operand(layers.usualWords(shape.bounds(), of), of)),
                Optional.of(GATE));
        checkByReference(n, (ops, y, run) -> ops.bound(shape, x, bounds, type, y, run), shape + " of " + what);
        Pool2d pool = layers.pooling(layers.between(0, 3) == 0 ? Pool2d.Kind.AVERAGE : Pool2d.Kind.MAX);
        Operand map = new Operand(layers.usualWords(pool.inputElements(), of), of);
        checkByReference(
                pool.outputElements(), (ops, y, run) -> ops.pool(pool, map, type, y, run), pool + " of " + what);
        float[] numbers = new float[n];
        for (int i = 0; i < n; i++) {
            numbers[i] = (float) (b.words()[i] * 1.37 * another.resolution());
        }
        checkByReference(n, (ops, y, run) -> ops.quantise(n, numbers, type, y, run), what);
    }

    /** Matrices that are both values, in all formats and at both moments. */
    @Property(tries = 200)
    void productsOfValues(@ForAll long seed) {
        Layers layers = new Layers(seed);
        BatchedGemm shape = new BatchedGemm(
                layers.between(1, 3),
                layers.between(1, 3),
                layers.between(1, 4),
                layers.between(1, 6),
                layers.between(0, 1) == 0,
                layers.between(0, 1) == 0);
        ProductArithmetic drawn = layers.arithmetic(shape.k());
        ProductArithmetic arithmetic = new ProductArithmetic(
                drawn.input(), drawn.weight(), Optional.empty(), drawn.accumulator(), drawn.output());
        long[] a = layers.words(shape.leftElements(), arithmetic.input());
        long[] b = layers.words(shape.rightElements(), arithmetic.weight());
        checkByReference(
                shape.outputElements(),
                (ops, y, run) -> ops.batchedGemm(shape, arithmetic, a, b, y, run),
                shape + " by " + arithmetic);
    }

    /** What stands between the layers, in formats of all widths, with failures. */
    @Property(tries = 200)
    void valuesOfAllFormats(@ForAll long seed) {
        Layers layers = new Layers(seed);
        BoundedRelu shape = new BoundedRelu(
                BoundedRelu.Policy.values()[layers.between(0, 2)],
                BoundedRelu.Granularity.values()[layers.between(0, 2)],
                20,
                2,
                2,
                layers.between(1, 3));
        int n = shape.elements();
        Format of = layers.format();
        Operand x = new Operand(layers.words(n, of), of);
        Format another = layers.format();
        Operand b = new Operand(layers.words(n, another), another);
        FixedType type = layers.near(of.integer(), true, 2);
        String what = of + " and " + another + " to " + type;
        for (BinaryOp op : BinaryOp.values()) {
            checkByReference(n, (ops, y, run) -> ops.binary(op, n, x, b, type, y, run), op + " of " + what);
        }
        long low = Math.min(of.maxWord(), of.minWord() / 2 + 1);
        checkByReference(n, (ops, y, run) -> ops.clip(n, x, low, of.maxWord() / 2, type, y, run), what);
        WordBounds bounds = new WordBounds(
                new Operand(layers.words(shape.bounds(), another), another),
                layers.between(0, 1) == 0
                        ? Optional.empty()
                        : Optional.of(new Operand(layers.words(shape.bounds(), of), of)),
                Optional.of(GATE));
        checkByReference(n, (ops, y, run) -> ops.bound(shape, x, bounds, type, y, run), shape + " of " + what);
        Pool2d pool = layers.pooling(Pool2d.Kind.values()[layers.between(0, 1)]);
        Operand map = new Operand(layers.words(pool.inputElements(), of), of);
        checkByReference(
                pool.outputElements(), (ops, y, run) -> ops.pool(pool, map, type, y, run), pool + " of " + what);
        float[] numbers = layers.numbers(n);
        checkByReference(
                n, (ops, y, run) -> ops.quantise(n, numbers, type, y, run), Arrays.toString(numbers) + " to " + type);
    }

    /** Words of all formats by a table, of which some entries are beyond the range of what is found. */
    @Property(tries = 30)
    void wordsByATable(@ForAll long seed) {
        Layers layers = new Layers(seed);
        Format index = Format.signed(layers.between(2, 10), layers.between(0, 8));
        FunctionTable table = FunctionTable.of(
                number -> number * number - 2, index, layers.usualNear(2 * index.integer() - 3, true), seed);
        Format of = layers.format();
        Operand x = new Operand(layers.words(9, of), of);
        checkByReference(9, (ops, y, run) -> ops.table(9, x, table, y, run), of + " by " + index);
    }
}
