package org.fitact.nn.integer.c;

import java.util.List;
import org.fitact.nn.integer.ParameterWords;
import org.fitact.nn.integer.range.Span;
import org.fitact.nn.integer.range.Sums;
import org.fitact.tensor.backend.op.Conv2d;
import org.fitact.tensor.backend.op.Gemm;
import org.fitact.tensor.backend.op.Window1d;
import org.fitact.tensor.backend.op.attention.BatchedGemm;
import org.fitact.tensor.fixedpoint.Format;
import org.fitact.tensor.integer.ProductArithmetic;

/** Sums of products. Weights lie with their output in front, so that the terms of a sum stand beside each other. */
final class ProductCode {

    private final Layer layer;
    private final ProductArithmetic arithmetic;
    private final CInteger x;
    private final CInteger y;

    ProductCode(Layer layer, ProductArithmetic arithmetic) {
        this.layer = layer;
        this.arithmetic = arithmetic;
        this.x = CInteger.of(arithmetic.input());
        this.y = CInteger.of(arithmetic.output().format());
    }

    /**
     * A convolution.
     *
     * @param bias null for none
     */
    void convolution(Conv2d shape, ParameterWords weight, ParameterWords bias) {
        Sums sums = sums(weight, bias, shape.outChannels());
        String weights = weights(
                weight,
                "[" + shape.outChannels() + "][" + shape.kernelHeight() + "][" + shape.kernelWidth() + "]["
                        + shape.inPerGroup() + "]",
                shape.outChannels());
        SumCode sum = new SumCode(layer, arithmetic, sums, biases(bias));
        String group = shape.groups() == 1 ? "" : " + o / " + shape.outPerGroup() + " * " + shape.inPerGroup();
        layer.main(
                List.of(x),
                y,
                Template.of("""
                for (int32_t oy = 0; oy < ${outHeight}; oy++) {
                    for (int32_t ox = 0; ox < ${outWidth}; ox++) {
                        for (int32_t o = 0; o < ${out}; o++) {
                            const int32_t at = (oy * ${outWidth} + ox) * ${out} + o;
                            ${begin}
                            for (int32_t ky = 0; ky < ${kernelHeight}; ky++) {
                                const int32_t iy = ${iy};
                                ${outsideY}
                                for (int32_t kx = 0; kx < ${kernelWidth}; kx++) {
                                    const int32_t ix = ${ix};
                                    ${outsideX}
                                    const ${X} *pixel = x + (iy * ${width} + ix) * ${in}${group};
                                    const ${W} *w = ${weights} + ((o * ${kernelHeight} + ky) * ${kernelWidth} + kx) * ${inPerGroup};
                                    for (int32_t i = 0; i < ${inPerGroup}; i++) {
                                        ${add}
                                    }
                                }
                            }
                            ${end}
                        }
                    }
                }
                """)
                        .with("outHeight", shape.outHeight())
                        .with("outWidth", shape.outWidth())
                        .with("out", shape.outChannels())
                        .with("kernelHeight", shape.kernelHeight())
                        .with("kernelWidth", shape.kernelWidth())
                        .with("iy", input(shape.window().vertical(), "oy", "ky"))
                        .with("ix", input(shape.window().horizontal(), "ox", "kx"))
                        .with("outsideY", outside(shape.window().vertical(), "iy", shape.height()))
                        .with("outsideX", outside(shape.window().horizontal(), "ix", shape.width()))
                        .with("width", shape.width())
                        .with("in", shape.inChannels())
                        .with("inPerGroup", shape.inPerGroup())
                        .with("group", group)
                        .with("weights", weights)
                        .with("X", x)
                        .with("W", CInteger.of(arithmetic.weight()))
                        .with("begin", sum.begin("o"))
                        .with("add", sum.add("pixel[i]", "w[i]"))
                        .with("end", sum.end("o", y))
                        .fill());
    }

    /** The input under a tap of a window. */
    static String input(Window1d side, String output, String tap) {
        String first = side.stride() == 1 ? output : output + " * " + side.stride();
        String behind = side.dilation() == 1 ? tap : tap + " * " + side.dilation();
        return first + (side.before() == 0 ? "" : " - " + side.before()) + " + " + behind;
    }

