package org.fitact.tensor.backend.contract;

import java.util.ArrayList;
import java.util.List;
import org.fitact.tensor.backend.op.BoundedRelu;
import org.fitact.tensor.backend.op.Interval;
import org.fitact.tensor.backend.op.IntervalGradients;
import org.fitact.tensor.buffer.Buffer;
import org.junit.jupiter.api.Test;

/** Two-sided bounds: every policy, every granularity, and everything a fault can make of a value or of a bound. */
interface IntervalContract extends ContractPart {

    /** Batch, spatial, channels; one with more elements than a block of a backend, whose rows are no multiple of it. */
    int[][] SHAPES = {
        {1, 1, 1}, {7, 1, 13}, {5, 13, 7}, {2, 9, 64}, {1, 207, 3}, {2, 1, 1025}, {3, 2, 1300}, {64, 2, 16}
    };

    /** A shape with numbers. */
    record Bounded(Interval shape, float[] x, float[] lower, float[] upper) {

        /** Values on both sides of both bounds. */
        static Bounded of(Interval shape) {
            float[] x = Data.uniform(1, shape.elements(), -3, 3);
            return new Bounded(
                    shape, x, Data.uniform(4, shape.bounds(), -2, -0.2), Data.uniform(2, shape.bounds(), 0.2, 2));
        }

        BoundedReluSlack above() {
            return BoundedReluSlack.of(shape.side(), x, upper);
        }

        BoundedReluSlack below() {
            return BoundedReluSlack.of(shape.side(), negated(x), negated(lower));
        }

        /** As one of the sides is exact everywhere. */
        Tolerance output() {
            return sum(above().output(), below().output());
        }
    }

    private static float[] negated(float[] values) {
        float[] negated = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            negated[i] = -values[i];
        }
        return negated;
    }

    private static Tolerance sum(Tolerance a, Tolerance b) {
        double[] sum = ((Tolerance.Slack) a).slack().clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += ((Tolerance.Slack) b).slack()[i];
        }
        return Tolerance.slack(sum);
    }

    static List<OpCase> samples() {
        Bounded at = Bounded.of(new Interval(new BoundedRelu(
                BoundedRelu.Policy.SMOOTH, BoundedRelu.Granularity.CHANNEL, BoundedReluContract.KAPPA, 64, 35, 70)));
        return List.of(forward(at), backward(at));
    }

    /** All policies for all granularities. */
    static List<Interval> everyKind(int batch, int spatial, int channels) {
        return BoundedReluContract.everyKind(batch, spatial, channels).stream()
                .map(Interval::new)
                .toList();
    }

    private static OpCase forward(Bounded of) {
        return inputs(of.shape().toString(), of)
                .output("y", of.x().length, of.output())
                .runs((backend, at) -> backend.interval(of.shape(), at[0], at[1], at[2], at[3]));
    }

    private static OpCase inPlace(Bounded of) {
        return OpCase.named(of.shape() + " in place")
                .modified("x", of.x(), of.output())
                .input("lower", of.lower())
                .input("upper", of.upper())
                .runs((backend, at) -> backend.interval(of.shape(), at[0], at[1], at[2], at[0]));
    }

    private static OpCase inputs(String name, Bounded of) {
        return OpCase.named(name).input("x", of.x()).input("lower", of.lower()).input("upper", of.upper());
    }

    private static OpCase backward(Bounded of) {
        float[] gy = Data.uniform(3, of.x().length);
        return inputs("backward of " + of.shape(), of)
                .input("gy", gy)
                .output(
                        "gx",
                        of.x().length,
                        sum(of.above().gradInput(gy), of.below().gradInput(gy)))
                .output("glower", of.lower().length, of.below().gradBounds(gy))
                .output("gupper", of.upper().length, of.above().gradBounds(gy))
                .runs((backend, at) -> backend.intervalBackward(
                        of.shape(), at[0], at[1], at[2], at[3], new IntervalGradients(at[4], at[5], at[6])));
    }

    /** Where a single gradient goes, if it is the one that is wanted. */
    private static Buffer where(int which, int wanted, Buffer target) {
        return which == wanted ? target : null;
    }

    /** Only one of the three gradients is wanted: that by x, by the lower bounds or by the upper ones. */
    private static OpCase backwardOfOne(Bounded of, int wanted) {
        float[] gy = Data.uniform(3, of.x().length);
        OpCase opCase =
                inputs("backward of " + of.shape() + ", gradient " + wanted, of).input("gy", gy);
        Tolerance tolerance = switch (wanted) {
            case 0 -> sum(of.above().gradInput(gy), of.below().gradInput(gy));
            case 1 -> of.below().gradBounds(gy);
            default -> of.above().gradBounds(gy);
        };
        int length = wanted == 0 ? of.x().length : of.lower().length;
        return opCase.output("gradient", length, tolerance).runs((backend, at) -> {
            IntervalGradients gradients =
                    new IntervalGradients(where(0, wanted, at[4]), where(1, wanted, at[4]), where(2, wanted, at[4]));
            backend.intervalBackward(of.shape(), at[0], at[1], at[2], at[3], gradients);
        });
    }

    private void check(Bounded of) {
        harness().check(forward(of));
        harness().check(inPlace(of));
        harness().check(backward(of));
    }

    private static List<Interval> shapes() {
        List<Interval> all = new ArrayList<>();
        for (int[] s : SHAPES) {
            all.addAll(everyKind(s[0], s[1], s[2]));
        }
        return all;
    }

    @Test
    default void intervalIsTheReference() {
        for (Interval shape : shapes()) {
            Bounded of = Bounded.of(shape);
            check(of);
            for (int gradient = 0; gradient < 3; gradient++) {
                harness().check(backwardOfOne(of, gradient));
            }
        }
    }

    @Test
    default void intervalHoldsAgainstFaultsInItsInput() {
        for (Interval shape : shapes()) {
            Bounded of = Bounded.of(shape);
            for (int stream = 0; stream < 3; stream++) {
                float[] struck = Data.withSpecials(stream, shape.elements(), -3, 3);
                check(new Bounded(shape, struck, of.lower(), of.upper()));
            }
        }
    }

    @Test
    default void intervalHoldsAgainstFaultsInItsBounds() {
        for (Interval shape : shapes()) {
            float[] x = Data.withSpecials(1, shape.elements(), -3, 3);
            for (int stream = 0; stream < 15; stream += 3) { // each puts another special value into a single bound
                float[] lower = negated(Data.withSpecials(stream + 1, shape.bounds(), 0.2, 2));
                check(new Bounded(shape, x, lower, Data.withSpecials(stream, shape.bounds(), 0.2, 2)));
            }
        }
    }
}
