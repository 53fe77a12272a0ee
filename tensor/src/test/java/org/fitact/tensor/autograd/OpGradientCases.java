package org.fitact.tensor.autograd;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.fitact.tensor.Shape;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.backend.contract.UnaryCase;
import org.fitact.tensor.backend.op.BinaryOp;
import org.fitact.tensor.backend.op.BoundedRelu;
import org.fitact.tensor.backend.op.Interval;
import org.fitact.tensor.backend.op.Pool2d;
import org.fitact.tensor.backend.op.ReduceOp;
import org.fitact.tensor.backend.op.StridedCopy;
import org.fitact.tensor.backend.op.UnaryOp;
import org.fitact.tensor.backend.op.Window1d;
import org.fitact.tensor.backend.op.Window2d;
import org.fitact.tensor.backend.op.attention.BatchedGemm;
import org.fitact.tensor.backend.op.attention.GroupNorm;
import org.fitact.tensor.backend.op.attention.Softmax;

/** The cases of every op of the package. */
final class OpGradientCases {

    private OpGradientCases() {}

    static List<GradientCase> all() {
        List<Supplier<Stream<GradientCase>>> families = List.of(
                OpGradientCases::unary,
                OpGradientCases::binary,
                OpGradientCases::broadcasting,
                OpGradientCases::reductions,
                OpGradientCases::attention,
                OpGradientCases::groupNorm,
                OpGradientCases::linear,
                OpGradientCases::convolution,
                OpGradientCases::pooling,
                OpGradientCases::normalisation,
                OpGradientCases::losses,
                OpGradientCases::bounding,
                OpGradientCases::shaping);
        return families.stream().flatMap(Supplier::get).toList();
    }

    private static Stream<GradientCase> unary() {
        return UnaryCase.all().stream().map(function -> {
            UnaryOp op = function.op();
            GradientCase unary =
                    GradientCase.of(op.toString(), (tape, in) -> Elementwise.unary(tape, op, in.getFirst()));
            return switch (function.domain()) {
                case ALL -> unary.input(-1.5, 1.5, 3, 7);
                case OFF_ZERO -> unary.inputOffZero(3, 7);
                case POSITIVE -> unary.input(0.5, 2, 3, 7).step(0x1p-6);
                case STEPS -> unary.input(0.1875, 0.3125, 3, 7);
            };
        });
    }

    private static Stream<GradientCase> binary() {
        return Stream.of(
                pair("add", Elementwise::add),
                pair("subtract", Elementwise::subtract),
                pair("multiply", Elementwise::multiply),
                pair("divide", Elementwise::divide),
                GradientCase.of("PReLU", (tape, in) -> Elementwise.prelu(tape, in.get(0), in.get(1)))
                        .inputOffZero(2, 3, 4)
                        .input(0.125, 0.75, 4),
                GradientCase.of(
                                "add, twice the same",
                                (tape, in) -> Elementwise.add(tape, in.getFirst(), in.getFirst()))
                        .input(-1, 1, 5),
                GradientCase.of(
                                "multiply, twice the same",
                                (tape, in) -> Elementwise.multiply(tape, in.getFirst(), in.getFirst()))
                        .input(-1, 1, 5));
    }

    private interface Binary {
        Tensor apply(Tape tape, Tensor a, Tensor b);
    }

    private static GradientCase pair(String name, Binary op) {
        return GradientCase.of(name, (tape, in) -> op.apply(tape, in.get(0), in.get(1)))
                .input(-1.5, 1.5, 2, 1, 5)
                .input(1, 2, 2, 1, 5)
                .step(0x1p-6);
    }

    /** Each op on shapes that take each of the ways there are, the operands apart from each other. */
    private static Stream<GradientCase> broadcasting() {
        int[][][] pairs = {
            {{2, 3, 4}, {2, 3, 4}},
            {{2, 3, 4}, {4}},
            {{2, 3, 4}, {2, 3, 1}},
            {{2, 3, 4}, {2, 1, 4}},
            {{2, 3, 4}, {1, 3, 1}},
            {{2, 3, 4}, {1}},
            {{3, 1}, {2, 3, 4}},
            {{2, 1, 4}, {3, 1}},
            {{1, 3, 2}, {2, 3, 1}},
            {{2, 1, 3, 1}, {2, 1, 3}},
            {{2, 1, 2, 1}, {1, 3, 1, 2}}
        };
        List<GradientCase> cases = new ArrayList<>();
        for (BinaryOp op : BinaryOp.values()) {
            for (int[][] pair : pairs) {
                String name = op + " of " + Shape.of(pair[0]) + " and " + Shape.of(pair[1]);
                boolean above = pair[0].length % 2 == 0; // so that each of the two is the larger one in some
                cases.add(GradientCase.of(name, (tape, in) -> Elementwise.binary(tape, op, in.get(0), in.get(1)))
                        .input(above ? 1.5 : 0.5, above ? 1.75 : 0.75, pair[0])
                        .input(1, 1.25, pair[1])
                        .step(0x1p-6));
            }
        }
        return cases.stream();
    }