    /** Goes on to the next tap where there is padding under this one. */
    static String outside(Window1d side, String input, int inputs) {
        boolean before = side.before() > 0;
        boolean behind = side.input(side.outputs(inputs) - 1, side.kernel() - 1) >= inputs;
        if (!before && !behind) {
            return "";
        }
        String condition = (before ? input + " < 0" : "")
                + (before && behind ? " || " : "")
                + (behind ? input + " >= " + inputs : "");
        return "if (" + condition + ") {\n    continue;\n}";
    }

    /** A linear layer. */
    void linear(Gemm shape, ParameterWords weight, ParameterWords bias) {
        Sums sums = sums(weight, bias, shape.n());
        String weights = weights(weight, "[" + shape.n() + "][" + shape.k() + "]", shape.n());
        SumCode sum = new SumCode(layer, arithmetic, sums, biases(bias));
        layer.main(
                List.of(x),
                y,
                Template.of("""
                for (int32_t row = 0; row < ${m}; row++) {
                    for (int32_t o = 0; o < ${n}; o++) {
                        const int32_t at = row * ${n} + o;
                        const ${W} *w = ${weights} + o * ${k};
                        ${begin}
                        for (int32_t i = 0; i < ${k}; i++) {
                            ${add}
                        }
                        ${end}
                    }
                    x += ${k};
                }
                """)
                        .with("m", shape.m())
                        .with("n", shape.n())
                        .with("k", shape.k())
                        .with("W", CInteger.of(arithmetic.weight()))
                        .with("weights", weights)
                        .with("begin", sum.begin("o"))
                        .with("add", sum.add("x[i]", "w[i]"))
                        .with("end", sum.end("o", y))
                        .fill());
    }

    /** Products of two values. */
    void matrices(BatchedGemm shape) {
        Format b = arithmetic.weight();
        Sums sums = Sums.of(Span.of(arithmetic.input()), Span.of(b), shape.k());
        SumCode sum = new SumCode(layer, arithmetic, sums, null);
        String left = shape.transposeA() ? "l * " + shape.m() + " + i" : "i * " + shape.k() + " + l";
        String right = shape.transposeB() ? "j * " + shape.k() + " + l" : "l * " + shape.n() + " + j";
        layer.main(
                List.of(x, CInteger.of(b)),
                y,
                Template.of("""
                for (int32_t matrix = 0; matrix < ${batch}; matrix++) {
                    for (int32_t i = 0; i < ${m}; i++) {
                        for (int32_t j = 0; j < ${n}; j++) {
                            const int32_t at = (matrix * ${m} + i) * ${n} + j;
                            ${begin}
                            for (int32_t l = 0; l < ${k}; l++) {
                                ${add}
                            }
                            ${end}
                        }
                    }
                    x0 += ${left};
                    x1 += ${right};
                }
                """)
                        .with("batch", shape.batch())
                        .with("m", shape.m())
                        .with("n", shape.n())
                        .with("k", shape.k())
                        .with("left", shape.m() * shape.k())
                        .with("right", shape.k() * shape.n())
                        .with("begin", sum.begin("j"))
                        .with("add", sum.add("x0[" + left + "]", "x1[" + right + "]"))
                        .with("end", sum.end("j", y))
                        .fill());
    }

    private Sums sums(ParameterWords weight, ParameterWords bias, int channels) {
        return Sums.of(Span.of(arithmetic.input()), weight.words(), bias == null ? null : bias.words(), channels);
    }

    private String weights(ParameterWords weight, String shape, int channels) {
        layer.comment("weights " + CNames.comment(weight.name()) + " " + shape + " of " + weight.format());
        long[] rows = weight.words();
        long[] words = new long[rows.length];
        int terms = rows.length / channels;
        for (int i = 0; i < rows.length; i++) {
            words[i % channels * terms + i / channels] = rows[i];
        }
        return layer.array("weight", CInteger.of(weight.format()), words);
    }

    private String biases(ParameterWords bias) {
        if (bias == null) {
            return null;
        }
        layer.comment("biases " + CNames.comment(bias.name()) + " of " + bias.format());
        return layer.array("bias", CInteger.of(bias.format()), bias.words());
    }
}
