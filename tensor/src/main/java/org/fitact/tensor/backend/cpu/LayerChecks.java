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
        Arguments.floats("x", x, outputs * shape.reduced());
        Arguments.floats("y", y, outputs);
        Arguments.requireApart("y", y, x);
    }

    public static void argmax(int rows, int columns, Buffer x, Buffer index) {
        Arguments.requireCount("rows", rows);
        Arguments.requireCount("columns", columns);
        Arguments.floats("x", x, (long) rows * columns);
        Arguments.ints("index", index, rows);
    }

    public static void pool(Pool2d shape, Buffer x, Buffer y) {
        Arguments.floats("x", x, shape.inputElements());
        Arguments.floats("y", y, shape.outputElements());
        Arguments.requireApart("y", y, x);
    }

    public static void poolBackward(Pool2d shape, Buffer x, Buffer gy, Buffer gx) {
        Arguments.floats("x", x, shape.inputElements());
        Arguments.floats("gy", gy, shape.outputElements());
        Arguments.floats("gx", gx, shape.inputElements());
        Arguments.requireApart("gx", gx, x, gy);
    }

    public static void batchNormTraining(BatchNorm shape, Buffer x, Buffer y, BatchNormSaved saved) {
        batchNormInference(shape, x, y);
        Arguments.floats("mean", saved.mean(), shape.channels());
        Arguments.floats("invStd", saved.invStd(), shape.channels());
        Arguments.requireApart("mean", saved.mean(), x, y, saved.invStd());
        Arguments.requireApart("invStd", saved.invStd(), x, y);
    }

    public static void batchNormInference(BatchNorm shape, Buffer x, Buffer y) {
        Arguments.floats("x", x, shape.elements());
        Arguments.floats("y", y, shape.elements());
        Arguments.requireApart("y", y, x);
        Arguments.floats("gamma", shape.gamma(), shape.channels());
        Arguments.floats("beta", shape.beta(), shape.channels());
        Arguments.floats("runningMean", shape.runningMean(), shape.channels());
        Arguments.floats("runningVariance", shape.runningVariance(), shape.channels());
    }

    /** Of the layer's own buffers only gamma is used. */
    public static void batchNormBackward(
            BatchNorm shape, Buffer x, Buffer gy, BatchNormSaved saved, BatchNormGradients gradients) {
        Arguments.floats("x", x, shape.elements());
        Arguments.floats("gy", gy, shape.elements());
        Arguments.floats("gamma", shape.gamma(), shape.channels());
        Arguments.floats("savedMean", saved.mean(), shape.channels());
        Arguments.floats("savedInvStd", saved.invStd(), shape.channels());
        Arguments.floats("gx", gradients.input(), shape.elements());
        Arguments.floats("ggamma", gradients.gamma(), shape.channels());
        Arguments.floats("gbeta", gradients.beta(), shape.channels());
        Arguments.requireApart("gx", gradients.input(), x, gy, gradients.gamma(), gradients.beta());
        Arguments.requireApart("ggamma", gradients.gamma(), gradients.beta(), shape.gamma());
    }

    public static void crossEntropy(
            CrossEntropy shape, Buffer logits, Buffer labels, Buffer probabilities, Buffer losses) {
        Arguments.floats("logits", logits, shape.elements());
        Arguments.floats("probabilities", probabilities, shape.elements());
        Arguments.floats("losses", losses, shape.rows());
        Arguments.requireApart("probabilities", probabilities, logits);
        Arguments.requireApart("losses", losses, logits, probabilities);
        labels(shape, labels);
    }

    public static void crossEntropyBackward(CrossEntropy shape, Buffer probabilities, Buffer labels, Buffer gx) {
        Arguments.floats("probabilities", probabilities, shape.elements());
        Arguments.floats("gx", gx, shape.elements());
        Arguments.requireApart("gx", gx, probabilities);
        labels(shape, labels);
    }

    private static void labels(CrossEntropy shape, Buffer labels) {
        int[] values = Arguments.ints("labels", labels, shape.rows());
        for (int row = 0; row < shape.rows(); row++) {
            if (values[row] < 0 || values[row] >= shape.classes()) {
                throw new IllegalArgumentException(
                        "the label of row " + row + " is " + values[row] + ", expected 0 to " + (shape.classes() - 1));
            }
        }
    }
}
