package org.fitact.nn.integer.c;

import static org.fitact.nn.integer.c.WordArray.literal;

import java.util.List;
import java.util.Optional;
import org.fitact.nn.integer.ParameterWords;
import org.fitact.nn.integer.range.Exact;
import org.fitact.nn.integer.range.Span;
import org.fitact.tensor.backend.op.BoundedRelu;
import org.fitact.tensor.fixedpoint.FixedType;
import org.fitact.tensor.fixedpoint.Format;
import org.fitact.tensor.integer.GateTable;

/** Bounds: comparisons of words, or the smooth gate by its table. */
final class BoundCode {

    private final Layer layer;
    private final BoundedRelu shape;
    private final Format x;
    private final FixedType y;
    private final Optional<GateTable> gate;
    private final Conversion free;

    /** @param gate of the smooth policy */
    BoundCode(Layer layer, BoundedRelu shape, Format x, FixedType y, Optional<GateTable> gate) {
        this.layer = layer;
        this.shape = shape;
        this.x = x;
        this.y = y;
        this.gate = gate;
        this.free = gate.isPresent() ? null : new Conversion(layer, "output", Exact.of(x), y);
    }

    /** @param lower null where what is not positive becomes 0 */
    void write(ParameterWords upper, ParameterWords lower) {
        CInteger stored = CInteger.of(y.format());
        String gates = gate.map(table -> layer.shared(shape.kappa(), () -> gates(table)))
                .orElse(null);
        String above = side(upper, "upper", 1, gates);
        String below = lower == null
                ? "y[at] = 0;"
                : "if (word < 0) {\n" + side(lower, "lower", -1, gates).indent(4) + "} else {\n    y[at] = 0;\n}";
        layer.replaces(0);
        layer.main(
                List.of(CInteger.of(x)),
                stored,
                Template.of("""
                for (int32_t at = 0; at < ${elements}; at++) {
                    const int64_t word = x[at];
                    if (word > 0) {
                        ${above}
                    } else {
                        ${below}
                    }
                }
                """)
                        .with("elements", shape.elements())
                        .with("above", above)
                        .with("below", below)
                        .fill());
    }

    private String store(String word) {
        return "y[at] = " + CInteger.of(y.format()).cast(word) + ";";
    }

    private String side(ParameterWords bounds, String what, int sign, String gates) {
        Format format = bounds.format();
        layer.comment(what + " bounds " + CNames.comment(bounds.name()) + " of " + format);
        String words = layer.array(what, CInteger.of(format), bounds.words());
        String bound = words
                + switch (shape.granularity()) {
                    case LAYER -> "[0]";
                    case CHANNEL -> "[at % " + shape.channels() + "]";
                    case NEURON -> "[at]";
                };
        return switch (shape.policy()) {
            case ZERO -> within(bound, format, sign, "", "y[at] = 0;");
            case SATURATE ->
                within(bound, format, sign, "const int64_t bound = " + bound + ";", saturated(what, format, sign));
            case SMOOTH -> smooth(what, bound, format, sign, gates);
        };
    }

    private String saturated(String what, Format format, int sign) {
        Span span = Span.of(format).hull(Span.ZERO);
        Conversion output = new Conversion(layer, "output_" + what, new Exact(span, format.fraction()), y);
        String sided = sign > 0 ? "bound > 0" : "bound < 0";
        return store(output.word("(" + sided + " ? bound : 0)", "at", "0"));
    }

    private String within(String bound, Format format, int sign, String first, String beyond) {
        String limit = first.isEmpty() ? bound : "bound";
        return Template.of("""
                ${first}
                if (${within}) {
                    ${free}
                } else {
                    ${beyond}
                }
                """)
                .with("first", first)
                .with("within", compared(limit, format, sign))
                .with("free", store(free.word("word", "at", "0")))
                .with("beyond", beyond)
                .fill();
    }

