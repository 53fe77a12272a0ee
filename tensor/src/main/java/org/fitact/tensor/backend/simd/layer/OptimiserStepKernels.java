package org.fitact.tensor.backend.simd.layer;

import static org.fitact.tensor.backend.simd.run.Lanes.L;
import static org.fitact.tensor.backend.simd.run.Lanes.broadcast;
import static org.fitact.tensor.backend.simd.run.Lanes.load;
import static org.fitact.tensor.backend.simd.run.Lanes.tail;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import org.fitact.tensor.backend.op.OptimiserStep.Adam;
import org.fitact.tensor.backend.op.OptimiserStep.Sgd;
import org.fitact.tensor.backend.simd.run.Lanes;

/** The update of n parameters from an offset on; {@code OptimiserStep} has the formulas. */
final class OptimiserStepKernels {

    private OptimiserStepKernels() {}

    static void sgd(Sgd sgd, float[] gradient, float[] parameter, float[] velocity, int from, int n) {
        FloatVector decay = broadcast(sgd.weightDecay());
        FloatVector momentum = broadcast(sgd.momentum());
        FloatVector rate = broadcast(-sgd.rate());
        VectorMask<Float> nesterov = Lanes.F.maskAll(sgd.nesterov());
        for (int i = from; i < from + n; i += L) {
            VectorMask<Float> mask = tail(i, from + n);
            FloatVector p = load(parameter, i, mask);
            FloatVector g = p.fma(decay, load(gradient, i, mask));
            FloatVector v = momentum.fma(load(velocity, i, mask), g);
            FloatVector direction = v.blend(momentum.fma(v, g), nesterov);
            v.intoArray(velocity, i, mask);
            direction.fma(rate, p).intoArray(parameter, i, mask);
        }
    }

    static void adam(Adam adam, float[] gradient, float[] parameter, AdamState state, int from, int n) {
        FloatVector decay = broadcast(adam.weightDecay());
        FloatVector beta1 = broadcast(adam.beta1());
        FloatVector beta2 = broadcast(adam.beta2());
        FloatVector rest1 = broadcast((float) (1 - (double) adam.beta1()));
        FloatVector rest2 = broadcast((float) (1 - (double) adam.beta2()));
        FloatVector meanScale = broadcast((float) (1 / (1 - StrictMath.pow(adam.beta1(), adam.step()))));
        FloatVector varianceScale = broadcast((float) (1 / (1 - StrictMath.pow(adam.beta2(), adam.step()))));
        FloatVector rate = broadcast(-adam.rate());
        for (int i = from; i < from + n; i += L) {
            VectorMask<Float> mask = tail(i, from + n);
            FloatVector p = load(parameter, i, mask);
            FloatVector g = p.fma(decay, load(gradient, i, mask));
            FloatVector m = beta1.fma(load(state.mean, i, mask), rest1.mul(g));
            FloatVector v =
                    beta2.fma(load(state.variance, i, mask), rest2.mul(g).mul(g));
            m.intoArray(state.mean, i, mask);
            v.intoArray(state.variance, i, mask);
            FloatVector update =
                    m.mul(meanScale).div(v.mul(varianceScale).sqrt().add(adam.epsilon()));
            update.fma(rate, p).intoArray(parameter, i, mask);
        }
    }

    /** The moving averages of Adam. */
    record AdamState(float[] mean, float[] variance) {}
}
