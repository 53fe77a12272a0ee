package org.fitact.tensor.backend.contract;

import java.util.ArrayList;
import java.util.List;
import org.fitact.tensor.backend.op.BoundedRelu;
import org.junit.jupiter.api.Test;

/** Bounded activations: every policy, every granularity, and everything a fault can make of a value or of a bound. */
interface BoundedReluContract extends ContractPart {

    float KAPPA = 20;

    /** Batch, spatial, channels. */
    int[][] SHAPES = {{1, 1, 1}, {7, 1, 13}, {5, 13, 7}, {2, 9, 64}, {1, 207, 3}, {2, 1, 1025}, {64, 2, 16}};

    static List<OpCase> samples() {
        BoundedRelu shape =
                new BoundedRelu(BoundedRelu.Policy.SMOOTH, BoundedRelu.Granularity.CHANNEL, KAPPA, 64, 35, 70);
        float[] x = Data.uniform(1, shape.elements(), -1, 3);
        float[] bounds = Data.uniform(2, shape.bounds(), 0.2, 2);
        return List.of(forward(shape, x, bounds), backward(shape, x, bounds));
    }

    /** All policies for all granularities. */
    static List<BoundedRelu> everyKind(int batch, int spatial, int channels) {
        List<BoundedRelu> all = new ArrayList<>();
        for (BoundedRelu.Policy policy : BoundedRelu.Policy.values()) {
            for (BoundedRelu.Granularity granularity : BoundedRelu.Granularity.values()) {
                all.add(new BoundedRelu(policy, granularity, KAPPA, batch, spatial, channels));
            }
        }
        return all;
    }

    private static OpCase forward(BoundedRelu shape, float[] x, float[] bounds) {
        return OpCase.named(shape.toString())
                .input("x", x)
                .input("bounds", bounds)
                .output("y", x.length, BoundedReluSlack.of(shape, x, bounds).output())
                .runs((backend, at) -> backend.boundedRelu(shape, at[0], at[1], at[2]));
    }

    private static OpCase inPlace(BoundedRelu shape, float[] x, float[] bounds) {
        return OpCase.named(shape + " in place")
                .modified("x", x, BoundedReluSlack.of(shape, x, bounds).output())
                .input("bounds", bounds)
                .runs((backend, at) -> backend.boundedRelu(shape, at[0], at[1], at[0]));
    }

    private static OpCase backward(BoundedRelu shape, float[] x, float[] bounds) {
        float[] gy = Data.uniform(3, x.length);
        BoundedReluSlack slack = BoundedReluSlack.of(shape, x, bounds);
        return OpCase.named("backward of " + shape)
                .input("x", x)
                .input("bounds", bounds)
                .input("gy", gy)
                .output("gx", x.length, slack.gradInput(gy))
                .output("gbounds", bounds.length, slack.gradBounds(gy))
                .runs((backend, at) -> backend.boundedReluBackward(shape, at[0], at[1], at[2], at[3], at[4]));
    }

    /** Only one of the two gradients is wanted. */
    private static OpCase backwardOfOne(BoundedRelu shape, float[] x, float[] bounds, boolean input) {
        float[] gy = Data.uniform(3, x.length);
        BoundedReluSlack slack = BoundedReluSlack.of(shape, x, bounds);
        OpCase opCase = OpCase.named("backward of " + shape + ", one gradient")
                .input("x", x)
                .input("bounds", bounds)
                .input("gy", gy);
        return input
                ? opCase.output("gx", x.length, slack.gradInput(gy))
                        .runs((backend, at) -> backend.boundedReluBackward(shape, at[0], at[1], at[2], at[3], null))
                : opCase.output("gbounds", bounds.length, slack.gradBounds(gy))
                        .runs((backend, at) -> backend.boundedReluBackward(shape, at[0], at[1], at[2], null, at[3]));
    }

    private void check(BoundedRelu shape, float[] x, float[] bounds) {
        harness().check(forward(shape, x, bounds));
        harness().check(inPlace(shape, x, bounds));
        harness().check(backward(shape, x, bounds));
    }

    @Test
    default void boundedReluIsTheReference() {
        for (int[] s : SHAPES) {
            for (BoundedRelu shape : everyKind(s[0], s[1], s[2])) {
                float[] x = Data.uniform(1, shape.elements(), -1, 3);
                float[] bounds = Data.uniform(2, shape.bounds(), 0.2, 2);
                check(shape, x, bounds);
                harness().check(backwardOfOne(shape, x, bounds, true));
                harness().check(backwardOfOne(shape, x, bounds, false));
            }
        }
    }

    @Test
    default void boundedReluHoldsAgainstFaultsInItsInput() {
        for (int[] s : SHAPES) {
            for (BoundedRelu shape : everyKind(s[0], s[1], s[2])) {
                for (int stream = 0; stream < 3; stream++) {
                    float[] x = Data.withSpecials(stream, shape.elements(), -1, 3);
                    check(shape, x, Data.uniform(2, shape.bounds(), 0.2, 2));
                }
            }
        }
    }

    @Test
    default void boundedReluHoldsAgainstFaultsInItsBounds() {
        for (int[] s : SHAPES) {
            for (BoundedRelu shape : everyKind(s[0], s[1], s[2])) {
                for (int stream = 0; stream < 15; stream += 3) { // each puts another special value into a single bound
                    float[] bounds = Data.withSpecials(stream, shape.bounds(), 0.2, 2);
                    check(shape, Data.withSpecials(1, shape.elements(), -1, 3), bounds);
                }
            }
        }
    }
}