    /** Whether a word is on the inner side of a bound, or on it. */
    private String compared(String bound, Format format, int sign) {
        String relation = sign > 0 ? " <= " : " >= ";
        int common = Math.max(x.fraction(), format.fraction());
        int shift = common - x.fraction();
        int ofBound = common - format.fraction();
        boolean narrow = Math.max(shift, ofBound) <= Conversion.MOST_SHIFT
                && Span.of(x).left(shift).fits(Long.SIZE)
                && Span.of(format).left(ofBound).fits(Long.SIZE);
        if (narrow) {
            return scaled("word", shift) + relation + scaled(bound, ofBound);
        }
        layer.need(Helper.COMPARE);
        return layer.prefix() + "_compare(word, " + x.fraction() + ", " + bound + ", " + format.fraction() + ")"
                + relation + "0";
    }

    private static String scaled(String word, int bits) {
        return bits == 0 ? word : "(int64_t)" + word + " * " + (1L << bits);
    }

    private String smooth(String what, String bound, Format format, int sign, String gates) {
        int common = Math.max(x.fraction(), format.fraction());
        int shift = common - x.fraction();
        int ofBound = common - format.fraction();
        Span of = Span.of(x).left(shift);
        Span limit = Span.of(format).left(ofBound);
        Span distance = sign > 0 ? limit.plus(of.negated()) : of.plus(limit.negated());
        Format index = gate.orElseThrow().index();
        Conversion entry = new Conversion(layer, "entry_" + what, new Exact(distance, common), FixedType.of(index));
        Exact gated = new Exact(
                Span.of(x).hull(Span.ZERO).times(Span.of(0, 1L << GateTable.FRACTION)),
                x.fraction() + GateTable.FRACTION);
        Conversion output = new Conversion(layer, "output_" + what, gated, y);
        boolean narrow = distance.fits(Long.SIZE)
                && of.fits(Long.SIZE)
                && limit.fits(Long.SIZE)
                && Math.max(shift, ofBound) <= Conversion.MOST_SHIFT;
        String p = layer.prefix();
        String near = sign > 0 ? bound : "word";
        String far = sign > 0 ? "word" : bound;
        int nearShift = sign > 0 ? ofBound : shift;
        int farShift = sign > 0 ? shift : ofBound;
        String found;
        if (narrow) {
            found = "const int64_t gate = " + gates + "("
                    + entry.word(scaled(near, nearShift) + " - " + scaled(far, farShift), "at", "0") + ");\n";
        } else {
            layer.need(Helper.WIDE);
            found = Template.of("""
                    ${p}_wide distance = ${p}_wide_left(${p}_wide_of(${far}), ${farShift});
                    ${p}_wide_negate(&distance);
                    ${p}_wide_add(&distance, ${p}_wide_left(${p}_wide_of(${near}), ${nearShift}));
                    const int64_t gate = ${gates}(${entry});
                    """)
                    .with("p", p)
                    .with("far", far)
                    .with("farShift", farShift)
                    .with("near", near)
                    .with("nearShift", nearShift)
                    .with("gates", gates)
                    .with("entry", entry.wideWord("distance", "at", "0"))
                    .fill();
        }
        if (gated.span().fits(Long.SIZE)) {
            return found + store(output.word("word * gate", "at", "0"));
        }
        layer.need(Helper.PRODUCT);
        return found + p + "_wide gated = " + p + "_wide_product(word, gate);\n"
                + store(output.wideWord("gated", "at", "0"));
    }

    /** A function of a distance's index: the table without the zeros at its beginning and the ones at its end. */
    private String gates(GateTable table) {
        Format index = table.index();
        long first = index.minWord();
        while (table.gate(first) == 0) {
            first++;
        }
        long end = first;
        while (end <= index.maxWord() && table.gate(end) < 1L << GateTable.FRACTION) {
            end++;
        }
        long[] words = new long[(int) (end - first)];
        for (int i = 0; i < words.length; i++) {
            words[i] = table.gate(first + i);
        }
        layer.comment("gates with " + GateTable.FRACTION + " fraction bits, by distances of " + index + " from " + first
                + " on; before them 0, behind them 1");
        String array = layer.sharedArray("gates", CInteger.UINT16, words);
        String name = layer.sharedName("gate");
        layer.function(Template.of("""
                static inline int64_t ${name}(int64_t distance)
                {
                    return distance < ${first} ? 0 : distance >= ${end} ? ${one} : ${array}[distance - (${first})];
                }
                """)
                .with("name", name)
                .with("first", literal(first))
                .with("end", literal(end))
                .with("one", 1L << GateTable.FRACTION)
                .with("array", array)
                .fill());
        return name;
    }
}
