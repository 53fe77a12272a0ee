package org.fitact.tensor.backend.contract;

import java.util.ArrayList;
import java.util.List;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.op.Activation;
import org.fitact.tensor.backend.op.BoundedRelu;
import org.fitact.tensor.backend.op.Epilogue;
import org.fitact.tensor.backend.op.UnaryOp;
import org.fitact.tensor.buffer.Buffer;

/**
 * Builds cases of a product with an epilogue. Each result may be off by
 * {@code (k + 8)·ε·(Σ|a·b| + |bias| + |residual|)} before the activation, and by what the activation makes of that.
 *
 * @param name of the case
 * @param depth k, the terms of each sum
 * @param left the first factor
 * @param right the second factor
 * @param rows rows of the output
 * @param columns columns of the output: its channels
 * @param product the op
 */
record ProductCases(String name, int depth, float[] left, float[] right, int rows, int columns, Product product) {

    /** A matrix product or a convolution. */
    @FunctionalInterface
    interface Product {
        void run(Backend backend, Buffer left, Buffer right, Buffer output, Epilogue epilogue);
    }

    /** Which parts an epilogue has. */
    record Parts(boolean bias, boolean residual, UnaryOp unary, BoundedRelu bounded) {

        static final Parts NONE = new Parts(false, false, null, null);

        /** Bias, residual and a bound for each channel. */
        static Parts all(int batch, int spatial, int channels) {
            return new Parts(
                    true,
                    true,
                    null,
                    new BoundedRelu(
                            BoundedRelu.Policy.SATURATE,
                            BoundedRelu.Granularity.CHANNEL,
                            BoundedReluContract.KAPPA,
                            batch,
                            spatial,
                            channels));
        }
    }

    private static float[] bias(int columns) {
        return Data.uniform(101, columns);
    }

    private float[] residual() {
        return Data.uniform(102, rows * columns);
    }

    private static float[] bounds(BoundedRelu shape) {
        return Data.uniform(103, shape.bounds(), 0.05, 1.5);
    }

    /** Every part, alone and together: all unary ops, all policies for all granularities. */
    static List<Parts> allParts(int batch, int spatial, int channels) {
        List<Parts> all = new ArrayList<>();
        for (boolean bias : new boolean[] {false, true}) {
            for (boolean residual : new boolean[] {false, true}) {
                all.add(new Parts(bias, residual, null, null));
                all.add(new Parts(bias, residual, new UnaryOp.Relu(), null));
            }
        }
        UnaryCase.all().stream()
                .filter(UnaryCase::isContinuous)
                .forEach(function -> all.add(new Parts(true, false, function.op(), null)));
        for (BoundedRelu shape : BoundedReluContract.everyKind(batch, spatial, channels)) {
            all.add(new Parts(true, false, null, shape));
            all.add(new Parts(true, true, null, shape));
        }
        return all;
    }

    OpCase with(Parts parts, Harness harness) {
        float[] exact = harness.expected(plain(parts, left, right, bias(columns), residual()), "output");
        float[] magnitude = magnitude(parts, harness);
        return build(parts, left, right, bias(columns), residual(), tolerance(parts, exact, magnitude, harness));
    }

    private float[] magnitude(Parts parts, Harness harness) {
        OpCase absolute = plain(
                parts,
                Data.absolute(left),
                Data.absolute(right),
                Data.absolute(bias(columns)),
                Data.absolute(residual()));
        return harness.expected(absolute, "output");
    }

    private OpCase plain(Parts parts, float[] a, float[] b, float[] bias, float[] residual) {
        return build(new Parts(parts.bias, parts.residual, null, null), a, b, bias, residual, Tolerance.exact());
    }

    private OpCase build(Parts parts, float[] a, float[] b, float[] bias, float[] residual, Tolerance tolerance) {
        BoundedRelu bounded = parts.bounded;
        return OpCase.named(name + " " + parts)
                .input("left", a)
                .input("right", b)
                .output("output", rows * columns, tolerance)
                .input("bias", parts.bias ? bias : new float[0])
                .input("residual", parts.residual ? residual : new float[0])
                .input("bounds", bounded == null ? new float[0] : bounds(bounded))
                .runs((backend, at) -> product.run(
                        backend,
                        at[0],
                        at[1],
                        at[2],
                        new Epilogue(
                                parts.bias ? at[3] : null, parts.residual ? at[4] : null, activation(parts, at[5]))));
    }

    private static Activation activation(Parts parts, Buffer bounds) {
        if (parts.bounded != null) {
            return new Activation.Bounded(parts.bounded, bounds);
        }
        return parts.unary == null ? new Activation.Identity() : new Activation.Unary(parts.unary);
    }

    /** The reference's activation is applied to the sum, and to the sum less and more its slack. */
    private Tolerance tolerance(Parts parts, float[] sum, float[] magnitude, Harness harness) {
        if (parts.unary == null && parts.bounded == null) {
            return Tolerance.scaled(depth + 8, magnitude);
        }
        double unit = (depth + 8) * Tolerance.EPSILON;
        Envelope envelope = new Envelope(sum.length);
        for (int side = -1; side <= 1; side++) {
            float[] moved = new float[sum.length];
            for (int i = 0; i < sum.length; i++) {
                moved[i] = (float) (sum[i] + side * unit * magnitude[i]);
            }
            float[] y = harness.expected(activated(parts, moved), "y");
            for (int i = 0; i < sum.length; i++) {
                envelope.add(i, y[i], 64 * Tolerance.EPSILON * Math.abs(y[i]) + unit * magnitude[i]);
            }
        }
        return envelope;
    }

    private static OpCase activated(Parts parts, float[] x) {
        OpCase opCase = OpCase.named("activation").input("x", x).output("y", x.length, Tolerance.exact());
        return parts.bounded == null
                ? opCase.runs((backend, at) -> backend.unary(parts.unary, x.length, at[0], at[1]))
                : opCase.input("bounds", bounds(parts.bounded))
                        .runs((backend, at) -> backend.boundedRelu(parts.bounded, at[0], at[2], at[1]));
    }
}
