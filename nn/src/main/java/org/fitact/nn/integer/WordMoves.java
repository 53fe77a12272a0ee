package org.fitact.nn.integer;

import org.fitact.tensor.backend.op.StridedCopy;

/** Words in other places. */
final class WordMoves {

    private WordMoves() {}

    /** @param to modified */
    static void copy(StridedCopy copy, long[] from, long[] to) {
        copy(copy.simplified(), 0, copy.sourceOffset(), copy.targetOffset(), from, to);
    }

    private static void copy(StridedCopy copy, int dimension, int source, int target, long[] from, long[] to) {
        if (dimension == copy.shape().length) {
            to[target] = from[source];
            return;
        }
        for (int i = 0; i < copy.shape()[dimension]; i++) {
            copy(
                    copy,
                    dimension + 1,
                    source + i * copy.sourceStrides()[dimension],
                    target + i * copy.targetStrides()[dimension],
                    from,
                    to);
        }
    }
}