    private static Stream<GradientCase> reductions() {
        List<GradientCase> cases = new ArrayList<>();
        boolean[][] axes = {
            {true, true, true}, {false, true, true}, {true, false, true}, {false, true, false}, {false, false, false}
        };
        for (ReduceOp op : ReduceOp.values()) {
            for (boolean[] some : axes) {
                GradientCase reduction = GradientCase.of(
                        op + " over " + Arrays.toString(some),
                        (tape, in) -> Reducing.reduce(tape, op, in.getFirst(), some));
                cases.add(
                        op == ReduceOp.PRODUCT
                                ? reduction.input(0.75, 1.25, 2, 3, 4)
                                : reduction.inputAllDistinct(2, 3, 4));
            }
        }
        return cases.stream();
    }

    private static Stream<GradientCase> attention() {
        List<GradientCase> cases = new ArrayList<>();
        for (boolean transposed : new boolean[] {false, true}) {
            BatchedGemm shape = new BatchedGemm(6, 4, 2, 5, false, transposed);
            GradientCase products = GradientCase.of(
                    shape.toString(),
                    (tape, in) -> Attention.matmul(tape, shape, in.get(0), in.get(1), Shape.of(2, 3, 4, 2)));
            cases.add(products.input(-1, 1, 2, 3, 4, 5).input(-1, 1, 2, 3, transposed ? 2 : 5, transposed ? 5 : 2));
        }
        for (boolean logarithm : new boolean[] {false, true}) {
            for (int inner : new int[] {1, 2}) {
                Softmax shape = new Softmax(3, 4, inner, logarithm);
                cases.add(GradientCase.of(shape.toString(), (tape, in) -> Attention.softmax(tape, shape, in.getFirst()))
                        .input(-2, 2, 3, 4, inner));
            }
        }
        return cases.stream();
    }

    private static Stream<GradientCase> groupNorm() {
        GroupNorm rows = GroupNorm.rows(6, 5, 1e-3f, null, null);
        GroupNorm maps = new GroupNorm(2, 3, 2, 6, 1e-3f, null, null);
        GroupNorm instances = new GroupNorm(2, 4, 3, 3, 1e-3f, null, null);
        return Stream.of(
                GradientCase.of(
                                "layer norm",
                                (tape, in) -> Normalisation.groupNorm(tape, rows, in.get(0), in.get(1), in.get(2)))
                        .input(-2, 2, 2, 3, 5)
                        .input(0.5, 1.5, 5)
                        .input(-1, 1, 5)
                        .step(0x1p-7),
                GradientCase.of(
                                "group norm, no shift",
                                (tape, in) -> Normalisation.groupNorm(tape, maps, in.get(0), in.get(1), null))
                        .input(-2, 2, 2, 3, 6)
                        .input(0.5, 1.5, 6)
                        .step(0x1p-7),
                GradientCase.of(
                                "instance norm, plain",
                                (tape, in) -> Normalisation.groupNorm(tape, instances, in.getFirst(), null, null))
                        .input(-2, 2, 2, 2, 2, 3)
                        .step(0x1p-7));
    }

    private static Stream<GradientCase> linear() {
        return Stream.of(
                GradientCase.of("linear", (tape, in) -> Products.linear(tape, in.get(0), in.get(1), in.get(2)))
                        .input(-1, 1, 3, 5)
                        .input(-1, 1, 5, 4)
                        .input(-1, 1, 4),
                GradientCase.of(
                                "linear, rows of images",
                                (tape, in) -> Products.linear(tape, in.get(0), in.get(1), in.get(2)))
                        .input(-1, 1, 2, 3, 5)
                        .input(-1, 1, 5, 4)
                        .input(-1, 1, 4),
                GradientCase.of("linear, no bias", (tape, in) -> Products.linear(tape, in.get(0), in.get(1), null))
                        .input(-1, 1, 1, 7)
                        .input(-1, 1, 7, 2));
    }

