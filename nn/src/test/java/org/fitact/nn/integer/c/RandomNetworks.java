package org.fitact.nn.integer.c;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.Node;
import org.fitact.nn.graph.op.Add;
import org.fitact.nn.graph.op.Binary;
import org.fitact.nn.graph.op.Bound;
import org.fitact.nn.graph.op.Clip;
import org.fitact.nn.graph.op.Concat;
import org.fitact.nn.graph.op.Conv2d;
import org.fitact.nn.graph.op.Expand;
import org.fitact.nn.graph.op.Flatten;
import org.fitact.nn.graph.op.Gather;
import org.fitact.nn.graph.op.Linear;
import org.fitact.nn.graph.op.MatMul;
import org.fitact.nn.graph.op.Op;
import org.fitact.nn.graph.op.Pad;
import org.fitact.nn.graph.op.ParameterSpec;
import org.fitact.nn.graph.op.Pool2d;
import org.fitact.nn.graph.op.Relu;
import org.fitact.nn.graph.op.Reshape;
import org.fitact.nn.graph.op.Silu;
import org.fitact.nn.graph.op.Slice;
import org.fitact.nn.graph.op.Stored;
import org.fitact.nn.graph.op.Tanh;
import org.fitact.nn.graph.op.Transpose;
import org.fitact.nn.integer.LayerArithmetic;
import org.fitact.nn.integer.NetworkArithmetic;
import org.fitact.nn.integer.ParameterWords;
import org.fitact.tensor.Shape;
import org.fitact.tensor.backend.op.BinaryOp;
import org.fitact.tensor.backend.op.BoundedRelu;
import org.fitact.tensor.backend.op.Window1d;
import org.fitact.tensor.backend.op.Window2d;
import org.fitact.tensor.fixedpoint.FixedType;
import org.fitact.tensor.fixedpoint.Format;
import org.fitact.tensor.fixedpoint.Overflow;
import org.fitact.tensor.fixedpoint.Rounding;
import org.fitact.tensor.integer.Accumulator;

/** Small graphs of every op that is computed in integers, and arithmetics near whose ranges their numbers lie. */
final class RandomNetworks {

    private final SplittableRandom random;
    private final int mostBits;
    private final List<Node> nodes = new ArrayList<>();
    private Shape image;

    /** @param mostBits of words */
    RandomNetworks(long seed, int mostBits) {
        this.random = new SplittableRandom(seed);
        this.mostBits = mostBits;
    }

    private int between(int least, int most) {
        return random.nextInt(least, most + 1);
    }

    private <E> E of(E[] values) {
        return values[random.nextInt(values.length)];
    }

    private String add(Op op, String... inputs) {
        String name = op.label() + nodes.size();
        int parameters = op instanceof Conv2d conv && !conv.bias()
                        || op instanceof Bound bound && !bound.twoSided()
                        || op instanceof Stored
                ? 1
                : 2;
        boolean without =
                !(op instanceof Conv2d || op instanceof Linear || op instanceof Bound || op instanceof Stored);
        List<String> names =
                without ? List.of() : List.of(name + ".a", name + ".b").subList(0, parameters);
        nodes.add(new Node(name, op, List.of(inputs), names));
        return name;
    }

    private Window1d side(int kernel) {
        return side(kernel, 0);
    }

    private Window1d side(int kernel, int leastPadding) {
        return new Window1d(kernel, between(1, 2), between(1, 2), between(leastPadding, 2), between(leastPadding, 2));
    }

    /** Convolutions in groups, dilated and padded on each side by itself, poolings, functions and bounds. */
    Graph maps() {
        image = Shape.of(between(5, 7), between(5, 7), 2 * between(1, 2));
        int groups = between(1, 2);
        String x = add(
                new Conv2d(4, groups, new Window2d(side(between(1, 3)), side(2)), random.nextBoolean()), Graph.IMAGES);
        x = add(
                new Pool2d(
                        of(org.fitact.tensor.backend.op.Pool2d.Kind.values()),
                        new Window2d(side(2, 1), side(2, 1)),
                        random.nextBoolean(),
                        random.nextBoolean()),
                x);
        x = add(function(), x);
        x = add(new Conv2d(3, 1, new Window2d(Window1d.of(2, 1, 1), Window1d.of(1, 2, 0)), true), x);
        x = add(bound(random.nextInt(8) == 0), x);
        return rows(x);
    }

    private Op function() {
        return switch (random.nextInt(4)) {
            case 0 -> new Relu();
            case 1 -> new Clip(-0.5f, 1.25f);
            case 2 -> new Tanh();
            default -> new Silu();
        };
    }

    /** @param smooth whether it has a gate, whose table is long */
    private Bound bound(boolean smooth) {
        BoundedRelu.Policy hard = random.nextBoolean() ? BoundedRelu.Policy.ZERO : BoundedRelu.Policy.SATURATE;
        return new Bound(
                smooth ? BoundedRelu.Policy.SMOOTH : hard,
                of(BoundedRelu.Granularity.values()),
                20,
                random.nextBoolean());
    }

    private Graph rows(String x) {
        String row = add(new Flatten(), x);
        String last = add(new Linear(3), row);
        return new Graph(image, nodes, last);
    }

