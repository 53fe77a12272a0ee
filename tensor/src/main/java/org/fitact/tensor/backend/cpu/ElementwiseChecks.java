package org.fitact.tensor.backend.cpu;

import org.fitact.tensor.backend.BoundedRelu;
import org.fitact.tensor.backend.Broadcast;
import org.fitact.tensor.backend.Buffer;
import org.fitact.tensor.backend.OptimiserStep;

/**
 * Checks of the arguments of the element-wise ops. Each method throws {@link IllegalArgumentException} or does nothing.
 */
public final class ElementwiseChecks {

    private ElementwiseChecks() {}

    public static void unary(int n, Buffer x, Buffer y) {
        Arguments.requireCount("n", n);
        Arguments.requireFloats("x", x, n);
        Arguments.requireFloats("y", y, n);
    }

    public static void unaryGrad(int n, Buffer x, Buffer y, Buffer gy, Buffer gx) {
        unary(n, x, y);
        Arguments.requireFloats("gy", gy, n);
        Arguments.requireFloats("gx", gx, n);
    }

    /** A second operand that is repeated must not be the output: it would change while it is still being read. */
    public static void binary(Broadcast shape, Buffer a, Buffer b, Buffer y) {
        long elements = (long) shape.outer() * shape.middle() * shape.inner();
        Arguments.requireFloats("a", a, elements);
        Arguments.requireFloats("y", y, elements);
        long second = switch (shape.second()) {
            case FULL -> elements;
            case MIDDLE -> shape.middle();
            case OUTER_INNER -> (long) shape.outer() * shape.inner();
        };
        Arguments.requireFloats("b", b, second);
        if (shape.second() != Broadcast.Second.FULL) {
            Arguments.requireApart("y", y, b);
        }
    }

    public static void axpy(int n, Buffer x, Buffer y) {
        unary(n, x, y);
        Arguments.requireApart("y", y, x);
    }

    public static void boundedRelu(BoundedRelu shape, Buffer x, Buffer bounds, Buffer y) {
        Arguments.requireFloats("x", x, shape.elements());
        Arguments.requireFloats("bounds", bounds, shape.bounds());
        Arguments.requireFloats("y", y, shape.elements());
        Arguments.requireApart("y", y, bounds);
    }

    public static void boundedReluBackward(
            BoundedRelu shape, Buffer x, Buffer bounds, Buffer gy, Buffer gx, Buffer gbounds) {
        Arguments.requireFloats("x", x, shape.elements());
        Arguments.requireFloats("bounds", bounds, shape.bounds());
        Arguments.requireFloats("gy", gy, shape.elements());
        if (gx != null) {
            Arguments.requireFloats("gx", gx, shape.elements());
            Arguments.requireApart("gx", gx, x, bounds, gy);
        }
        if (gbounds != null) {
            Arguments.requireFloats("gbounds", gbounds, shape.bounds());
            Arguments.requireApart("gbounds", gbounds, x, bounds, gy, gx);
        }
    }

    public static void optimiserStep(OptimiserStep step, int n, Buffer gradient, Buffer parameter) {
        Arguments.requireCount("n", n);
        Arguments.requireFloats("gradient", gradient, n);
        Arguments.requireFloats("parameter", parameter, n);
        switch (step) {
            case OptimiserStep.Sgd sgd -> {
                Arguments.requireFloats("velocity", sgd.velocity(), n);
                Arguments.requireApart("parameter", parameter, gradient, sgd.velocity());
            }
            case OptimiserStep.Adam adam -> {
                Arguments.requireFloats("mean", adam.mean(), n);
                Arguments.requireFloats("variance", adam.variance(), n);
                Arguments.requireApart("parameter", parameter, gradient, adam.mean(), adam.variance());
                if (adam.step() < 1) {
                    throw new IllegalArgumentException("Adam's step is " + adam.step() + ", expected 1 or more");
                }
            }
        }
    }
}
