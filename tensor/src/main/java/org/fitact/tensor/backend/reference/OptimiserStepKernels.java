package org.fitact.tensor.backend.reference;

import org.fitact.tensor.backend.cpu.HostBuffer;
import org.fitact.tensor.backend.op.OptimiserStep;

/** One update of a parameter; {@link OptimiserStep} has the formulas. */
final class OptimiserStepKernels {

    private OptimiserStepKernels() {}

    static void step(OptimiserStep step, int n, float[] gradient, float[] parameter) {
        switch (step) {
            case OptimiserStep.Sgd sgd -> sgd(sgd, n, gradient, parameter);
            case OptimiserStep.Adam adam -> adam(adam, n, gradient, parameter);
        }
    }

    private static void sgd(OptimiserStep.Sgd sgd, int n, float[] gradient, float[] parameter) {
        float[] velocity = HostBuffer.floats(sgd.velocity());
        for (int i = 0; i < n; i++) {
            double g = gradient[i] + (double) sgd.weightDecay() * parameter[i];
            double v = (double) sgd.momentum() * velocity[i] + g;
            double direction = sgd.nesterov() ? g + sgd.momentum() * v : v;
            velocity[i] = (float) v;
            parameter[i] = (float) (parameter[i] - sgd.rate() * direction);
        }
    }

    private static void adam(OptimiserStep.Adam adam, int n, float[] gradient, float[] parameter) {
        float[] mean = HostBuffer.floats(adam.mean());
        float[] variance = HostBuffer.floats(adam.variance());
        double beta1 = adam.beta1();
        double beta2 = adam.beta2();
        double meanBias = 1 - Math.pow(beta1, adam.step());
        double varianceBias = 1 - Math.pow(beta2, adam.step());
        for (int i = 0; i < n; i++) {
            double g = gradient[i] + (double) adam.weightDecay() * parameter[i];
            double m = beta1 * mean[i] + (1 - beta1) * g;
            double v = beta2 * variance[i] + (1 - beta2) * g * g;
            mean[i] = (float) m;
            variance[i] = (float) v;
            double update = m / meanBias / (Math.sqrt(v / varianceBias) + adam.epsilon());
            parameter[i] = (float) (parameter[i] - adam.rate() * update);
        }
    }
}
