package org.fitact.nn.integer.c;

import static org.fitact.nn.integer.c.WordArray.literal;

import org.fitact.nn.integer.range.Span;
import org.fitact.tensor.fixedpoint.FixedType;
import org.fitact.tensor.fixedpoint.Overflow;
import org.fitact.tensor.fixedpoint.Rounding;

/** The function that makes words of an image's numbers, of their bits and without floating-point arithmetic. */
final class QuantiserCode {

    /** Bits of a float's mantissa, and what its exponent counts from. */
    private static final int BIAS = 150;

    /** A number of 24 bits over as many bits is less than a quarter: no rounding but a drawn one looks further. */
    private static final int FAR = 26;

    /** The most bits by which a number of 24 and its sign can be multiplied in an int64_t. */
    private static final int MOST = 38;

    private final Layer layer;
    private final FixedType type;
    private final int elements;

    QuantiserCode(Layer layer, FixedType type, int elements) {
        this.layer = layer;
        this.type = type;
        this.elements = elements;
    }

    /** @param name of the function */
    void write(String name) {
        boolean drawn = type.rounding() == Rounding.STOCHASTIC;
        String words = layer.name("word");
        if (drawn) {
            wide(words);
        } else {
            narrow(words);
        }
        boolean isWord = type.overflow() != Overflow.WRAP && type.overflow() != Overflow.ERROR;
        String infinite = type.overflow() == Overflow.SATURATE_ZERO
                ? "words[i] = 0;"
                : "words[i] = bits >> 31 ? " + literal(type.least()) + " : " + literal(type.greatest()) + ";";
        layer.function(Template.of("""
                /*
                 * Makes words of an image's numbers, and returns 0; or the place of the first that has no word, counted from 1.
                 * A number is of IEEE 754 in 32 bits.
                 */
                static inline int32_t ${name}(const float *image, ${Y} *words)
                {
                    for (int32_t i = 0; i < ${elements}; i++) {
                        uint32_t bits;
                        memcpy(&bits, image + i, sizeof bits);
                        int32_t failed = 0;
                        int32_t exponent = (int32_t)(bits >> 23 & 255);
                        int64_t mantissa = (int64_t)(bits & 0x7FFFFF) + (exponent > 0 ? 0x800000 : 0);
                        if (exponent == 255) {
                            ${noNumber}
                        }
                        /* The number is mantissa * 2^(exponent - 150), or - 149 where the exponent is 0. */
                        int32_t shift = ${shift} - (exponent > 0 ? exponent : 1);
                        words[i] = (${Y})${word}(bits >> 31 ? -mantissa : mantissa, shift, ${last});
                        if (failed) {
                            return i + 1;
                        }
                    }
                    return 0;
                }
                """)
                .with("name", name)
                .with("Y", CInteger.of(type.format()))
                .with("elements", elements)
                .with(
                        "noNumber",
                        isWord
                                ? "if (bits & 0x7FFFFF) {\n    return i + 1;\n}\n" + infinite + "\ncontinue;"
                                : "return i + 1;")
                .with("shift", BIAS - type.format().fraction())
                .with("word", words)
                .with("last", drawn ? "i, &failed" : "&failed")
                .fill());
    }

    private void wide(String name) {
        layer.need(Helper.WORD);
        layer.need(Helper.DRAWS);
        String constant = layer.name("type");
        layer.function(Conversion.type(layer.prefix(), constant, type)
                + Template.of("""
                static inline int64_t ${name}(int64_t x, int32_t shift, int32_t at, int32_t *failed)
                {
                    return ${p}_wide_word(${p}_wide_of(x), shift, &${type}, ${p}_draw(0, at, 0), failed);
                }
                """)
                        .with("name", name)
                        .with("p", layer.prefix())
                        .with("type", constant)
                        .fill());
    }

    private void narrow(String name) {
        layer.need(Helper.NUMBERS);
        String up = RoundingCode.rounded(type.rounding(), "rest", "half", "x < 0");
        Span any = Span.of(Long.MIN_VALUE, Long.MAX_VALUE);
        layer.function(Template.of("""
                /* ${type} of x / 2^shift */
                static inline int64_t ${name}(int64_t x, int32_t shift, int32_t *failed)
                {
                    int64_t word = 0;
                    if (shift <= 0) {
                        if (x != 0 && shift < -${most}) {
                            ${far}
                        }
                        word = x == 0 ? 0 : x * ((int64_t)1 << -shift);
                    } else {
                        int32_t bits = shift < ${enough} ? shift : ${enough};
                        word = ${p}_floor(x, bits);
                        ${rest}
                        ${up}
                    }
                    (void)failed;
                    ${result}
                }
                """)
                .with("type", type)
                .with("name", name)
                .with("most", MOST)
                .with("enough", FAR)
                .with("far", far())
                .with("p", layer.prefix())
                .with(
                        "rest",
                        up.isEmpty()
                                ? ""
                                : "int64_t rest = x - word * ((int64_t)1 << bits);\n"
                                        + (up.contains("half") ? "int64_t half = (int64_t)1 << (bits - 1);" : ""))
                .with("up", up)
                .with("result", RoundingCode.overflowed(type, any))
                .fill());
    }

    /** What becomes of a number that is beyond 64 bits. */
    private String far() {
        return switch (type.overflow()) {
            case SATURATE, SATURATE_SYMMETRIC ->
                "return x < 0 ? " + literal(type.least()) + " : " + literal(type.greatest()) + ";";
            case SATURATE_ZERO -> "return 0;";
            case WRAP -> {
                int unused = Long.SIZE - type.format().width();
                yield "uint64_t low = shift <= -64 ? 0 : (uint64_t)x << -shift;\n"
                        + "uint64_t mask = UINT64_MAX >> " + unused + ";\n"
                        + (type.format().signed()
                                ? "uint64_t sign = (uint64_t)1 << "
                                        + (type.format().width() - 1) + ";\n"
                                        + "return (low & sign) != 0 ? -1 - (int64_t)(~low & mask) : (int64_t)(low & mask);"
                                : "return (int64_t)(low & mask);");
            }
            case ERROR -> "*failed = 1;\nreturn 0;";
        };
    }
}
