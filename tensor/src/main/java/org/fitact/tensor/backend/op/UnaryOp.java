package org.fitact.tensor.backend.op;

/**
 * {@code y = f(x)}, element by element. NaN gives NaN, and ±∞ what the formula gives: where it has {@code ∞·0} or
 * {@code ∞/∞}, NaN.
 */
public sealed interface UnaryOp {

    /** {@code max(0, x)}; NaN stays NaN. Derivative {@code x > 0 ? 1 : 0}. */
    record Relu() implements UnaryOp {}

    /** {@code tanh(x)}. Derivative {@code 1 − y²}. */
    record Tanh() implements UnaryOp {}

    /** {@code 1 / (1 + e^(−x))}. Derivative {@code y(1 − y)}. */
    record Sigmoid() implements UnaryOp {}

    /**
     * {@code x·t} with {@code t = tanh(ln(1 + e^x))} (Misra, 2019); NaN for −∞, as the formula says. Derivative {@code t +
     * x(1 − t²)/(1 + e^(−x))}.
     */
    record Mish() implements UnaryOp {}

    /** {@code x > 0 ? x : slope·x} (Maas et al., 2013). Derivative {@code x > 0 ? 1 : slope}. */
    record LeakyRelu(float slope) implements UnaryOp {}

    /** {@code max(low, min(high, x))}. Derivative {@code low < x < high ? 1 : 0}. */
    record Clip(float low, float high) implements UnaryOp {}

    /** {@code max(0, min(1, slope·x + shift))} (Courbariaux et al., 2015). Derivative {@code 0 < y < 1 ? slope : 0}. */
    record HardSigmoid(float slope, float shift) implements UnaryOp {}

    /**
     * {@code x·max(0, min(6, x + 3))/6} (Howard et al., 2019). Derivative 0 up to −3, 1 from 3 on, {@code x/3 + ½} between.
     */
    record HardSwish() implements UnaryOp {}

    /** {@code x·s} with {@code s = 1/(1 + e^(−x))} (Elfwing et al., 2018). Derivative {@code s·(1 + x(1 − s))}. */
    record Silu() implements UnaryOp {}

    /**
     * {@code x·Φ(x)} with the distribution function Φ of the normal distribution, {@code ½(1 + erf(x/√2))} (Hendrycks and
     * Gimpel, 2016). Derivative {@code Φ(x) + x·e^(−x²/2)/√(2π)}.
     */
    record Gelu() implements UnaryOp {}

    /**
     * {@code ½x(1 + tanh(u))} with {@code u = √(2/π)·(x + 0.044715x³)}: nearly {@link Gelu} (the same, eq. 2). It is {@code
     * x·s} with {@code s = 1/(1 + e^(−2u))}; derivative {@code s + x·s(1 − s)·2u'}.
     */
    record TanhGelu() implements UnaryOp {}

    /** {@code scale·(x > 0 ? x : alpha·(e^x − 1))} (Clevert et al., 2015). Derivative {@code x > 0 ? scale : y + alpha·scale}. */
    record Elu(float alpha, float scale) implements UnaryOp {}

    /** {@code x > 0 ? x : alpha·(e^(x/alpha) − 1)} (Barron, 2017). Derivative {@code x > 0 ? 1 : y/alpha + 1}. */
    record Celu(float alpha) implements UnaryOp {}

    /** {@code ln(1 + e^x)} (Dugas et al., 2000). Derivative {@code 1/(1 + e^(−x))}. */
    record Softplus() implements UnaryOp {}

    /** {@code x/(1 + |x|)} (Bergstra et al., 2009). Derivative {@code 1/(1 + |x|)²}. */
    record Softsign() implements UnaryOp {}

    /** {@code e^x}. Derivative {@code y}. */
    record Exp() implements UnaryOp {}

    /** {@code ln x}. Derivative {@code 1/x}. */
    record Log() implements UnaryOp {}

    /** {@code √x}. Derivative {@code 1/(2y)}. */
    record Sqrt() implements UnaryOp {}

    /** {@code x²}. Derivative {@code 2x}. */
    record Square() implements UnaryOp {}

    /** {@code |x|}. Derivative {@code sign(x)}, 0 at 0. */
    record Abs() implements UnaryOp {}

    /** {@code erf(x) = 2/√π ∫₀ˣ e^(−t²) dt}. Derivative {@code 2/√π·e^(−x²)}. */
    record Erf() implements UnaryOp {}

    /** {@code 1/x}. Derivative {@code −y²}. */
    record Reciprocal() implements UnaryOp {}

    /** {@code x^exponent}, as {@link Math#pow} has it. Derivative {@code exponent·x^(exponent − 1)}. */
    record Power(float exponent) implements UnaryOp {}

    /** {@code ⌊x⌋}, the largest whole number that is at most x. Derivative 0. */
    record Floor() implements UnaryOp {}

    /** {@code ⌈x⌉}, the smallest whole number that is at least x. Derivative 0. */
    record Ceil() implements UnaryOp {}

    /** The nearest whole number, of two the even one. Derivative 0. */
    record Round() implements UnaryOp {}

    /** −1, 0 or 1. Derivative 0. */
    record Sign() implements UnaryOp {}

    /** {@code scale·x + shift}. Derivative {@code scale}. */
    record Affine(float scale, float shift) implements UnaryOp {}
}
