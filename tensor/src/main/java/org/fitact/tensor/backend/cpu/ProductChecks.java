package org.fitact.tensor.backend.cpu;

import org.fitact.tensor.backend.Activation;
import org.fitact.tensor.backend.BoundedRelu;
import org.fitact.tensor.backend.Buffer;
import org.fitact.tensor.backend.Conv2d;
import org.fitact.tensor.backend.Epilogue;
import org.fitact.tensor.backend.Gemm;
import org.fitact.tensor.backend.Pool2d;

/**
 * Checks of the arguments of matrix products and convolutions. Each method throws {@link IllegalArgumentException} or
 * does nothing.
 */
public final class ProductChecks {

    private ProductChecks() {}

    public static void gemm(Gemm shape, Buffer a, Buffer b, Buffer c, Epilogue epilogue) {
        Arguments.requireFloats("a", a, (long) shape.m() * shape.k());
        Arguments.requireFloats("b", b, (long) shape.k() * shape.n());
        Arguments.requireFloats("c", c, (long) shape.m() * shape.n());
        Arguments.requireApart("c", c, a, b);
        if (shape.accumulate() && !epilogue.isNone()) {
            throw new IllegalArgumentException("a product that accumulates has an epilogue, expected none");
        }
        epilogue(epilogue, shape.m(), shape.n(), c);
    }

    public static void conv2d(Conv2d shape, Buffer x, Buffer w, Buffer y, Epilogue epilogue) {
        conv2d(shape, x, w, y, shape.outputElements(), epilogue);
    }

    public static void conv2dPool(Conv2d shape, Pool2d pool, Buffer x, Buffer w, Buffer y, Epilogue epilogue) {
        pool.requireOutputOf(shape);
        conv2d(shape, x, w, y, pool.outputElements(), epilogue);
    }

    private static void conv2d(Conv2d shape, Buffer x, Buffer w, Buffer y, int outputs, Epilogue epilogue) {
        Arguments.requireFloats("x", x, shape.inputElements());
        Arguments.requireFloats("w", w, shape.weightElements());
        Arguments.requireFloats("y", y, outputs);
        Arguments.requireApart("y", y, x, w);
        epilogue(epilogue, shape.outputElements() / shape.outChannels(), shape.outChannels(), y);
    }

    public static void conv2dGradInput(Conv2d shape, Buffer gy, Buffer w, Buffer gx) {
        Arguments.requireFloats("gy", gy, shape.outputElements());
        Arguments.requireFloats("w", w, shape.weightElements());
        Arguments.requireFloats("gx", gx, shape.inputElements());
        Arguments.requireApart("gx", gx, gy, w);
    }

    public static void conv2dGradWeight(Conv2d shape, Buffer x, Buffer gy, Buffer gw) {
        Arguments.requireFloats("x", x, shape.inputElements());
        Arguments.requireFloats("gy", gy, shape.outputElements());
        Arguments.requireFloats("gw", gw, shape.weightElements());
        Arguments.requireApart("gw", gw, x, gy);
    }

    private static void epilogue(Epilogue epilogue, int rows, int columns, Buffer output) {
        if (epilogue.bias() != null) {
            Arguments.requireFloats("bias", epilogue.bias(), columns);
        }
        if (epilogue.residual() != null) {
            Arguments.requireFloats("residual", epilogue.residual(), (long) rows * columns);
        }
        Arguments.requireApart("the output", output, epilogue.bias(), epilogue.residual());
        if (epilogue.activation() instanceof Activation.Bounded(BoundedRelu bounded, Buffer bounds)) {
            if (bounded.channels() != columns || (long) bounded.batch() * bounded.spatial() != rows) {
                throw new IllegalArgumentException("the bounded activation is for " + bounded.batch() + "x"
                        + bounded.spatial() + " rows of " + bounded.channels() + " channels, expected " + rows
                        + " rows of " + columns);
            }
            Arguments.requireFloats("bounds", bounds, bounded.bounds());
            Arguments.requireApart("the output", output, bounds);
        }
    }
}
