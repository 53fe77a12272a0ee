package org.fitact.tensor.backend.op;

/** {@code y = f(x)}, element by element. */
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

    /** {@code scale·x + shift}. Derivative {@code scale}. */
    record Affine(float scale, float shift) implements UnaryOp {}
}
