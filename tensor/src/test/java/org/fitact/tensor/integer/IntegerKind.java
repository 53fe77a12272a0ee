package org.fitact.tensor.integer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.fitact.tensor.backend.op.BinaryOp;
import org.fitact.tensor.backend.op.BoundedRelu;
import org.fitact.tensor.backend.op.Conv2d;
import org.fitact.tensor.backend.op.Pool2d;
import org.fitact.tensor.backend.op.attention.BatchedGemm;
import org.fitact.tensor.fixedpoint.FixedType;
import org.fitact.tensor.fixedpoint.Format;
import org.fitact.tensor.fixedpoint.Overflow;
import org.fitact.tensor.integer.IntegerModel.Fixed;

/** All that {@link IntegerOps} computes, each with random cases. */
enum IntegerKind {
    CONVOLUTION {
        @Override
        IntegerCase of(Layers layers, long seed) {
            Conv2d shape = layers.convolution();
            ProductArithmetic arithmetic = layers.arithmetic(shape.terms());
            Operand x = operand(layers, shape.inputElements(), arithmetic.input());
            Operand w = operand(layers, shape.weightElements(), arithmetic.weight());
            Optional<Operand> bias = arithmetic.bias().map(format -> operand(layers, shape.outChannels(), format));
            long[] b = bias.map(Operand::words).orElse(null);
            IntegerModel model = model(seed, shape.outputElements() / shape.batch());
            return new IntegerCase(
                    shape + " by " + arithmetic,
                    shape.outputElements(),
                    model,
                    element -> model.conv2d(shape, arithmetic, x.words(), w.words(), b, element),
                    all(x, w, bias),
                    arithmetic.output(),
                    (ops, y, run) -> ops.conv2d(
                            shape, arithmetic, x.words(), new LayerWords(w.words(), b, shape.outChannels()), y, run));
        }
    },
    LINEAR {
        @Override
        IntegerCase of(Layers layers, long seed) {
            int m = layers.between(1, 3);
            int n = layers.between(1, 9);
            int k = layers.between(1, 12);
            ProductArithmetic arithmetic = layers.arithmetic(k);
            Operand x = operand(layers, m * k, arithmetic.input());
            Operand w = operand(layers, k * n, arithmetic.weight());
            Optional<Operand> bias = arithmetic.bias().map(format -> operand(layers, n, format));
            long[] b = bias.map(Operand::words).orElse(null);
            IntegerModel model = model(seed, n);
            return new IntegerCase(
                    m + "×" + n + "×" + k + " by " + arithmetic,
                    m * n,
                    model,
                    element -> model.linear(n, k, arithmetic, x.words(), w.words(), b, element),
                    all(x, w, bias),
                    arithmetic.output(),
                    (ops, y, run) ->
                            ops.linear(m, n, k, arithmetic, x.words(), new LayerWords(w.words(), b, n), y, run));
        }
    },
    MATRICES {
        @Override
        IntegerCase of(Layers layers, long seed) {
            BatchedGemm shape = new BatchedGemm(
                    layers.between(1, 3),
                    layers.between(1, 4),
                    layers.between(1, 5),
                    layers.between(1, 8),
                    layers.between(0, 1) == 0,
                    layers.between(0, 1) == 0);
            ProductArithmetic arithmetic = withoutBias(layers.arithmetic(shape.k()));
            Operand a = operand(layers, shape.leftElements(), arithmetic.input());
            Operand b = operand(layers, shape.rightElements(), arithmetic.weight());
            IntegerModel model = model(seed, shape.outputElements());
            return new IntegerCase(
                    shape + " by " + arithmetic,
                    shape.outputElements(),
                    model,
                    element -> model.batchedGemm(shape, arithmetic, a.words(), b.words(), element),
                    List.of(a, b),
                    arithmetic.output(),
                    (ops, y, run) -> ops.batchedGemm(shape, arithmetic, a.words(), b.words(), y, run));
        }
    },
    SUM {
        @Override
        IntegerCase of(Layers layers, long seed) {
            return binary(BinaryOp.ADD, layers, seed);
        }
    },
    DIFFERENCE {
        @Override
        IntegerCase of(Layers layers, long seed) {
            return binary(BinaryOp.SUBTRACT, layers, seed);
        }
    },
    PRODUCT {
        @Override
        IntegerCase of(Layers layers, long seed) {
            return binary(BinaryOp.MULTIPLY, layers, seed);
        }
    },
    LARGER {
        @Override
        IntegerCase of(Layers layers, long seed) {
            return binary(BinaryOp.MAXIMUM, layers, seed);
        }
    },
    SMALLER {
        @Override
        IntegerCase of(Layers layers, long seed) {
            return binary(BinaryOp.MINIMUM, layers, seed);
        }
    },
    CONVERSION {
        @Override
        IntegerCase of(Layers layers, long seed) {
            Operand x = operand(layers, ELEMENTS, layers.format());
            FixedType type = layers.near(x.format().integer(), false, 2);
            IntegerModel model = model(seed, 3);
            return new IntegerCase(
                    x.format() + " to " + type,
                    ELEMENTS,
                    model,
                    element -> model.convert(x, type, element),
                    List.of(x),
                    type,
                    (ops, y, run) -> ops.convert(ELEMENTS, x, type, y, run));
        }
    },
    QUANTISER {
        @Override
        IntegerCase of(Layers layers, long seed) {
            int exponent = layers.between(-20, 20);
            FixedType type = layers.near(exponent, layers.between(0, 2) > 0, 2);
            float[] x = layers.numbers(ELEMENTS, exponent);
            IntegerModel model = model(seed, ELEMENTS);
            return new IntegerCase(
                    Arrays.toString(x) + " to " + type,
                    ELEMENTS,
                    model,
                    element -> model.quantise(x[element], type, element),
                    List.of(),
                    type,
                    (ops, y, run) -> ops.quantise(ELEMENTS, x, type, y, run));
        }
    },
    LIMITS {
        @Override
        IntegerCase of(Layers layers, long seed) {
            Operand x = operand(layers, ELEMENTS, layers.format());
            Operand ends = operand(layers, 2, x.format());
            long low = Math.min(ends.words()[0], ends.words()[1]);
            long high = Math.max(ends.words()[0], ends.words()[1]);
            FixedType type = layers.near(x.format().integer(), true, 2);
            IntegerModel model = model(seed, ELEMENTS);
            return new IntegerCase(
                    x.format() + " in " + low + ".." + high + " to " + type,
                    ELEMENTS,
                    model,
                    element -> model.clip(x, low, high, type, element),
                    List.of(x, ends),
                    type,
                    (ops, y, run) -> ops.clip(ELEMENTS, x, low, high, type, y, run));
        }
    },
    TABLE {
        @Override
        IntegerCase of(Layers layers, long seed) {
            Operand x = operand(layers, ELEMENTS, layers.format());
            int width = layers.between(2, 9);
            Format index =
                    new Format(width, width - x.format().integer() + layers.between(-3, 2), layers.between(0, 1) == 0);
            FixedType drawn = layers.near(layers.between(-2, 4), true, 2);
            // A function that is beyond the range where that is an error has no table.
            FixedType type = drawn.overflow() == Overflow.ERROR
                    ? new FixedType(drawn.format(), drawn.rounding(), Overflow.SATURATE)
                    : drawn;
            DoubleUnaryOperator function = List.<DoubleUnaryOperator>of(
                            StrictMath::tanh, d -> 3 * StrictMath.exp(-d * d) - 1, StrictMath::sin)
                    .get(layers.between(0, 2));
            FunctionTable table = FunctionTable.of(function, index, type, seed);
            IntegerModel model = model(seed, ELEMENTS);
            return new IntegerCase(
                    x.format() + " by " + index + " to " + type,
                    ELEMENTS,
                    model,
                    element -> model.table(x, function, index, type, seed, element),
                    List.of(x),
                    type,
                    (ops, y, run) -> ops.table(ELEMENTS, x, table, y, run));
        }
    },
    LARGEST_OF_WINDOWS {
        @Override
        IntegerCase of(Layers layers, long seed) {
            Pool2d shape = layers.pooling(Pool2d.Kind.MAX);
            return pool(shape, (model, x, type, element) -> model.largest(shape, x, type, element), layers, seed);
        }
    },
    AVERAGE_OF_WINDOWS {
        @Override
        IntegerCase of(Layers layers, long seed) {
            Pool2d shape = layers.pooling(Pool2d.Kind.AVERAGE);
            return pool(shape, (model, x, type, element) -> model.average(shape, x, type, element), layers, seed);
        }
    },
    HARD_BOUND {
        @Override
        IntegerCase of(Layers layers, long seed) {
            BoundedRelu.Policy policy =
                    layers.between(0, 1) == 0 ? BoundedRelu.Policy.ZERO : BoundedRelu.Policy.SATURATE;
            return bound(policy, 1, layers.format(), layers.format(), Optional.empty(), layers, seed);
        }
    },
    SMOOTH_BOUND {
        @Override
        IntegerCase of(Layers layers, long seed) {
            int gate = layers.between(0, GATES.size() - 1);
            // Words near the bounds, where the gate is neither 0 nor 1, and all others.
            boolean near = layers.between(0, 1) == 0;
            return bound(
                    BoundedRelu.Policy.SMOOTH,
                    KAPPAS.get(gate),
                    near ? layers.near(1, true, 4).format() : layers.format(),
                    near ? layers.near(0, true, 3).format() : layers.format(),
                    Optional.of(GATES.get(gate)),
                    layers,
                    seed);
        }
    };

