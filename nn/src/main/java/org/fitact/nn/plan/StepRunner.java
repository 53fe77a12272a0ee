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
    /** What is done to the sums of a product that are apart; null for a step without such. */
    private final Kernel[] behindSums;

    private final Buffer[] values;

    /** @param values by number; that of the images is set for every run */
    StepRunner(Steps steps, KernelCompiler compiler, Buffer[] values) {
        this.steps = steps;
        this.values = values;
        this.kernels = new Kernel[steps.count()];
        this.behindSums = new Kernel[steps.count()];
        for (int s = 0; s < kernels.length; s++) {
            kernels[s] = compiler.kernel(s);
            behindSums[s] = compiler.behindSums(s).orElse(null);
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
            for (int s = 0; s < kernels.length; s++) {
                run(s, batch);
            }
        } else {
            runObserved(images, batch, observer);
        }
        return values[steps.result()];
    }

    private void run(int step, int batch) {
        kernels[step].run(batch);
        if (behindSums[step] != null) {
            behindSums[step].run(batch);
        }
    }

    private void runObserved(Buffer images, int batch, StepObserver observer) {
        observer.started(images, batch);
        try {
            for (int s = 0; s < kernels.length; s++) {
                Kernel kernel = kernels[s];
                kernel.run(batch);
                if (behindSums[s] != null) {
                    Buffer input = values[steps.inputs(s)[0]];
                    int channels = steps.graph().shape(steps.node(s).name()).extent(-1);
                    observer.summed(Sums.first(steps.node(s), channels, input, values[s + 1], batch, kernel));
                    behindSums[s].run(batch);
                }
                observer.done(steps.node(s), values[s + 1], batch);
            }
        } finally {
            observer.finished();
        }
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
            run(step, 1);
            float[] made = new float[steps.outputElements(step)];
            backend.download(values[step + 1], 0, MemorySegment.ofArray(made));
            return made;
        } finally {
            values[0] = images;
        }
    }
}
