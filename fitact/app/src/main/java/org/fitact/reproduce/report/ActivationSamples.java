package org.fitact.reproduce.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.fitact.report.figure.FunctionsFigure.Curve;
import org.fitact.report.figure.FunctionsFigure.Family;
import org.fitact.tensor.Shape;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.op.BoundedRelu;
import org.fitact.tensor.backend.op.BoundedRelu.Granularity;
import org.fitact.tensor.backend.op.BoundedRelu.Policy;
import org.fitact.tensor.backend.op.UnaryOp;

/** The activation functions and their derivatives, computed by the very operations of a backend (figure 3). */
public final class ActivationSamples {

    private static final int POINTS = 601;
    private static final float FROM = -1;
    private static final float TO = 5;
    private static final float LAYER_BOUND = 4;
    private static final float[] NEURON_BOUNDS = {1, 2, 3};
    private static final float[] KAPPAS = {2, 5, 20};
    private static final float SMOOTH_BOUND = 2;

    private final Backend backend;
    private final float[] x = new float[POINTS];

    ActivationSamples(Backend backend) {
        this.backend = backend;
        for (int i = 0; i < POINTS; i++) {
            x[i] = FROM + (TO - FROM) * i / (POINTS - 1);
        }
    }

    List<Family> families() {
        List<Curve> naive = new ArrayList<>();
        for (float bound : NEURON_BOUNDS) {
            naive.add(bounded("neuron with λ = " + (int) bound, Policy.ZERO, 1, bound));
        }
        List<Curve> smooth = new ArrayList<>();
        for (float kappa : KAPPAS) {
            smooth.add(bounded("λ = 2, κ = " + (int) kappa, Policy.SMOOTH, kappa, SMOOTH_BOUND));
        }
        return List.of(
                new Family("ReLU", List.of(relu())),
                new Family("GBReLU", List.of(bounded("layer with λ = 4", Policy.ZERO, 1, LAYER_BOUND))),
                new Family("FitReLU-Naive", naive),
                new Family("FitReLU", smooth));
    }

    private Curve relu() {
        UnaryOp op = new UnaryOp.Relu();
        try (Tensor in = Tensor.of(backend, Shape.of(POINTS), x);
                Tensor out = Tensor.zeros(backend, Shape.of(POINTS));
                Tensor ones = ones();
                Tensor slope = Tensor.zeros(backend, Shape.of(POINTS))) {
            backend.unary(op, POINTS, in.buffer(), out.buffer());
            backend.unaryGrad(op, POINTS, in.buffer(), out.buffer(), ones.buffer(), slope.buffer());
            return curve("no bound", out, slope);
        }
    }

    private Curve bounded(String name, Policy policy, float kappa, float bound) {
        BoundedRelu op = new BoundedRelu(policy, Granularity.LAYER, kappa, 1, POINTS, 1);
        try (Tensor in = Tensor.of(backend, Shape.of(POINTS), x);
                Tensor bounds = Tensor.of(backend, Shape.of(1), new float[] {bound});
                Tensor out = Tensor.zeros(backend, Shape.of(POINTS));
                Tensor ones = ones();
                Tensor slope = Tensor.zeros(backend, Shape.of(POINTS))) {
            backend.boundedRelu(op, in.buffer(), bounds.buffer(), out.buffer());
            backend.boundedReluBackward(op, in.buffer(), bounds.buffer(), ones.buffer(), slope.buffer(), null);
            return curve(name, out, slope);
        }
    }

    private Tensor ones() {
        float[] ones = new float[POINTS];
        Arrays.fill(ones, 1);
        return Tensor.of(backend, Shape.of(POINTS), ones);
    }

    private Curve curve(String name, Tensor y, Tensor slope) {
        return new Curve(name, doubles(x), doubles(y.toArray()), doubles(slope.toArray()));
    }

    private static double[] doubles(float[] values) {
        double[] doubles = new double[values.length];
        Arrays.setAll(doubles, i -> values[i]);
        return doubles;
    }
}