    private static final int ELEMENTS = 8;
    private static final List<Double> KAPPAS = List.of(0.75, 5.0, 20.0);
    private static final List<GateTable> GATES =
            KAPPAS.stream().map(kappa -> GateTable.of(kappa.floatValue())).toList();

    abstract IntegerCase of(Layers layers, long seed);

    /** The case of a seed. */
    IntegerCase of(long seed) {
        return of(new Layers(seed), seed);
    }

    static Operand operand(Layers layers, int n, Format format) {
        return new Operand(layers.words(n, format), format);
    }

    private static IntegerModel model(long seed, int elements) {
        return new IntegerModel(new Draws(seed, 3, elements));
    }

    private static ProductArithmetic withoutBias(ProductArithmetic some) {
        return new ProductArithmetic(some.input(), some.weight(), Optional.empty(), some.accumulator(), some.output());
    }

    private static List<Operand> all(Operand x, Operand w, Optional<Operand> bias) {
        return Stream.concat(Stream.of(x, w), bias.stream()).toList();
    }

    private static IntegerCase binary(BinaryOp op, Layers layers, long seed) {
        Operand a = operand(layers, ELEMENTS, layers.format());
        Operand b = operand(layers, ELEMENTS, layers.format());
        int exponent = op == BinaryOp.MULTIPLY
                ? a.format().integer() + b.format().integer()
                : Math.max(a.format().integer(), b.format().integer());
        FixedType type = layers.near(exponent, true, 2);
        IntegerModel model = model(seed, ELEMENTS);
        return new IntegerCase(
                op + " of " + a.format() + " and " + b.format() + " to " + type,
                ELEMENTS,
                model,
                element -> model.binary(op, a, b, type, element),
                List.of(a, b),
                type,
                (ops, y, run) -> ops.binary(op, ELEMENTS, a, b, type, y, run));
    }