    private static Stream<GradientCase> convolution() {
        List<GradientCase> cases = new ArrayList<>();
        for (int[] form : new int[][] {{3, 1, 1}, {3, 2, 1}, {3, 1, 0}, {1, 1, 0}, {1, 2, 0}, {2, 3, 2}}) {
            int kernel = form[0];
            int stride = form[1];
            int padding = form[2];
            Window2d window = Window2d.square(kernel, stride, padding);
            String name = "conv2d " + kernel + "x" + kernel + ", stride " + stride + ", padding " + padding;
            cases.add(GradientCase.of(
                            name, (tape, in) -> Products.conv2d(tape, in.get(0), in.get(1), in.get(2), window, 1))
                    .input(-1, 1, 2, 5, 6, 3)
                    .input(-1, 1, kernel, kernel, 3, 2)
                    .input(-1, 1, 2));
        }
        Window2d oblong = Window2d.of(3, 1, 1, 1);
        cases.add(GradientCase.of(
                        "conv2d, oblong, no bias",
                        (tape, in) -> Products.conv2d(tape, in.get(0), in.get(1), null, oblong, 1))
                .input(-1, 1, 1, 4, 3, 2)
                .input(-1, 1, 3, 1, 2, 3));
        Window2d general = new Window2d(new Window1d(2, 2, 2, 0, 1), new Window1d(3, 1, 1, 2, 0));
        for (int[] form : new int[][] {{4, 4, 4}, {4, 8, 4}, {4, 6, 2}, {3, 2, 1}}) {
            int groups = form[2];
            cases.add(GradientCase.of(
                            "conv2d, " + groups + " groups, every side of its own",
                            (tape, in) -> Products.conv2d(tape, in.get(0), in.get(1), in.get(2), general, groups))
                    .input(-1, 1, 2, 5, 4, form[0])
                    .input(-1, 1, 2, 3, form[0] / groups, form[1])
                    .input(-1, 1, form[1]));
        }
        return cases.stream();
    }

    private static Stream<GradientCase> pooling() {
        List<GradientCase> cases = new ArrayList<>();
        for (Pool2d.Kind kind : Pool2d.Kind.values()) {
            for (int[] form : new int[][] {{2, 2}, {3, 2}, {2, 1}, {2, 3}}) {
                cases.add(pool(new Pool2d(kind, 2, 5, 4, 3, form[0], form[1])));
            }
            Window2d oblong = new Window2d(new Window1d(3, 2, 1, 1, 0), new Window1d(2, 1, 2, 0, 1));
            cases.add(pool(new Pool2d(kind, 2, 5, 4, 3, oblong, Pool2d.Counting.INSIDE)));
            cases.add(pool(new Pool2d(kind, 2, 5, 4, 3, oblong, new Pool2d.Counting(true, 0, 1))));
        }
        return cases.stream();
    }

    private static GradientCase pool(Pool2d shape) {
        return GradientCase.of(shape.toString(), (tape, in) -> Pooling.pool2d(tape, shape, in.getFirst()))
                .inputAllDistinct(shape.batch(), shape.height(), shape.width(), shape.channels());
    }

    private static Stream<GradientCase> normalisation() {
        GradientCase.Op training =
                (tape, in) -> Normalisation.training(tape, in.get(0), layer(tape, in.get(1), in.get(2)));
        GradientCase.Op inference = (tape, in) -> Normalisation.inference(
                tape, in.getFirst(), layer(tape, tensor(tape, 0.5f, -1.5f, 2), tensor(tape, 0.1f, 0.2f, -3)));
        return Stream.of(
                GradientCase.of("batch norm, training", training)
                        .input(-2, 2, 2, 3, 2, 3)
                        .input(0.5, 1.5, 3)
                        .input(-1, 1, 3),
                GradientCase.of("batch norm of rows, training", training)
                        .input(-2, 2, 9, 3)
                        .input(-1.5, -0.5, 3)
                        .input(-1, 1, 3),
                GradientCase.of("batch norm, inference", inference).input(-2, 2, 2, 2, 2, 3));
    }

    private static Normalisation.Layer layer(Tape tape, Tensor gamma, Tensor beta) {
        return new Normalisation.Layer(
                gamma, beta, tensor(tape, -0.3f, 0, 0.7f), tensor(tape, 0.2f, 1, 3), 1e-3f, 0.1f);
    }

    private static Tensor tensor(Tape tape, float... values) {
        return tape.own(Tensor.of(tape.backend(), Shape.of(values.length), values));
    }

    private static Stream<GradientCase> losses() {
        Stream<GradientCase> crossEntropies = Stream.of(0f, 0.1f, 0.75f)
                .map(smoothing -> GradientCase.of("cross-entropy, smoothing " + smoothing, (tape, in) -> {
                            Tensor labels = tape.own(Tensor.of(tape.backend(), Shape.of(3), new int[] {4, 0, 2}));
                            return Losses.crossEntropy(tape, in.getFirst(), labels, smoothing);
                        })
                        .input(-2, 2, 3, 5));
        return Stream.concat(
                crossEntropies,
                Stream.of(
                        GradientCase.of(
                                        "cross-entropy with soft targets",
                                        (tape, in) -> Losses.softCrossEntropy(tape, in.get(0), in.get(1)))
                                .input(-2, 2, 3, 5)
                                .input(0, 1, 3, 5),
                        GradientCase.of("sum of squares", (tape, in) -> Losses.sumOfSquares(tape, in.getFirst()))
                                .input(-1, 1, 2, 5)));
    }

