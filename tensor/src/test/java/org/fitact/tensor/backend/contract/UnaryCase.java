package org.fitact.tensor.backend.contract;

import java.util.List;
import org.fitact.tensor.backend.op.UnaryOp;

/**
 * What tests know of a function of one operand: the contract, the known values and the gradients take it from here.
 *
 * @param units how far from the reference a value may be, in roundings of its own; 0 for exactly it
 * @param absolute what it may be off beside that, in roundings of 1
 */
public record UnaryCase(UnaryOp op, Domain domain, double units, double absolute, List<Known> known) {

    private static final double NAN = Double.NaN;

    /** Where the gradient is compared with differences. */
    public enum Domain {
        ALL,
        /** There is a kink at 0. */
        OFF_ZERO,
        POSITIVE,
        /** It is a step function: constant around a quarter. */
        STEPS
    }

    /** A value worked out by hand, or by {@code numpy} in double. */
    public record Known(float x, double value, double derivative) {}

    /** One of each kind. */
    public static List<UnaryCase> all() {
        return List.of(
                        new UnaryOp.Relu(),
                        new UnaryOp.Tanh(),
                        new UnaryOp.Sigmoid(),
                        new UnaryOp.Mish(),
                        new UnaryOp.LeakyRelu(0.125f),
                        new UnaryOp.Clip(-1.75f, 1.625f),
                        new UnaryOp.HardSigmoid(0.25f, 0.5f),
                        new UnaryOp.HardSwish(),
                        new UnaryOp.Silu(),
                        new UnaryOp.Gelu(),
                        new UnaryOp.TanhGelu(),
                        new UnaryOp.Elu(0.75f, 1.25f),
                        new UnaryOp.Celu(0.75f),
                        new UnaryOp.Softplus(),
                        new UnaryOp.Softsign(),
                        new UnaryOp.Exp(),
                        new UnaryOp.Log(),
                        new UnaryOp.Sqrt(),
                        new UnaryOp.Square(),
                        new UnaryOp.Abs(),
                        new UnaryOp.Erf(),
                        new UnaryOp.Reciprocal(),
                        new UnaryOp.Power(1.7f),
                        new UnaryOp.Floor(),
                        new UnaryOp.Ceil(),
                        new UnaryOp.Round(),
                        new UnaryOp.Sign(),
                        new UnaryOp.Affine(-1.75f, 0.3f))
                .stream()
                .map(UnaryCase::of)
                .toList();
    }

