package org.fitact.tensor.backend.op.attention;

import org.fitact.tensor.backend.op.Sizes;

/**
 * The shape of many matrix products of one shape, {@code C[i] = op(A[i])·op(B[i])} for i in 0..batch−1; each of the three is
 * one matrix behind the other, row-major and dense.
 *
 * @param transposeA each A[i] is stored {@code [k, m]}
 * @param transposeB each B[i] is stored {@code [n, k]}
 */
public record BatchedGemm(int batch, int m, int n, int k, boolean transposeA, boolean transposeB) {

    public BatchedGemm {
        Sizes.requirePositive("batch", batch);
        Sizes.requirePositive("m", m);
        Sizes.requirePositive("n", n);
        Sizes.requirePositive("k", k);
        Sizes.requireBuffer("A", batch, m, k);
        Sizes.requireBuffer("B", batch, k, n);
        Sizes.requireBuffer("C", batch, m, n);
    }

    /** {@code C[i] = A[i]·B[i]}. */
    public static BatchedGemm of(int batch, int m, int n, int k) {
        return new BatchedGemm(batch, m, n, k, false, false);
    }

    /** Those of one image for so many. */
    public BatchedGemm withImages(int images) {
        return new BatchedGemm(Math.multiplyExact(batch, images), m, n, k, transposeA, transposeB);
    }

    /** Elements of A. */
    public int leftElements() {
        return batch * m * k;
    }

    /** Elements of B. */
    public int rightElements() {
        return batch * k * n;
    }

    /** Elements of C. */
    public int outputElements() {
        return batch * m * n;
    }
}
