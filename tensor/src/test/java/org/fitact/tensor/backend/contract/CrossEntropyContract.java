package org.fitact.tensor.backend.contract;

import java.util.List;
import org.fitact.tensor.backend.op.CrossEntropy;
import org.junit.jupiter.api.Test;

/** Softmax and cross-entropy. */
interface CrossEntropyContract extends ContractPart {

    static List<OpCase> samples() {
        CrossEntropy shape = new CrossEntropy(207, 10, 0.1f);
        return List.of(forward(shape, 5), backward(shape));
    }

    private static OpCase forward(CrossEntropy shape, double largest) {
        double units = shape.classes() + 64 + 8 * largest;
        return OpCase.named(shape + ", logits up to " + largest)
                .input("logits", Data.uniform(1, shape.elements(), -largest, largest))
                .input("labels", labels(shape))
                .output("probabilities", shape.elements(), Tolerance.relative(units, 0))
                .output("losses", shape.rows(), Tolerance.relative(units, units * Tolerance.EPSILON))
                .runs((backend, at) -> backend.crossEntropy(shape, at[0], at[1], at[2], at[3]));
    }

    private static int[] labels(CrossEntropy shape) {
        return Data.integers(2, shape.rows(), 0, shape.classes() - 1);
    }

    private static OpCase backward(CrossEntropy shape) {
        float scale = 0.37f;
        return OpCase.named("backward of " + shape)
                .input("probabilities", Data.uniform(3, shape.elements(), 0, 1))
                .input("labels", labels(shape))
                .output("gx", shape.elements(), Tolerance.relative(4, 2 * scale * Tolerance.EPSILON))
                .runs((backend, at) -> backend.crossEntropyBackward(shape, at[0], at[1], scale, at[2]));
    }

    @Test
    default void crossEntropyIsTheReference() {
        for (int rows : new int[] {1, 13, 64}) {
            for (int classes : SIZES) {
                for (float smoothing : new float[] {0, 0.1f}) {
                    for (double largest : new double[] {1, 30, 5000}) {
                        harness().check(forward(new CrossEntropy(rows, classes, smoothing), largest));
                    }
                }
            }
        }
    }

    @Test
    default void crossEntropyBackwardIsTheReference() {
        for (int rows : new int[] {1, 13, 64}) {
            for (int classes : SIZES) {
                for (float smoothing : new float[] {0, 0.1f}) {
                    harness().check(backward(new CrossEntropy(rows, classes, smoothing)));
                }
            }
        }
    }
}
