package org.fitact.nn.integer.c;

import java.util.List;
import org.fitact.nn.integer.ParameterWords;
import org.fitact.nn.integer.range.Span;
import org.fitact.nn.integer.range.Sums;
import org.fitact.tensor.backend.op.Conv2d;
import org.fitact.tensor.backend.op.Gemm;
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
        String tap = Template.of("""
                const ${X} *pixel = x + (iy * ${width} + ix) * ${in}${group};
                const ${W} *w = ${weights} + ((o * ${kernelHeight} + ky) * ${kernelWidth} + kx) * ${inPerGroup};
                for (int32_t i = 0; i < ${inPerGroup}; i++) {
                    ${add}
                }
                """)
                .with("width", shape.width())
                .with("in", shape.inChannels())
                .with("inPerGroup", shape.inPerGroup())
                .with("group", group)
                .with("kernelHeight", shape.kernelHeight())
                .with("kernelWidth", shape.kernelWidth())
                .with("weights", weights)
                .with("X", x)
                .with("W", CInteger.of(arithmetic.weight()))
                .with("add", sum.add("pixel[i]", "w[i]"))
                .fill();
        WindowCode code = new WindowCode(shape.window(), shape.height(), shape.width(), "o", shape.outChannels());
        layer.main(List.of(x), y, code.loops(sum.begin("o"), tap, sum.end("o", y)));
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
