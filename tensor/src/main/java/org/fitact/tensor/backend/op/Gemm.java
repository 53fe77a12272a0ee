package org.fitact.tensor.backend.op;

/**
 * The shape of a matrix product {@code C[m, n] = op(A)[m, k] · op(B)[k, n]}, all row-major and dense.
 *
 * @param transposeA A is stored {@code [k, m]}
 * @param transposeB B is stored {@code [n, k]}
 * @param accumulate add to what C holds instead of overwriting it
 */
public record Gemm(int m, int n, int k, boolean transposeA, boolean transposeB, boolean accumulate) implements Product {

    public Gemm {
        Sizes.requirePositive("m", m);
        Sizes.requirePositive("n", n);
        Sizes.requirePositive("k", k);
        Sizes.requireBuffer("A", m, k);
        Sizes.requireBuffer("B", k, n);
        Sizes.requireBuffer("C", m, n);
        if (transposeA && transposeB) {
            throw new IllegalArgumentException("a product of two transposed matrices is not offered; swap the factors");
        }
    }

    /** Elements of A. */
    public int leftElements() {
        return m * k;
    }

    /** Elements of B, which has the weights of a linear layer. */
    @Override
    public int weightElements() {
        return k * n;
    }

    /** Elements of C. */
    @Override
    public int outputElements() {
        return m * n;
    }

    /** {@code C = A · B}. */
    public static Gemm of(int m, int n, int k) {
        return new Gemm(m, n, k, false, false, false);
    }

    /** The same of so many times the rows. */
    public Gemm withRows(int times) {
        return new Gemm(Math.multiplyExact(m, times), n, k, transposeA, transposeB, accumulate);
    }

    public Gemm withTransposedA() {
        return new Gemm(m, n, k, true, false, accumulate);
    }

    public Gemm withTransposedB() {
        return new Gemm(m, n, k, false, true, accumulate);
    }

    public Gemm accumulating() {
        return new Gemm(m, n, k, transposeA, transposeB, true);
    }
}
