package org.fitact.nn.integer.c;

import static org.fitact.nn.integer.c.WordArray.literal;

import org.fitact.nn.integer.range.Exact;
import org.fitact.nn.integer.range.Span;
import org.fitact.tensor.fixedpoint.FixedType;
import org.fitact.tensor.fixedpoint.Overflow;
import org.fitact.tensor.fixedpoint.Rounding;

/**
 * An exact number becomes a word of a type. Where 64 bits are enough it is a function of its own, by what is known of the number:
 * nothing at all, where the number is a word as it is; else it goes through whole numbers of 192 bits.
 */
final class Conversion {

    /** The largest power of two that is an int64_t. */
    static final int MOST_SHIFT = 62;

    private final Layer layer;
    private final FixedType type;
    private final int shift;
    private final boolean identity;
    private final boolean wide;
    private final boolean drawn;
    private final boolean fails;
    private final Span result;
    private final String name;

    /**
     * @param what the number is, in names
     * @param exact what is known of the number
     */
    Conversion(Layer layer, String what, Exact exact, FixedType type) {
        this.layer = layer;
        this.type = type;
        this.shift = exact.fraction() - type.format().fraction();
        Span rounded = exact.span().left(-shift);
        boolean holds = rounded.within(Span.of(type));
        this.result = holds ? rounded : Span.of(type);
        this.identity = shift == 0 && holds || exact.span().equals(Span.ZERO);
        this.drawn = !identity && shift > 0 && type.rounding() == Rounding.STOCHASTIC;
        this.fails = !identity && !holds && type.overflow() == Overflow.ERROR;
        this.wide = !identity
                && (drawn || !exact.span().fits(Long.SIZE) || Math.abs(shift) > MOST_SHIFT || !rounded.fits(Long.SIZE));
        this.name = identity ? null : layer.name(what);
        if (fails) {
            layer.canFail();
        }
        if (wide) {
            constant();
        } else if (!identity) {
            function(rounded);
        }
    }

    private void constant() {
        layer.need(Helper.WIDE);
        layer.function("/* " + type + " */\n" + type(layer.prefix(), name, type));
    }

    /** The definition of a type that wide numbers are converted to. */
    static String type(String prefix, String name, FixedType type) {
        return "static const " + prefix + "_type " + name + " = {" + literal(type.least()) + ", "
                + literal(type.greatest()) + ", " + type.format().width() + ", "
                + (type.format().signed() ? 1 : 0) + ", " + prefix + "_" + type.rounding() + ", " + prefix + "_"
                + type.overflow() + "};\n";
    }

    private void function(Span rounded) {
        String power = Long.toString(1L << Math.abs(shift));
        String up = shift <= 0
                ? ""
                : RoundingCode.rounded(type.rounding(), "rest", Long.toString(1L << shift - 1), "x < 0");
        String word = shift > 0 ? layer.prefix() + "_floor(x, " + shift + ")" : shift == 0 ? "x" : "x * " + power;
        if (shift > 0) {
            layer.need(Helper.NUMBERS);
        }
        layer.function(Template.of("""
                /* ${type} of a number with ${fraction} fraction bits */
                static inline int64_t ${name}(int64_t x${failed})
                {
                    int64_t word = ${word};
                    ${rest}
                    ${up}
                    ${result}
                }
                """)
                .with("type", type)
                .with("fraction", shift + type.format().fraction())
                .with("name", name)
                .with("failed", fails ? ", int32_t *failed" : "")
                .with("word", word)
                .with("rest", up.isEmpty() ? "" : "int64_t rest = x - word * " + power + ";")
                .with("up", up)
                .with("result", RoundingCode.overflowed(type, rounded))
                .fill());
    }

    /** What the word can be. */
    Span result() {
        return result;
    }

    /** Whether a word can be beyond the type, and that is an error. */
    boolean canFail() {
        return fails;
    }

    /** Whether the rounding is drawn. */
    boolean isDrawn() {
        return drawn;
    }

    /**
     * The word of a number of 64 bits.
     *
     * @param x an expression
     * @param element of the output, an expression
     * @param term 0 for an output, the number of the addition for an accumulator
     */
    String word(String x, String element, String term) {
        if (identity) {
            return x;
        }
        return wide
                ? wideWord(layer.prefix() + "_wide_of(" + x + ")", element, term)
                : name + "(" + x + (fails ? ", failed)" : ")");
    }

    /** The same of a number of 192 bits. */
    String wideWord(String x, String element, String term) {
        if (identity) {
            layer.need(Helper.WIDE);
            return layer.prefix() + "_signed(" + x + ".limb[0])";
        }
        layer.need(Helper.WORD);
        return layer.prefix() + "_wide_word(" + x + ", " + shift + ", &" + name + ", " + draw(element, term) + ", "
                + (fails ? "failed" : "0") + ")";
    }

    /** The random bits of a rounding. */
    String draw(String element, String term) {
        if (drawn) {
            layer.need(Helper.DRAWS);
        }
        return drawn ? layer.prefix() + "_draw(" + layer.number() + ", " + element + ", " + term + ")" : "0";
    }
}
