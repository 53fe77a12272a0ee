package org.fitact.nn.integer.c;

import static org.fitact.nn.integer.c.WordArray.literal;

import java.math.BigInteger;
import java.util.List;
import org.fitact.nn.integer.range.Exact;
import org.fitact.nn.integer.range.Span;
import org.fitact.tensor.Broadcasting;
import org.fitact.tensor.Shape;
import org.fitact.tensor.backend.op.BinaryOp;
import org.fitact.tensor.fixedpoint.FixedType;
import org.fitact.tensor.fixedpoint.Format;
import org.fitact.tensor.integer.FunctionTable;

/** What is computed element by element. */
final class ElementCode {

    private final Layer layer;
    private final int elements;
    private final FixedType y;

    ElementCode(Layer layer, int elements, FixedType y) {
        this.layer = layer;
        this.elements = elements;
        this.y = y;
    }

    private CInteger stored() {
        return CInteger.of(y.format());
    }

    private String store(String word) {
        return "y[at] = " + stored().cast(word) + ";";
    }

    private void each(Format x, String body) {
        layer.replaces(0);
        layer.main(
                List.of(CInteger.of(x)),
                stored(),
                Template.of("""
                for (int32_t at = 0; at < ${elements}; at++) {
                    ${body}
                }
                """).with("elements", elements).with("body", body).fill());
    }

    /** Words of another type, or the same. */
    void convert(Format x) {
        Conversion output = new Conversion(layer, "output", Exact.of(x), y);
        each(x, store(output.word("x[at]", "at", "0")));
    }

    /** {@code max(low, min(high, x))} of words of x. */
    void clip(Format x, long low, long high) {
        BigInteger least = BigInteger.valueOf(x.minWord()).min(BigInteger.valueOf(high));
        BigInteger most = BigInteger.valueOf(x.maxWord()).min(BigInteger.valueOf(high));
        BigInteger floor = BigInteger.valueOf(low);
        Span span = new Span(least.max(floor), most.max(floor));
        Conversion output = new Conversion(layer, "output", new Exact(span, x.fraction()), y);
        StringBuilder body = new StringBuilder("int64_t word = x[at];\n");
        if (high < x.maxWord()) {
            body.append("if (word > ")
                    .append(literal(high))
                    .append(") {\n    word = ")
                    .append(literal(high))
                    .append(";\n}\n");
        }
        if (low > x.minWord()) {
            body.append("if (word < ")
                    .append(literal(low))
                    .append(") {\n    word = ")
                    .append(literal(low))
                    .append(";\n}\n");
        }
        each(x, body + store(output.word("word", "at", "0")));
    }

    /** A function by a table; of its entries those that x can reach. */
    void table(Format x, FunctionTable function) {
        Format index = function.index();
        Conversion entry = new Conversion(layer, "entry", Exact.of(x), FixedType.of(index));
        long first = entry.result().least().longValueExact();
        int count = (int) (entry.result().greatest().longValueExact() - first + 1);
        long[] words = new long[count];
        for (int i = 0; i < count; i++) {
            words[i] = function.word((int) (first - index.minWord()) + i);
        }
        layer.comment("looked up by " + index);
        String table = layer.array("table", stored(), words);
        String at = entry.word("x[at]", "at", "0");
        each(x, "y[at] = " + table + "[" + at + (first == 0 ? "" : first < 0 ? " + " + -first : " - " + first) + "];");
    }

    /** Words of two values, each repeated where it lacks something of the result's shape. */
    void binary(BinaryOp op, Format a, Format b, Shape ofA, Shape ofB, Shape result) {
        boolean fullA = ofA.elements() == elements;
        boolean fullB = ofB.elements() == elements;
        String body = combined(op, a, b, fullA ? "x0[at]" : "x0[from0]", fullB ? "x1[at]" : "x1[from1]");
        List<CInteger> operands = List.of(CInteger.of(a), CInteger.of(b));
        if (fullA && fullB) {
            layer.replaces(operands.getFirst().bytes() == stored().bytes() ? 0 : 1);
            layer.main(
                    operands,
                    stored(),
                    Template.of("""
                    for (int32_t at = 0; at < ${elements}; at++) {
                        ${body}
                    }
                    """)
                            .with("elements", elements)
                            .with("body", body)
                            .fill());
            return;
        }
        Loops loops = new Loops(result.extents());
        String index = "const int32_t at = " + loops.index(0, result.strides()) + ";\n"
                + (fullA ? "" : "const int32_t from0 = " + loops.index(0, repeated(ofA, result)) + ";\n")
                + (fullB ? "" : "const int32_t from1 = " + loops.index(0, repeated(ofB, result)) + ";\n");
        layer.main(operands, stored(), loops.around(index + body));
    }

