package org.fitact.cuda.kernel;

import static org.fitact.cuda.kernel.CudaBuffer.pointer;

import org.fitact.cuda.driver.Driver;
import org.fitact.cuda.driver.Launch;
import org.fitact.tensor.backend.Contents;
import org.fitact.tensor.backend.op.CrossEntropy;
import org.fitact.tensor.buffer.Buffer;

/** Launches the kernels of {@code crossentropy.cu}. */
public final class CrossEntropyKernels {

    private static final String FAMILY = "crossentropy";
    private static final int LANES = 32;

    private final Driver driver;
    private final ChecksKernels checks;

    public CrossEntropyKernels(Driver driver, ChecksKernels checks) {
        this.driver = driver;
        this.checks = checks;
    }

    public void forward(CrossEntropy shape, Buffer logits, Buffer labels, Buffer probabilities, Buffer losses) {
        requireLabels(shape, labels);
        driver.launch(Launch.forEach(
                FAMILY,
                "crossEntropy",
                (long) shape.rows() * LANES,
                shape.rows(),
                shape.classes(),
                shape.smoothing(),
                pointer(logits),
                pointer(labels),
                pointer(probabilities),
                pointer(losses)));
    }

    public void backward(CrossEntropy shape, Buffer probabilities, Buffer labels, float scale, Buffer gx) {
        requireLabels(shape, labels);
        long n = shape.elements();
        driver.launch(Launch.forEach(
                FAMILY,
                "crossEntropyBackward",
                n,
                n,
                shape.classes(),
                shape.smoothing(),
                scale,
                pointer(probabilities),
                pointer(labels),
                pointer(gx)));
    }

    private void requireLabels(CrossEntropy shape, Buffer labels) {
        checks.firstOutside(shape.rows(), shape.classes(), labels).ifPresent(row -> {
            throw Contents.labelOutside(
                    shape, row, checks.element(pointer(labels).plus(row)));
        });
    }
}
