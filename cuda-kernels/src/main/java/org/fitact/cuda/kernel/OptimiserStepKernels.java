package org.fitact.cuda.kernel;

import static org.fitact.cuda.kernel.CudaBuffer.pointer;

import org.fitact.cuda.driver.Driver;
import org.fitact.cuda.driver.Launch;
import org.fitact.tensor.backend.op.OptimiserStep;
import org.fitact.tensor.buffer.Buffer;

/** Launches the kernels of {@code optimiserstep.cu}. */
public final class OptimiserStepKernels {

    private static final String FAMILY = "optimiserstep";

    private final Driver driver;

    public OptimiserStepKernels(Driver driver) {
        this.driver = driver;
    }

    public void step(OptimiserStep step, int n, Buffer gradient, Buffer parameter) {
        if (n == 0) {
            return;
        }
        switch (step) {
            case OptimiserStep.Sgd sgd -> sgd(sgd, n, gradient, parameter);
            case OptimiserStep.Adam adam -> adam(adam, n, gradient, parameter);
        }
    }

    private void sgd(OptimiserStep.Sgd sgd, long n, Buffer gradient, Buffer parameter) {
        driver.launch(Launch.forEach(
                FAMILY,
                "sgd",
                n,
                n,
                sgd.rate(),
                sgd.momentum(),
                sgd.nesterov() ? 1 : 0,
                sgd.weightDecay(),
                pointer(gradient),
                pointer(sgd.velocity()),
                pointer(parameter)));
    }

    private void adam(OptimiserStep.Adam adam, long n, Buffer gradient, Buffer parameter) {
        driver.launch(Launch.forEach(
                FAMILY,
                "adam",
                n,
                n,
                adam.rate(),
                adam.beta1(),
                (float) (1.0 - adam.beta1()),
                adam.beta2(),
                (float) (1.0 - adam.beta2()),
                adam.epsilon(),
                adam.weightDecay(),
                bias(adam.beta1(), adam.step()),
                bias(adam.beta2(), adam.step()),
                pointer(gradient),
                pointer(adam.mean()),
                pointer(adam.variance()),
                pointer(parameter)));
    }

    private static float bias(double beta, int step) {
        return (float) (1 - Math.pow(beta, step));
    }
}
