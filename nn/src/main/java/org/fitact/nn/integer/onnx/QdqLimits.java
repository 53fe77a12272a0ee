package org.fitact.nn.integer.onnx;

import java.util.Map;
import java.util.Optional;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.Node;
import org.fitact.nn.graph.op.Activation;
import org.fitact.nn.graph.op.Bound;
import org.fitact.nn.graph.op.Clip;
import org.fitact.nn.graph.op.Elementary;
import org.fitact.nn.graph.op.MatMul;
import org.fitact.nn.graph.op.Product;
import org.fitact.nn.graph.op.Relu;
import org.fitact.nn.graph.op.Stored;
import org.fitact.nn.integer.IntegerSteps;
import org.fitact.nn.integer.ParameterWords;
import org.fitact.nn.integer.range.Span;
import org.fitact.nn.integer.range.Sums;
import org.fitact.tensor.fixedpoint.FixedType;
import org.fitact.tensor.fixedpoint.Format;
import org.fitact.tensor.fixedpoint.Overflow;
import org.fitact.tensor.fixedpoint.Rounding;
import org.fitact.tensor.integer.ProductArithmetic;

/** What QuantizeLinear, DequantizeLinear and operators in float32 between them can say of an arithmetic. */
final class QdqLimits {

    /** Bits of the whole numbers that float32 has. */
    private static final int FLOAT = 24;

    /** Powers of two that are normal numbers of float32, with room for products of two. */
    private static final int FARTHEST = 60;

    private final IntegerSteps steps;
    private final Graph graph;
    private final Map<String, ParameterWords> parameters;

    QdqLimits(IntegerSteps steps, Map<String, ParameterWords> parameters) {
        this.steps = steps;
        this.graph = steps.graph();
        this.parameters = parameters;
    }

    /** @throws IllegalArgumentException if something cannot be said; names the node and why */
    void require() {
        named("the images", () -> require(steps.type(0)));
        for (Node node : graph.nodes()) {
            named(node.toString(), () -> require(node));
        }
    }

    private static void named(String what, Runnable check) {
        try {
            check.run();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(what + " cannot be written as QDQ ONNX: " + e.getMessage(), e);
        }
    }

    private void require(FixedType type) {
        Format format = type.format();
        if (format.width() != Byte.SIZE && format.width() != Short.SIZE) {
            throw new IllegalArgumentException(type + " has " + format.width() + " bits, expected 8 or 16");
        }
        if (type.rounding() != Rounding.HALF_EVEN) {
            throw new IllegalArgumentException(type + " rounds otherwise, expected half-even as QuantizeLinear does");
        }
        if (type.overflow() != Overflow.SATURATE) {
            throw new IllegalArgumentException(type + " overflows otherwise, expected it to saturate");
        }
        requirePoint(format);
    }

    private static void requirePoint(Format format) {
        if (Math.abs(format.fraction()) > FARTHEST) {
            throw new IllegalArgumentException(format + " has its binary point too far away for a scale in float32");
        }
    }

    private FixedType type(Node node) {
        return steps.type(steps.number(node.name()));
    }

    private void require(Node node) {
        require(type(node));
        for (String parameter : node.parameters()) {
            Format format = parameters.get(parameter).format();
            boolean isBias = node.op() instanceof Product
                    && !parameter.equals(node.parameters().getFirst());
            int most = isBias ? Integer.SIZE : node.op() instanceof Bound ? FLOAT : Short.SIZE;
            if (format.width() > most) {
                throw new IllegalArgumentException(parameter + " of " + format + " has " + format.width()
                        + " bits, expected " + most + " at most");
            }
            requirePoint(format);
        }
        switch (node.op()) {
            case Product product -> requireSums(node, product);
            case MatMul _ -> requireExact(matrices(node), products(node));
            case Stored _ -> throw new IllegalArgumentException("a stored value has no form there");
            case Relu _, Clip _ -> {
                // Comparisons, no table.
            }
            case Activation _, Elementary _ -> requireIndex(node);
            default -> {
                // Computed in float and rounded once, as in integers.
            }
        }
    }

    private void requireIndex(Node node) {
        Format x = steps.type(steps.number(node.input())).format();
        Optional<Format> index = steps.arithmetic().of(node.name()).table();
        if (index.isPresent() && !index.get().equals(x)) {
            throw new IllegalArgumentException(
                    "it is looked up by " + index.get() + ", expected all words of its input, " + x);
        }
    }

    private void requireSums(Node node, Product product) {
        ParameterWords weight = parameters.get(node.parameters().getFirst());
        ParameterWords bias = product.bias() ? parameters.get(node.parameters().get(1)) : null;
        int channels = graph.shape(node.name()).extent(-1);
        Span x = Span.of(steps.type(steps.number(node.input())).format());
        Sums sums = Sums.of(x, weight.words(), bias == null ? null : bias.words(), channels);
        ProductArithmetic arithmetic = steps.products(
                node, weight.format(), Optional.ofNullable(bias).map(ParameterWords::format), sums.terms());
        requireExact(sums, arithmetic);
        if (bias != null) {
            requireBias(bias, arithmetic.accumulator().type());
        }
    }

    /** A bias that an accumulator rounds is rounded before it is added: the same, unless it depends on the sum. */
    private void requireBias(ParameterWords bias, FixedType register) {
        if (!graph.isReadOnce(bias.name())) {
            throw new IllegalArgumentException(bias.name() + " is the bias of two layers, expected of one");
        }
        boolean alone = switch (register.rounding()) {
            case HALF_EVEN, HALF_UP, HALF_DOWN, FLOOR, CEILING -> true;
            case HALF_AWAY, HALF_ZERO, TRUNCATE, STOCHASTIC -> false;
        };
        if (bias.format().fraction() > register.format().fraction() && !alone) {
            throw new IllegalArgumentException("its accumulator " + register + " rounds a bias of " + bias.format()
                    + " by what it is added to, expected AP_RND_CONV, AP_RND, AP_RND_MIN_INF, AP_TRN or CEILING");
        }
    }

    private ProductArithmetic products(Node node) {
        Format right = steps.type(steps.inputs(node)[1]).format();
        return steps.products(node, right, Optional.empty(), terms(node));
    }

    private int terms(Node node) {
        return graph.shape(node.input()).extent(-1);
    }

    private Sums matrices(Node node) {
        int[] inputs = steps.inputs(node);
        return Sums.of(
                Span.of(steps.type(inputs[0]).format()),
                Span.of(steps.type(inputs[1]).format()),
                terms(node));
    }

    /** A sum in float32 knows of no accumulator: it must make none of these sums another. */
    private static void requireExact(Sums sums, ProductArithmetic arithmetic) {
        FixedType register = arithmetic.accumulator().type();
        if (register.format().fraction() < arithmetic.product()) {
            throw new IllegalArgumentException("its accumulator " + register + " rounds products, which have "
                    + arithmetic.product() + " fraction bits; there sums are not rounded");
        }
        Span total = sums.total(arithmetic).span().left(register.format().fraction() - arithmetic.common());
        if (!total.within(Span.of(register))) {
            throw new IllegalArgumentException(
                    "its sums may be beyond its accumulator " + register + "; there nothing overflows");
        }
    }
}
