package org.fitact.tensor.backend.reference;

import org.fitact.tensor.backend.op.StridedCopy;

/** The copy between two strided views. */
final class StridedCopyKernels {

    /** Moves one element. */
    private interface Move {
        void element(int source, int target);
    }

    private StridedCopyKernels() {}

    static void copyStrided(StridedCopy copy, float[] source, float[] target) {
        forEach(copy, 0, copy.sourceOffset(), copy.targetOffset(), (from, to) -> target[to] = source[from]);
    }

    static void copyStrided(StridedCopy copy, int[] source, int[] target) {
        forEach(copy, 0, copy.sourceOffset(), copy.targetOffset(), (from, to) -> target[to] = source[from]);
    }

    private static void forEach(StridedCopy copy, int dimension, int source, int target, Move move) {
        if (dimension == copy.shape().length) {
            move.element(source, target);
            return;
        }
        for (int i = 0; i < copy.shape()[dimension]; i++) {
            forEach(
                    copy,
                    dimension + 1,
                    source + i * copy.sourceStrides()[dimension],
                    target + i * copy.targetStrides()[dimension],
                    move);
        }
    }
}
