package org.fitact.tensor.backend.cpu;

import org.fitact.tensor.backend.op.UnaryOp;

/** The functions of {@link UnaryOp} in double, which define them: what a float backend rounds, and a table of words. */
public final class UnaryFunctions {

    private UnaryFunctions() {}

    /** {@code f(x)}. */
    public static double value(UnaryOp op, double x) {
        return switch (op) {
            case UnaryOp.Relu() -> Math.max(x, 0);
            case UnaryOp.Tanh() -> Math.tanh(x);
            case UnaryOp.Sigmoid() -> sigmoid(x);
            case UnaryOp.Mish() -> x * mishGate(x);
            case UnaryOp.LeakyRelu(float slope) -> x > 0 ? x : slope * x;
            case UnaryOp.Clip(float low, float high) -> Math.max(low, Math.min(high, x));
            case UnaryOp.HardSigmoid(float slope, float shift) -> Math.max(0, Math.min(1, slope * x + shift));
            case UnaryOp.HardSwish() -> x * Math.max(0, Math.min(6, x + 3.0)) / 6;
            case UnaryOp.Silu() -> x * sigmoid(x);
            case UnaryOp.Gelu() -> x * Normal.distribution(x);
            case UnaryOp.TanhGelu() -> x * (1 + Math.tanh(geluArgument(x))) / 2;
            case UnaryOp.Elu(float alpha, float scale) -> scale * (x > 0 ? x : alpha * Math.expm1(x));
            case UnaryOp.Celu(float alpha) -> x > 0 ? x : alpha * Math.expm1(x / alpha);
            case UnaryOp.Softplus() -> Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
            case UnaryOp.Softsign() -> x / (1 + Math.abs(x));
            case UnaryOp.Exp() -> Math.exp(x);
            case UnaryOp.Log() -> Math.log(x);
            case UnaryOp.Sqrt() -> Math.sqrt(x);
            case UnaryOp.Square() -> x * x;
            case UnaryOp.Abs() -> Math.abs(x);
            case UnaryOp.Erf() -> 2 * Normal.distribution(Math.sqrt(2) * x) - 1;
            case UnaryOp.Reciprocal() -> 1 / x;
            case UnaryOp.Power(float exponent) -> Math.pow(x, exponent);
            case UnaryOp.Floor() -> Math.floor(x);
            case UnaryOp.Ceil() -> Math.ceil(x);
            case UnaryOp.Round() -> Math.rint(x);
            case UnaryOp.Sign() -> Math.signum(x);
            case UnaryOp.Affine(float scale, float shift) -> scale * x + shift;
        };
    }

    /** {@code 1/(1 + e^(−x))}. */
    public static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    /** {@code tanh(ln(1 + e^x))}. */
    public static double mishGate(double x) {
        return Math.tanh(Math.log1p(Math.exp(x)));
    }

    /** {@code √(2/π)·(x + 0.044715x³)}. */
    public static double geluArgument(double x) {
        return Math.sqrt(2 / Math.PI) * x * (1 + 0.044715 * x * x);
    }
}
