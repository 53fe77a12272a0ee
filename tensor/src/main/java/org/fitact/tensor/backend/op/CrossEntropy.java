package org.fitact.tensor.backend.op;

/**
 * Softmax followed by cross-entropy over {@code [rows, classes]}, with label smoothing as in PyTorch: the target of the
 * true class is {@code 1 − smoothing + smoothing/classes}, of the others {@code smoothing/classes}. (Szegedy et al.,
 * 2016.)
 */
public record CrossEntropy(int rows, int classes, float smoothing) {

    public CrossEntropy {
        Sizes.requirePositive("rows", rows);
        Sizes.requirePositive("classes", classes);
        Sizes.requireBuffer("logits", rows, classes);
        if (!(smoothing >= 0 && smoothing < 1)) {
            throw new IllegalArgumentException("label smoothing is " + smoothing + ", expected 0 to 1 (exclusive)");
        }
    }

    public int elements() {
        return rows * classes;
    }
}