    private interface OfWindow {
        long word(IntegerModel model, Operand x, FixedType type, int element);
    }

    private static IntegerCase pool(Pool2d shape, OfWindow of, Layers layers, long seed) {
        Operand x = operand(layers, shape.inputElements(), layers.format());
        FixedType type = layers.near(x.format().integer(), true, 2);
        IntegerModel model = model(seed, shape.outputElements() / shape.batch());
        return new IntegerCase(
                shape + " of " + x.format() + " to " + type,
                shape.outputElements(),
                model,
                element -> of.word(model, x, type, element),
                List.of(x),
                type,
                (ops, y, run) -> ops.pool(shape, x, type, y, run));
    }

    private static IntegerCase bound(
            BoundedRelu.Policy policy,
            double kappa,
            Format ofValues,
            Format ofBounds,
            Optional<GateTable> gate,
            Layers layers,
            long seed) {
        BoundedRelu.Granularity granularity = BoundedRelu.Granularity.values()[layers.between(0, 2)];
        BoundedRelu shape = new BoundedRelu(policy, granularity, (float) kappa, 2, 2, 3);
        Operand x = operand(layers, shape.elements(), ofValues);
        Operand upper = operand(layers, shape.bounds(), ofBounds);
        Optional<Operand> lower = layers.between(0, 1) == 0
                ? Optional.empty()
                : Optional.of(operand(layers, shape.bounds(), layers.between(0, 1) == 0 ? ofValues : ofBounds));
        FixedType type = layers.near(ofValues.integer(), true, 2);
        IntegerModel model = model(seed, 6);
        List<Operand> operands = new ArrayList<>(List.of(x, upper));
        lower.ifPresent(operands::add);
        return new IntegerCase(
                shape + " of " + ofValues + " under " + operands.subList(1, operands.size()) + " to " + type,
                shape.elements(),
                model,
                element -> {
                    int bound = switch (granularity) {
                        case LAYER -> 0;
                        case CHANNEL -> element % 3;
                        case NEURON -> element % 6;
                    };
                    Optional<Fixed> least = lower.map(bounds -> IntegerModel.of(bounds, bound));
                    return model.bounded(shape, x, IntegerModel.of(upper, bound), least, type, element);
                },
                operands,
                type,
                (ops, y, run) -> ops.bound(shape, x, new WordBounds(upper, lower, gate), type, y, run));
    }
}