    private static int[] repeated(Shape own, Shape result) {
        Shape full = result.withBatch(1);
        int[] strides = Broadcasting.expansion(own.ofRank(result.rank()).withBatch(1), full)
                .sourceStrides();
        return java.util.Arrays.copyOfRange(strides, 1, strides.length);
    }

    private String combined(BinaryOp op, Format a, Format b, String left, String right) {
        return switch (op) {
            case ADD -> sum(Exact.of(a), Exact.of(b), 1, left, right);
            case SUBTRACT -> sum(Exact.of(a), Exact.of(b), -1, left, right);
            case MULTIPLY -> product(a, b, left, right);
            case MAXIMUM -> extreme(a, b, left, right, ">=");
            case MINIMUM -> extreme(a, b, left, right, "<=");
            case DIVIDE, POWER -> throw new IllegalArgumentException(op + " has no words");
        };
    }

    private String sum(Exact a, Exact b, int sign, String left, String right) {
        int common = Math.max(a.fraction(), b.fraction());
        Span right2 = sign > 0 ? b.at(common).span() : b.at(common).span().negated();
        Exact exact = new Exact(a.at(common).span().plus(right2), common);
        Conversion output = new Conversion(layer, "output", exact, y);
        int shiftA = common - a.fraction();
        int shiftB = common - b.fraction();
        boolean narrow = exact.span().fits(Long.SIZE)
                && b.at(common).span().fits(Long.SIZE)
                && Math.max(shiftA, shiftB) <= Conversion.MOST_SHIFT;
        if (narrow) {
            String total = scaled(left, shiftA) + (sign > 0 ? " + " : " - ") + scaled(right, shiftB);
            return store(output.word(total, "at", "0"));
        }
        layer.need(Helper.WIDE);
        return Template.of("""
                ${p}_wide exact = ${p}_wide_left(${p}_wide_of(${left}), ${shiftA});
                ${p}_wide other = ${p}_wide_left(${p}_wide_of(${right}), ${shiftB});
                ${negate}
                ${p}_wide_add(&exact, other);
                ${store}
                """)
                .with("p", layer.prefix())
                .with("left", left)
                .with("right", right)
                .with("shiftA", shiftA)
                .with("shiftB", shiftB)
                .with("negate", sign > 0 ? "" : layer.prefix() + "_wide_negate(&other);")
                .with("store", store(output.wideWord("exact", "at", "0")))
                .fill();
    }

    private static String scaled(String x, int bits) {
        return "(int64_t)" + x + (bits == 0 ? "" : " * " + (1L << bits));
    }

    private String product(Format a, Format b, String left, String right) {
        Exact exact = new Exact(Span.of(a).times(Span.of(b)), a.fraction() + b.fraction());
        Conversion output = new Conversion(layer, "output", exact, y);
        if (exact.span().fits(Long.SIZE)) {
            return store(output.word("(int64_t)" + left + " * " + right, "at", "0"));
        }
        layer.need(Helper.PRODUCT);
        String product = layer.prefix() + "_wide_product(" + left + ", " + right + ")";
        return layer.prefix() + "_wide exact = " + product + ";\n" + store(output.wideWord("exact", "at", "0"));
    }

    private String extreme(Format a, Format b, String left, String right, String relation) {
        Conversion first = new Conversion(layer, "first", Exact.of(a), y);
        Conversion second = new Conversion(layer, "second", Exact.of(b), y);
        layer.need(Helper.COMPARE);
        return Template.of("""
                if (${p}_compare(${left}, ${a}, ${right}, ${b}) ${relation} 0) {
                    ${first}
                } else {
                    ${second}
                }
                """)
                .with("p", layer.prefix())
                .with("left", left)
                .with("right", right)
                .with("a", a.fraction())
                .with("b", b.fraction())
                .with("relation", relation)
                .with("first", store(first.word(left, "at", "0")))
                .with("second", store(second.word(right, "at", "0")))
                .fill();
    }
}
