package org.fitact.tensor.backend.reference;

import java.util.Arrays;
import org.fitact.tensor.backend.op.Gemm;

/** The matrix product. */
final class GemmKernels {

    private GemmKernels() {}

    static void gemm(Gemm shape, float[] a, float[] b, float[] c, EpilogueKernel epilogue) {
        int aRow = shape.transposeA() ? 1 : shape.k();
        int aColumn = shape.transposeA() ? shape.m() : 1;
        int bRow = shape.transposeB() ? 1 : shape.n();
        int bColumn = shape.transposeB() ? shape.k() : 1;
        double[] row = new double[shape.n()];
        for (int i = 0; i < shape.m(); i++) {
            Arrays.fill(row, 0);
            for (int p = 0; p < shape.k(); p++) {
                double left = a[i * aRow + p * aColumn];
                for (int j = 0; j < shape.n(); j++) {
                    row[j] += left * b[p * bRow + j * bColumn];
                }
            }
            for (int j = 0; j < shape.n(); j++) {
                int element = i * shape.n() + j;
                double before = shape.accumulate() ? c[element] : 0;
                c[element] = epilogue.apply(before + row[j], element);
            }
        }
    }
}
