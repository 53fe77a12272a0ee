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

    private final Execution execution;

    public Copies(Execution execution) {
        this.execution = execution;
    }

    public void copy(StridedCopy copy, Object source, Object target) {
        int elements = copy.elements();
        if (elements == 0) {
            return;
        }
        boolean together = elements < SMALL || copy.shape().length < 2 || copy.targetStrides()[0] == 0;
        if (together) {
            lines(copy, 0, copy.sourceOffset(), copy.targetOffset(), source, target);
            return;
        }
        execution.workers().run(copy.shape()[0], (i, worker) -> {
            int from = copy.sourceOffset() + i * copy.sourceStrides()[0];
            int to = copy.targetOffset() + i * copy.targetStrides()[0];
            lines(copy, 1, from, to, source, target);
        });
    }

    private static void lines(StridedCopy copy, int dimension, int from, int to, Object source, Object target) {
        if (dimension >= copy.shape().length - 1) {
            line(copy, from, to, source, target);
            return;
        }
        for (int i = 0; i < copy.shape()[dimension]; i++) {
            int next = from + i * copy.sourceStrides()[dimension];
            lines(copy, dimension + 1, next, to + i * copy.targetStrides()[dimension], source, target);
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
