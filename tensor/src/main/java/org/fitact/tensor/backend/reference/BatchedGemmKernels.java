package org.fitact.tensor.backend.reference;

import org.fitact.tensor.backend.op.attention.BatchedGemm;

/** Many matrix products of one shape. */
final class BatchedGemmKernels {

    private BatchedGemmKernels() {}

    static void multiply(BatchedGemm shape, float[] a, float[] b, float[] c) {
        int aRow = shape.transposeA() ? 1 : shape.k();
        int aColumn = shape.transposeA() ? shape.m() : 1;
        int bRow = shape.transposeB() ? 1 : shape.n();
        int bColumn = shape.transposeB() ? shape.k() : 1;
        for (int item = 0; item < shape.batch(); item++) {
            int left = item * shape.m() * shape.k();
            int right = item * shape.k() * shape.n();
            for (int i = 0; i < shape.m(); i++) {
                for (int j = 0; j < shape.n(); j++) {
                    double sum = 0;
                    for (int p = 0; p < shape.k(); p++) {
                        sum += (double) a[left + i * aRow + p * aColumn] * b[right + p * bRow + j * bColumn];
                    }
                    c[(item * shape.m() + i) * shape.n() + j] = (float) sum;
                }
            }
        }
    }
}
