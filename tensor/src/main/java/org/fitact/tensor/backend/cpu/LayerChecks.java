package org.fitact.tensor.backend.cpu;

import org.fitact.tensor.backend.BatchNorm;
import org.fitact.tensor.backend.BatchNormGradients;
import org.fitact.tensor.backend.BatchNormSaved;
import org.fitact.tensor.backend.Buffer;
import org.fitact.tensor.backend.CrossEntropy;
import org.fitact.tensor.backend.Pool2d;
import org.fitact.tensor.backend.Reduction;

/**
 * Checks of the arguments of reductions, pooling, batch normalisation and cross-entropy. Each method throws {@link
 * IllegalArgumentException} or does nothing.
 */
public final class LayerChecks {

    private LayerChecks() {}

    public static void reduce(Reduction shape, Buffer x, Buffer y) {
        long outputs = (long) shape.outer() * shape.inner();
        Arguments.requireFloats("x", x, outputs * shape.reduced());
        Arguments.requireFloats("y", y, outputs);
        Arguments.requireApart("y", y, x);
    }

    public static void argmax(int rows, int columns, Buffer x, Buffer index) {
        Arguments.requireCount("rows", rows);
        Arguments.requireCount("columns", columns);
        Arguments.requireFloats("x", x, (long) rows * columns);
        Arguments.requireInts("index", index, rows);
    }

    public static void pool(Pool2d shape, Buffer x, Buffer y) {
        Arguments.requireFloats("x", x, shape.inputElements());
        Arguments.requireFloats("y", y, shape.outputElements());
        Arguments.requireApart("y", y, x);
    }

    public static void poolBackward(Pool2d shape, Buffer x, Buffer gy, Buffer gx) {
        Arguments.requireFloats("x", x, shape.inputElements());
        Arguments.requireFloats("gy", gy, shape.outputElements());
        Arguments.requireFloats("gx", gx, shape.inputElements());
        Arguments.requireApart("gx", gx, x, gy);
    }

    public static void batchNormTraining(BatchNorm shape, Buffer x, Buffer y, BatchNormSaved saved) {
        batchNormInference(shape, x, y);
        Arguments.requireFloats("mean", saved.mean(), shape.channels());
        Arguments.requireFloats("invStd", saved.invStd(), shape.channels());
        Arguments.requireApart("mean", saved.mean(), x, y, saved.invStd());
        Arguments.requireApart("invStd", saved.invStd(), x, y);
    }

    public static void batchNormInference(BatchNorm shape, Buffer x, Buffer y) {
        Arguments.requireFloats("x", x, shape.elements());
        Arguments.requireFloats("y", y, shape.elements());
        Arguments.requireApart("y", y, x);
        Arguments.requireFloats("gamma", shape.gamma(), shape.channels());
        Arguments.requireFloats("beta", shape.beta(), shape.channels());
        Arguments.requireFloats("runningMean", shape.runningMean(), shape.channels());
        Arguments.requireFloats("runningVariance", shape.runningVariance(), shape.channels());
    }

    /** Of the layer's own buffers only gamma is used. */
    public static void batchNormBackward(
            BatchNorm shape, Buffer x, Buffer gy, BatchNormSaved saved, BatchNormGradients gradients) {
        Arguments.requireFloats("x", x, shape.elements());
        Arguments.requireFloats("gy", gy, shape.elements());
        Arguments.requireFloats("gamma", shape.gamma(), shape.channels());
        Arguments.requireFloats("savedMean", saved.mean(), shape.channels());
        Arguments.requireFloats("savedInvStd", saved.invStd(), shape.channels());
        Arguments.requireFloats("gx", gradients.input(), shape.elements());
        Arguments.requireFloats("ggamma", gradients.gamma(), shape.channels());
        Arguments.requireFloats("gbeta", gradients.beta(), shape.channels());
        Arguments.requireApart("gx", gradients.input(), x, gy, gradients.gamma(), gradients.beta());
        Arguments.requireApart("ggamma", gradients.gamma(), gradients.beta(), shape.gamma());
    }

    public static void crossEntropy(
            CrossEntropy shape, Buffer logits, Buffer labels, Buffer probabilities, Buffer losses) {
        Arguments.requireFloats("logits", logits, shape.elements());
        Arguments.requireFloats("probabilities", probabilities, shape.elements());
        Arguments.requireFloats("losses", losses, shape.rows());
        Arguments.requireApart("probabilities", probabilities, logits);
        Arguments.requireApart("losses", losses, logits, probabilities);
        Arguments.requireInts("labels", labels, shape.rows());
    }

    public static void crossEntropyBackward(CrossEntropy shape, Buffer probabilities, Buffer labels, Buffer gx) {
        Arguments.requireFloats("probabilities", probabilities, shape.elements());
        Arguments.requireFloats("gx", gx, shape.elements());
        Arguments.requireApart("gx", gx, probabilities);
        Arguments.requireInts("labels", labels, shape.rows());
    }

    /** Every label must name a class; a device that cannot read them here looks for itself. */
    public static void labels(CrossEntropy shape, int[] values) {
        for (int row = 0; row < shape.rows(); row++) {
            if (values[row] < 0 || values[row] >= shape.classes()) {
                throw labelOutside(shape, row, values[row]);
            }
        }
    }

    /** What is thrown for a label that names no class. */
    public static IllegalArgumentException labelOutside(CrossEntropy shape, int row, int label) {
        return new IllegalArgumentException(
                "the label of row " + row + " is " + label + ", expected 0 to " + (shape.classes() - 1));
    }
}
