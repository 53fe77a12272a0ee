package org.fitact.nn.plan;

import org.fitact.tensor.buffer.Buffer;

/** Runs the kernels of a plan for a batch. */
final class StepRunner {

    private final Steps steps;
    private final Kernel[] kernels;
    private final Buffer[] values;

    /** @param values by number; that of the images is set for every run */
    StepRunner(Steps steps, KernelCompiler compiler, Buffer[] values) {
        this.steps = steps;
        this.values = values;
        this.kernels = new Kernel[steps.count()];
        for (int s = 0; s < kernels.length; s++) {
            kernels[s] = compiler.kernel(s);
        }
    }

    /**
     * Runs all steps and returns the buffer of the result.
     *
     * @param observer null for none
     */
    Buffer run(Buffer images, int batch, StepObserver observer) {
        values[0] = images;
        if (observer == null) {
            for (Kernel kernel : kernels) {
                kernel.run(batch);
            }
        } else {
            observer.started();
            for (int s = 0; s < kernels.length; s++) {
                kernels[s].run(batch);
                observer.done(steps.node(s), values[s + 1], batch);
            }
        }
        return values[steps.result()];
    }
}
