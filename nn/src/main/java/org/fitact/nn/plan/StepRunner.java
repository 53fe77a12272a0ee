package org.fitact.nn.plan;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.buffer.Buffer;
import org.fitact.tensor.buffer.DType;

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

    /**
     * Runs one step by itself on one image.
     *
     * @param inputs the values that its node reads, in their order
     * @return what it makes
     */
    float[] run(Backend backend, int step, List<float[]> inputs) {
        int[] numbers = steps.inputs(step);
        Buffer images = values[0];
        try (Buffer own = backend.allocate(DType.FLOAT32, steps.graph().image().elements())) {
            values[0] = own;
            for (int i = 0; i < numbers.length; i++) {
                backend.upload(MemorySegment.ofArray(inputs.get(i)), values[numbers[i]], 0);
            }
            kernels[step].run(1);
            float[] made = new float[steps.outputElements(step)];
            backend.download(values[step + 1], 0, MemorySegment.ofArray(made));
            return made;
        } finally {
            values[0] = images;
        }
    }
}
