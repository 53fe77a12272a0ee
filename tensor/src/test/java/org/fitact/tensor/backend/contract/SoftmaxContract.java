package org.fitact.tensor.backend.contract;

import java.util.Arrays;
import java.util.List;
import org.fitact.tensor.backend.op.attention.Softmax;
import org.junit.jupiter.api.Test;

/** Softmax and its logarithm. */
interface SoftmaxContract extends ContractPart {

    static List<OpCase> samples() {
        Softmax shape = new Softmax(13, 207, 1, false);
        return List.of(forward(shape, 5), backward(shape));
    }

    private static OpCase forward(Softmax shape, double largest) {
        double units = shape.classes() + 64 + 8 * largest;
        double absolute = shape.logarithm() ? units * Tolerance.EPSILON : 0;
        return OpCase.named(shape + ", up to " + largest)
                .input("x", Data.uniform(1, shape.elements(), -largest, largest))
                .output("y", shape.elements(), Tolerance.relative(units, absolute))
                .runs((backend, at) -> backend.softmax(shape, at[0], at[1]));
    }

    private static OpCase ofSpecials(Softmax shape, float special) {
        float[] x = Data.uniform(4, shape.elements(), -2, 2);
        x[shape.elements() / 2] = special;
        return OpCase.named(shape + " with " + special)
                .input("x", x)
                .output("y", shape.elements(), Tolerance.relative(shape.classes() + 64, 1e-4))
                .runs((backend, at) -> backend.softmax(shape, at[0], at[1]));
    }

    private static OpCase backward(Softmax shape) {
        float[] y = Data.uniform(2, shape.elements(), shape.logarithm() ? -3 : 0, shape.logarithm() ? 0 : 1);
        double unit = (shape.classes() + 16) * Tolerance.EPSILON;
        return OpCase.named("backward of " + shape)
                .input("y", y)
                .input("gy", Data.uniform(3, shape.elements()))
                .output("gx", shape.elements(), Tolerance.relative(4, unit * shape.classes()))
                .runs((backend, at) -> backend.softmaxBackward(shape, at[0], at[1], at[2]));
    }

    /** Rows of neighbours and of elements that lie apart. */
    private static List<Softmax> shapes(boolean logarithm) {
        return Arrays.stream(SIZES)
                .boxed()
                .flatMap(classes -> List.of(
                        new Softmax(1, classes, 1, logarithm),
                        new Softmax(13, classes, 1, logarithm),
                        new Softmax(3, classes, 7, logarithm),
                        new Softmax(2, classes, 70, logarithm))
                        .stream())
                .toList();
    }

    @Test
    default void softmaxIsTheReference() {
        for (boolean logarithm : new boolean[] {false, true}) {
            for (Softmax shape : shapes(logarithm)) {
                for (double largest : new double[] {1, 30, 5000}) {
                    harness().check(forward(shape, largest));
                }
            }
        }
    }

    @Test
    default void softmaxOfWhatIsNoNumberIsTheReference() {
        for (boolean logarithm : new boolean[] {false, true}) {
            for (Softmax shape : shapes(logarithm)) {
                for (float special : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
                    harness().check(ofSpecials(shape, special));
                }
            }
        }
    }

    @Test
    default void softmaxBackwardIsTheReference() {
        for (boolean logarithm : new boolean[] {false, true}) {
            shapes(logarithm).forEach(shape -> harness().check(backward(shape)));
        }
    }
}
