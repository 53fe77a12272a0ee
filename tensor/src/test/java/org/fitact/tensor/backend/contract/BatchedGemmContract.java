package org.fitact.tensor.backend.contract;

import java.util.List;
import org.fitact.tensor.backend.op.attention.BatchedGemm;
import org.junit.jupiter.api.Test;

/** Many matrix products of one shape. */
interface BatchedGemmContract extends ContractPart {

    static List<OpCase> samples() {
        return List.of(product(new BatchedGemm(3, 67, 70, 130, false, true)));
    }

    private static OpCase product(BatchedGemm shape) {
        float[] a = Data.uniform(1, shape.leftElements());
        float[] b = Data.uniform(2, shape.rightElements());
        double absolute = (shape.k() + 2) * Tolerance.EPSILON * Math.sqrt(shape.k());
        return OpCase.named(shape.toString())
                .input("a", a)
                .input("b", b)
                .output("c", shape.outputElements(), Tolerance.relative(2, absolute))
                .runs((backend, at) -> backend.batchedGemm(shape, at[0], at[1], at[2]));
    }

    @Test
    default void batchedGemmIsTheReference() {
        int[][] sizes = {
            {1, 1, 1, 1},
            {5, 1, 13, 7},
            {3, 7, 1, 64},
            {2, 13, 64, 13},
            {4, 64, 33, 129},
            {2, 207, 207, 16},
            {1, 5, 1025, 3}
        };
        for (int[] s : sizes) {
            for (boolean a : new boolean[] {false, true}) {
                for (boolean b : new boolean[] {false, true}) {
                    harness().check(product(new BatchedGemm(s[0], s[1], s[2], s[3], a, b)));
                }
            }
        }
    }
}
