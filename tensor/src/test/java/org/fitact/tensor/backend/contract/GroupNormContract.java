package org.fitact.tensor.backend.contract;

import java.util.ArrayList;
import java.util.List;
import org.fitact.tensor.backend.op.attention.GroupNorm;
import org.junit.jupiter.api.Test;

/** Group norm, and the layer and instance norms that are cases of it. The data have a mean apart from zero. */
interface GroupNormContract extends ContractPart {

    float EPSILON = 1e-5f;
    double LARGEST = 4;

    static List<OpCase> samples() {
        return List.of(
                forward(new GroupNorm(2, 35, 3, 21, EPSILON, null, null)),
                affine(GroupNorm.rows(13, 207, EPSILON, null, null)),
                backward(new GroupNorm(2, 35, 3, 21, EPSILON, null, null)));
    }

    private static float[] x(GroupNorm shape) {
        return Data.uniform(5, shape.elements(), 2, LARGEST);
    }

    private static int count(GroupNorm shape) {
        return shape.spatial() * shape.channelsPerGroup();
    }

    /** The error of the mean grows with the elements; a group of one divides it by √epsilon. */
    private static Tolerance tolerance(GroupNorm shape, double scale) {
        int n = count(shape);
        double steepest = n == 1 ? 1 / Math.sqrt(EPSILON) : n < 7 ? 300 : 4;
        return Tolerance.relative(8, scale * (n + 16) * Tolerance.EPSILON * LARGEST * steepest);
    }

    private static OpCase forward(GroupNorm shape) {
        return OpCase.named("groupNorm " + shape)
                .input("x", x(shape))
                .output("y", shape.elements(), tolerance(shape, 1))
                .runs((backend, at) -> backend.groupNorm(shape, at[0], at[1]));
    }

    private static OpCase affine(GroupNorm shape) {
        return OpCase.named("groupNorm with scale and shift " + shape)
                .input("gamma", Data.uniform(1, shape.channels(), -2, 2))
                .input("beta", Data.uniform(2, shape.channels(), -2, 2))
                .input("x", x(shape))
                .output("y", shape.elements(), tolerance(shape, 2))
                .runs((backend, at) -> backend.groupNorm(shape.with(at[0], at[1]), at[2], at[3]));
    }

    private static OpCase backward(GroupNorm shape) {
        int n = count(shape);
        double invStd = n == 1 ? 1 / Math.sqrt(EPSILON) : n < 7 ? 100 : 2.5;
        double unit = (n + 16) * Tolerance.EPSILON;
        return OpCase.named("groupNormBackward " + shape)
                .input("x", x(shape))
                .input("gy", Data.uniform(6, shape.elements(), -0.8, 1))
                .output("gx", shape.elements(), Tolerance.relative(8, unit * invStd * (1 + invStd * LARGEST)))
                .runs((backend, at) -> backend.groupNormBackward(shape, at[0], at[1], at[2]));
    }

    private static List<GroupNorm> shapes() {
        List<GroupNorm> shapes = new ArrayList<>();
        for (int channels : SIZES) {
            shapes.add(GroupNorm.rows(1, channels, EPSILON, null, null));
            shapes.add(GroupNorm.rows(13, channels, EPSILON, null, null));
            shapes.add(new GroupNorm(2, 35, channels, channels, EPSILON, null, null));
        }
        for (int spatial : new int[] {1, 7, 207}) {
            shapes.add(new GroupNorm(2, spatial, 1, 33, EPSILON, null, null));
            shapes.add(new GroupNorm(3, spatial, 3, 21, EPSILON, null, null));
            shapes.add(new GroupNorm(1, spatial, 4, 64, EPSILON, null, null));
        }
        return shapes;
    }

    @Test
    default void groupNormIsTheReference() {
        for (GroupNorm shape : shapes()) {
            harness().check(forward(shape));
            harness().check(affine(shape));
        }
    }

    @Test
    default void groupNormBackwardIsTheReference() {
        shapes().forEach(shape -> harness().check(backward(shape)));
    }
}