    /** The switch makes a new op break the compilation until it has a case. */
    static UnaryCase of(UnaryOp op) {
        return switch (op) {
            case UnaryOp.Relu _ ->
                exact(op, Domain.OFF_ZERO, known(1.5, 1.5, 1), known(-1.5, 0, 0), known(0, 0, 0), known(NAN, NAN, 0));
            case UnaryOp.Tanh _ -> close(op, 8, 2, known(0.5, 0.46211716, 0.78644773));
            case UnaryOp.Sigmoid _ -> close(op, 8, 2, known(0.5, 0.62245933, 0.23500371), known(-1000, 0, 0));
            case UnaryOp.Mish _ ->
                close(
                        op,
                        8,
                        2,
                        known(1, 0.86509839, 1.04903622),
                        known(-2, -0.25250148, -0.10835509),
                        known(-1000, 0, 0));
            case UnaryOp.LeakyRelu _ -> exact(op, Domain.OFF_ZERO, known(-2, -0.25, 0.125), known(3, 3, 1));
            case UnaryOp.Clip _ ->
                exact(
                        op,
                        Domain.ALL,
                        known(-2, -1.75, 0),
                        known(0.5, 0.5, 1),
                        known(1.7, 1.625, 0),
                        known(NAN, NAN, 0));
            case UnaryOp.HardSigmoid _ -> close(op, 2, 1, known(1, 0.75, 0.25), known(-4, 0, 0), known(4, 1, 0));
            case UnaryOp.HardSwish _ -> ofTorch(op, 4, 0);
            case UnaryOp.Silu _, UnaryOp.Gelu _, UnaryOp.TanhGelu _, UnaryOp.Softplus _ -> ofTorch(op, 8, 2);
            case UnaryOp.Elu _, UnaryOp.Celu _ -> ofTorch(op, 8, 0).offZero();
            case UnaryOp.Softsign _ -> ofTorch(op, 2, 0).offZero();
            case UnaryOp.Exp _ -> close(op, 16, 0, known(1, Math.E, Math.E));
            case UnaryOp.Log _ -> new UnaryCase(op, Domain.POSITIVE, 8, 2, List.of(known(4, 1.38629436, 0.25)));
            case UnaryOp.Sqrt _ -> exact(op, Domain.POSITIVE, known(4, 2, 0.25));
            case UnaryOp.Square _ -> exact(op, Domain.ALL, known(-3, 9, -6));
            case UnaryOp.Abs _ -> exact(op, Domain.OFF_ZERO, known(-3, 3, -1), known(0, 0, 0));
            case UnaryOp.Erf _ -> ofTorch(op, 8, 4);
            case UnaryOp.Reciprocal _ ->
                new UnaryCase(op, Domain.POSITIVE, 0, 0, List.of(known(4, 0.25, -0.0625), known(-0.5, -2, -4)));
            case UnaryOp.Power _ -> new UnaryCase(op, Domain.POSITIVE, 16, 0, TorchFunctions.known(op));
            case UnaryOp.Floor _ -> steps(op, known(1.5, 1, 0), known(-0.25, -1, 0), known(3, 3, 0));
            case UnaryOp.Ceil _ -> steps(op, known(1.5, 2, 0), known(-0.25, 0, 0), known(-3, -3, 0));
            case UnaryOp.Round _ ->
                steps(op, known(1.5, 2, 0), known(2.5, 2, 0), known(-0.5, 0, 0), known(-1.7, -2, 0));
            case UnaryOp.Sign _ -> steps(op, known(1.5, 1, 0), known(-0.25, -1, 0), known(0, 0, 0));
            case UnaryOp.Affine _ -> close(op, 0, 0, known(2, -3.2, -1.75));
        };
    }

    /** With values by PyTorch; {@link TorchFunctions} has its lines. */
    private static UnaryCase ofTorch(UnaryOp op, double units, double absolute) {
        return new UnaryCase(op, Domain.ALL, units, absolute, TorchFunctions.known(op));
    }

    private static UnaryCase steps(UnaryOp op, Known... known) {
        return new UnaryCase(op, Domain.STEPS, 0, 0, List.of(known));
    }

    private UnaryCase offZero() {
        return new UnaryCase(op, Domain.OFF_ZERO, units, absolute, known);
    }

    private static UnaryCase exact(UnaryOp op, Domain domain, Known... known) {
        return new UnaryCase(op, domain, 0, 0, List.of(known));
    }

    private static UnaryCase close(UnaryOp op, double units, double absolute, Known... known) {
        return new UnaryCase(op, Domain.ALL, units, absolute, List.of(known));
    }

    private static Known known(double x, double value, double derivative) {
        return new Known((float) x, value, derivative);
    }

    /** Whether what is nearly the same gives nearly the same: at a step, and at the pole of 1/x, it does not. */
    boolean isContinuous() {
        return domain != Domain.STEPS && !(op instanceof UnaryOp.Reciprocal);
    }

    /** How far a backend may be from the reference on some inputs. */
    Tolerance tolerance(float[] x) {
        if (op instanceof UnaryOp.Affine(float scale, float shift)) {
            double[] slack = new double[x.length];
            for (int i = 0; i < x.length; i++) {
                slack[i] = Tolerance.EPSILON * (Math.abs((double) scale * x[i]) + Math.abs(shift));
            }
            return Tolerance.slack(slack);
        }
        return units == 0 ? Tolerance.exact() : Tolerance.relative(units, absolute * Tolerance.EPSILON);
    }
}