    private static Stream<GradientCase> bounding() {
        List<GradientCase> cases = new ArrayList<>();
        for (BoundedRelu.Policy policy : BoundedRelu.Policy.values()) {
            for (BoundedRelu.Granularity granularity : BoundedRelu.Granularity.values()) {
                BoundedRelu shape = new BoundedRelu(policy, granularity, 8, 2, 6, 3);
                cases.add(bounded(shape));
                cases.add(kept(new Interval(shape)));
            }
        }
        return cases.stream();
    }

    /** Every input lies at least 1/8 below, or above, its bound and off zero: λ is 1 and more, x off (n + 1/2)/2. */
    private static GradientCase bounded(BoundedRelu shape) {
        float[] bounds = bounds(shape, 1);
        return GradientCase.of(
                        shape.policy() + " above the bound of each " + shape.granularity(),
                        (tape, in) -> Bounding.boundedRelu(tape, shape, in.get(0), in.get(1)))
                .input(Shape.of(2, 2, 3, 3), offTheKinks(shape, 2))
                .input(Shape.of(bounds.length), bounds)
                .step(0x1p-8);
    }

    /** The same on both sides of 0. */
    private static GradientCase kept(Interval shape) {
        float[] upper = bounds(shape.side(), 1);
        float[] lower = bounds(shape.side(), -1);
        return GradientCase.of(
                        shape.side().policy() + " outside the bounds of each "
                                + shape.side().granularity(),
                        (tape, in) -> Bounding.interval(tape, shape, in.get(0), in.get(1), in.get(2)))
                .input(Shape.of(2, 2, 3, 3), offTheKinks(shape.side(), 5))
                .input(Shape.of(lower.length), lower)
                .input(Shape.of(upper.length), upper)
                .step(0x1p-8);
    }

    private static float[] bounds(BoundedRelu shape, int sign) {
        float[] bounds = new float[shape.bounds()];
        for (int b = 0; b < bounds.length; b++) {
            bounds[b] = sign * (1 + b % 3 * 0.5f);
        }
        return bounds;
    }

    private static float[] offTheKinks(BoundedRelu shape, int below) {
        float[] x = GradientCase.uniform(3, shape.elements(), -0.125, 0.125);
        for (int i = 0; i < x.length; i++) {
            x[i] += 0.25f + 0.5f * (i * 5 % (below + 6) - below);
        }
        return x;
    }

    private static Stream<GradientCase> shaping() {
        return Stream.of(
                GradientCase.of("flatten", (tape, in) -> Shaping.flatten(tape, in.getFirst()))
                        .input(-1, 1, 2, 3, 2, 4),
                GradientCase.of("flatten of single pixels", (tape, in) -> Shaping.flatten(tape, in.getFirst()))
                        .input(-1, 1, 3, 1, 1, 5),
                GradientCase.of(
                                "moved, permuted",
                                (tape, in) -> Shaping.moved(
                                        tape,
                                        in,
                                        List.of(List.of(
                                                Shaping.transposed(in.getFirst().shape(), List.of(2, 0, 1)))),
                                        Shape.of(2, 4, 3, 2),
                                        null))
                        .input(-1, 1, 2, 3, 2, 4),
                GradientCase.of("repeated", (tape, in) -> Shaping.repeated(tape, in.getFirst(), 3))
                        .input(-1, 1, 2, 5),
                GradientCase.of("moved, repeated and from two values, with a rest", (tape, in) -> {
                            int[] rows = {2, 3};
                            StridedCopy twice = new StridedCopy(rows, 1, new int[] {0, 1}, 0, new int[] {3, 1});
                            StridedCopy back = new StridedCopy(rows, 5, new int[] {-3, -1}, 7, new int[] {3, 1});
                            StridedCopy other = new StridedCopy(new int[] {2}, 0, new int[] {1}, 14, new int[] {1});
                            return Shaping.moved(
                                    tape, in, List.of(List.of(twice, back), List.of(other)), Shape.of(4, 4), 0.5f);
                        })
                        .input(-1, 1, 2, 3)
                        .input(-1, 1, 2),
                GradientCase.of("reshape", (tape, in) -> Shaping.reshape(tape, in.getFirst(), Shape.of(3, 4)))
                        .input(-1, 1, 2, 6),
                // Behind a view that has no gradient of its own, and to an input that is read twice.
                GradientCase.of("reshape between other ops", (tape, in) -> {
                            Tensor row = Shaping.reshape(
                                    tape, Elementwise.unary(tape, new UnaryOp.Tanh(), in.getFirst()), Shape.of(6));
                            return Elementwise.multiply(tape, row, Shaping.reshape(tape, in.getFirst(), Shape.of(6)));
                        })
                        .input(-1, 1, 2, 3));
    }
}
