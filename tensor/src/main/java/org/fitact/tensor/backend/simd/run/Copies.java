package org.fitact.tensor.backend.simd.run;

import java.util.Arrays;
import org.fitact.tensor.backend.op.StridedCopy;

/**
 * The copy between two strided views. Scalar: it moves memory and computes nothing; where both views are contiguous in the
 * last dimension whole lines are moved at once. {@code Object} is {@code float[]} or {@code int[]}, both of one type.
 */
public final class Copies {

    /** Elements below which one thread is faster. */
    private static final int SMALL = 1 << 15;

    /** Rows and columns of a tile that is transposed: 16 lines of the cache on either side. */
    private static final int TILE = 16;

    private final Execution execution;

    public Copies(Execution execution) {
        this.execution = execution;
    }

    public void copy(StridedCopy given, Object source, Object target) {
        StridedCopy copy = given.simplified();
        int elements = copy.elements();
        if (elements == 0) {
            return;
        }
        boolean together = elements < SMALL || copy.shape().length < 2 || copy.targetStrides()[0] == 0;
        if (together) {
            lines(copy, 0, copy.sourceOffset(), copy.targetOffset(), source, target);
            return;
        }
        int places = copy.shape()[0];
        int each = Math.max(1, Workers.PIECE / (elements / places));
        execution.workers().run(Math.ceilDiv(places, each), (task, worker) -> {
            for (int i = task * each; i < Math.min(places, (task + 1) * each); i++) {
                int from = copy.sourceOffset() + i * copy.sourceStrides()[0];
                int to = copy.targetOffset() + i * copy.targetStrides()[0];
                lines(copy, 1, from, to, source, target);
            }
        });
    }

    private static void lines(StridedCopy copy, int dimension, int from, int to, Object source, Object target) {
        int rank = copy.shape().length;
        if (dimension >= rank - 1) {
            line(copy, from, to, source, target);
            return;
        }
        boolean transposes =
                dimension == rank - 2 && copy.sourceStrides()[dimension] == 1 && copy.targetStrides()[rank - 1] == 1;
        if (transposes && source instanceof float[] x && target instanceof float[] y) {
            tiles(copy, from, to, x, y);
            return;
        }
        for (int i = 0; i < copy.shape()[dimension]; i++) {
            int next = from + i * copy.sourceStrides()[dimension];
            lines(copy, dimension + 1, next, to + i * copy.targetStrides()[dimension], source, target);
        }
    }

    /** The last two dimensions, whose neighbours lie beside each other in one view each, by tiles that fit the L1 cache. */
    private static void tiles(StridedCopy copy, int from, int to, float[] x, float[] y) {
        int last = copy.shape().length - 1;
        int rows = copy.shape()[last - 1];
        int columns = copy.shape()[last];
        int sourceStride = copy.sourceStrides()[last];
        int targetStride = copy.targetStrides()[last - 1];
        for (int row = 0; row < rows; row += TILE) {
            for (int column = 0; column < columns; column += TILE) {
                int end = Math.min(columns, column + TILE);
                for (int i = row; i < Math.min(rows, row + TILE); i++) {
                    int in = from + i;
                    int out = to + i * targetStride;
                    for (int k = column; k < end; k++) {
                        y[out + k] = x[in + k * sourceStride];
                    }
                }
            }
        }
    }

    private static void line(StridedCopy copy, int from, int to, Object source, Object target) {
        int last = copy.shape().length - 1;
        int n = last < 0 ? 1 : copy.shape()[last];
        int sourceStride = last < 0 ? 1 : copy.sourceStrides()[last];
        int targetStride = last < 0 ? 1 : copy.targetStrides()[last];
        if (sourceStride == 1 && targetStride == 1) {
            System.arraycopy(source, from, target, to, n);
        } else if (source instanceof float[] x && target instanceof float[] y) {
            if (sourceStride == 0 && targetStride == 1) {
                Arrays.fill(y, to, to + n, x[from]);
                return;
            }
            for (int i = 0; i < n; i++) {
                y[to + i * targetStride] = x[from + i * sourceStride];
            }
        } else if (source instanceof int[] x && target instanceof int[] y) {
            for (int i = 0; i < n; i++) {
                y[to + i * targetStride] = x[from + i * sourceStride];
            }
        }
    }
}
