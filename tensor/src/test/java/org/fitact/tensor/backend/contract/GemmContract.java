package org.fitact.tensor.backend.contract;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.fitact.tensor.backend.op.Activation;
import org.fitact.tensor.backend.op.Epilogue;
import org.fitact.tensor.backend.op.Gemm;
import org.fitact.tensor.backend.op.UnaryOp;
import org.junit.jupiter.api.Test;

/** Matrix products. */
interface GemmContract extends ContractPart {

    static List<OpCase> samples(Harness harness) {
        Gemm shape = Gemm.of(64, 70, 207);
        return List.of(
                cases(shape).with(ProductCases.Parts.all(64, 1, 70), harness),
                cases(shape.withTransposedB()).with(ProductCases.Parts.NONE, harness),
                accumulating(shape, harness));
    }

    private static ProductCases cases(Gemm shape) {
        return new ProductCases(
                shape.toString(),
                shape.k(),
                Data.uniform(1, shape.m() * shape.k()),
                Data.uniform(2, shape.k() * shape.n()),
                shape.m(),
                shape.n(),
                (backend, a, b, c, epilogue) -> backend.gemm(shape, a, b, c, epilogue));
    }

    private static List<Gemm> transposes(int m, int n, int k) {
        Gemm plain = Gemm.of(m, n, k);
        return List.of(plain, plain.withTransposedA(), plain.withTransposedB());
    }

    /** Random data in place of the residual: what C holds before. */
    private static OpCase accumulating(Gemm shape, Harness harness) {
        float[] a = Data.uniform(1, shape.m() * shape.k());
        float[] b = Data.uniform(2, shape.k() * shape.n());
        float[] before = Data.uniform(3, shape.m() * shape.n());
        OpCase magnitude =
                accumulating(shape, Data.absolute(a), Data.absolute(b), Data.absolute(before), Tolerance.exact());
        return accumulating(shape, a, b, before, Tolerance.scaled(shape.k() + 8, harness.expected(magnitude, "c")));
    }

    private static OpCase accumulating(Gemm shape, float[] a, float[] b, float[] before, Tolerance tolerance) {
        return OpCase.named(shape.accumulating().toString())
                .input("a", a)
                .input("b", b)
                .modified("c", before, tolerance)
                .runs((backend, at) -> backend.gemm(shape.accumulating(), at[0], at[1], at[2], Epilogue.NONE));
    }

    private void check(int m, int n, int k) {
        for (Gemm shape : transposes(m, n, k)) {
            harness().check(cases(shape).with(ProductCases.Parts.NONE, harness()));
            harness().check(accumulating(shape, harness()));
        }
    }

    @Test
    default void gemmIsTheReferenceOnSmallShapes() {
        int[] sizes = {1, 7, 13, 64};
        for (int m : sizes) {
            for (int n : sizes) {
                for (int k : sizes) {
                    check(m, n, k);
                }
            }
        }
    }

    @Test
    default void gemmIsTheReferenceOnLargeShapes() {
        check(207, 70, 207);
        check(1, 1025, 207);
        check(1025, 1, 64);
        check(13, 64, 1025);
        check(1025, 13, 7);
        check(7, 1025, 13);
        check(64, 207, 1);
    }

    @Test
    default void gemmWithEveryEpilogueIsTheReference() {
        for (Gemm shape : transposes(15, 70, 13)) {
            for (ProductCases.Parts parts : ProductCases.allParts(5, 3, 70)) {
                harness().check(cases(shape).with(parts, harness()));
            }
        }
        for (ProductCases.Parts parts : ProductCases.allParts(7, 1, 13)) {
            harness().check(cases(Gemm.of(7, 13, 300)).with(parts, harness()));
        }
    }

    @Test
    default void anAccumulatingGemmRefusesAnEpilogue() {
        Gemm shape = Gemm.of(7, 13, 5).accumulating();
        Epilogue relu = new Epilogue(null, null, new Activation.Unary(new UnaryOp.Relu()));
        OpCase opCase = OpCase.named("gemm that accumulates and activates")
                .input("a", Data.uniform(1, 35))
                .input("b", Data.uniform(2, 65))
                .modified("c", Data.uniform(3, 91), Tolerance.exact())
                .runs((backend, at) -> backend.gemm(shape, at[0], at[1], at[2], relu));
        assertThrows(IllegalArgumentException.class, () -> Harness.run(harness().tested(), opCase));
    }
}