    /** Sums and other pairs, with values that are read several times, and movements. */
    Graph branches() {
        image = Shape.of(3, 4, 2);
        String a = add(new Conv2d(2, 3, 3, 1, 1, true), Graph.IMAGES);
        String b = add(new Relu(), a);
        String sum = add(new Add(), a, b);
        String pair = add(
                new Binary(
                        of(new BinaryOp[] {BinaryOp.SUBTRACT, BinaryOp.MAXIMUM, BinaryOp.MINIMUM, BinaryOp.MULTIPLY})),
                sum,
                Graph.IMAGES);
        String parts = add(new Concat(3, 2), pair, b, Graph.IMAGES);
        String part = add(new Slice(2, 5, -1, 4), parts);
        String padded = add(new Pad(random.nextInt(2), 1, 2, of(Pad.Mode.values()), 0.75f), part);
        String turned = add(new Transpose(List.of(1, 0, 2)), padded);
        return rows(add(new Gather(2, List.of(3, 0, 0)), turned));
    }

    /** Products of values, stored values, and what is repeated. */
    Graph matrices() {
        image = Shape.of(2, 3, 4);
        String stored = add(new Stored(List.of(3, 4)));
        String moved = add(
                new Binary(of(new BinaryOp[] {BinaryOp.MAXIMUM, BinaryOp.SUBTRACT, BinaryOp.MULTIPLY})),
                Graph.IMAGES,
                stored);
        String scores = add(new MatMul(true), moved, Graph.IMAGES);
        String values = add(new MatMul(false), scores, moved);
        String row = add(new Slice(0, 0, 1, 1), values);
        String again = add(new Expand(List.of(2, 3, 4)), row);
        String all = add(new Add(), again, values);
        String flat = add(new Reshape(List.of(6, 4)), all);
        String last = add(new Linear(2), flat);
        return new Graph(image, nodes, last);
    }

    /** Every parameter in a format of its own, many of its words at the ends. */
    List<ParameterWords> words(Graph graph) {
        List<ParameterWords> all = new ArrayList<>();
        for (ParameterSpec spec : graph.parameters()) {
            int width = between(2, mostBits);
            Format format = Format.signed(width, width - between(0, 3));
            long[] words = new long[spec.shape().elements()];
            for (int i = 0; i < words.length; i++) {
                words[i] = random.nextInt(4) == 0
                        ? of(new Long[] {format.minWord(), format.maxWord(), 0L, -1L})
                        : format.wrap(random.nextLong() >> random.nextInt(64));
            }
            all.add(new ParameterWords(spec.name(), format, words));
        }
        return all;
    }

    /** @param strict whether a type may fail where a word is beyond it */
    NetworkArithmetic arithmetic(Graph graph, List<ParameterWords> words, boolean strict) {
        Map<String, FixedType> types = new LinkedHashMap<>();
        FixedType images = new FixedType(format(2), of(Rounding.values()), overflow(strict));
        types.put(Graph.IMAGES, images);
        Map<String, LayerArithmetic> layers = new LinkedHashMap<>();
        for (Node node : graph.nodes()) {
            Format x = node.inputs().isEmpty()
                    ? format(2)
                    : types.get(node.input()).format();
            boolean same = !node.inputs().isEmpty() && random.nextInt(4) == 0;
            FixedType type = same
                    ? types.get(node.input())
                    : new FixedType(
                            format(Math.clamp(x.integer() + between(-2, 2), -2, 12)),
                            of(Rounding.values()),
                            overflow(strict));
            types.put(node.name(), type);
            layers.put(
                    node.name(),
                    new LayerArithmetic(
                            same ? Optional.empty() : Optional.of(type),
                            Optional.of(accumulator(x, type.format(), second(node, types, words))),
                            Optional.of(Format.signed(between(2, 9), between(0, 6)))));
        }
        return new NetworkArithmetic(images, layers, random.nextLong());
    }

    private static Format second(Node node, Map<String, FixedType> types, List<ParameterWords> words) {
        return node.parameters().isEmpty()
                ? types.get(
                                node.inputs().isEmpty()
                                        ? Graph.IMAGES
                                        : node.inputs().getLast())
                        .format()
                : words.stream()
                        .filter(word -> word.name().equals(node.parameters().getFirst()))
                        .findFirst()
                        .orElseThrow()
                        .format();
    }

    private Overflow overflow(boolean strict) {
        Overflow overflow = of(Overflow.values());
        return overflow == Overflow.ERROR && !strict ? Overflow.WRAP : overflow;
    }

    private Format format(int integer) {
        boolean signed = random.nextInt(3) > 0;
        int width = between(2, signed ? mostBits : Math.min(mostBits, 63));
        return new Format(width, width - integer, signed);
    }

    private Accumulator accumulator(Format x, Format y, Format w) {
        int width = between(16, 64);
        int product = x.fraction() + w.fraction();
        int fraction = random.nextBoolean() ? product : width - y.integer() - between(0, 6);
        return new Accumulator(
                new FixedType(Format.signed(width, fraction), of(Rounding.values()), of(new Overflow[] {
                    Overflow.SATURATE, Overflow.SATURATE_SYMMETRIC, Overflow.SATURATE_ZERO, Overflow.WRAP
                })),
                of(Accumulator.Moment.values()));
    }

    /** Numbers of all sizes, infinities among them. */
    float[] image(Graph graph) {
        float[] numbers = new float[graph.image().elements()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) Math.scalb(random.nextDouble() * 2 - 1, between(-4, 3));
        }
        return numbers;
    }
}
