package org.fitact.tensor.backend;

import java.util.Optional;
import org.fitact.tensor.backend.op.BatchNorm;
import org.fitact.tensor.backend.op.BatchNormGradients;
import org.fitact.tensor.backend.op.BatchNormSaved;
import org.fitact.tensor.backend.op.BinaryOp;
import org.fitact.tensor.backend.op.BoundedRelu;
import org.fitact.tensor.backend.op.Broadcast;
import org.fitact.tensor.backend.op.Conv2d;
import org.fitact.tensor.backend.op.CrossEntropy;
import org.fitact.tensor.backend.op.Epilogue;
import org.fitact.tensor.backend.op.Gemm;
import org.fitact.tensor.backend.op.Interval;
import org.fitact.tensor.backend.op.IntervalGradients;
import org.fitact.tensor.backend.op.OptimiserStep;
import org.fitact.tensor.backend.op.Pool2d;
import org.fitact.tensor.backend.op.Product;
import org.fitact.tensor.backend.op.ReduceOp;
import org.fitact.tensor.backend.op.Reduction;
import org.fitact.tensor.backend.op.UnaryOp;
import org.fitact.tensor.backend.op.attention.BatchedGemm;
import org.fitact.tensor.backend.op.attention.GroupNorm;
import org.fitact.tensor.backend.op.attention.Softmax;
import org.fitact.tensor.buffer.Buffer;
import org.fitact.tensor.buffer.PackedWeights;
import org.fitact.tensor.buffer.Weights;

/**
 * What every user of a backend holds: checks all arguments of an op, and that the thread is the one that owns the
 * backend, before anything is written, and passes on the device's own buffers. So a device checks nothing but what lies
 * in its memory ({@link Contents}), and every device refuses the same in the same words.
 *
 * <p>The thread that opens a backend owns it. Another is refused by a {@link WrongThreadException}, until the owner calls
 * {@link #handOver} or ends; then the first that comes is the owner.
 */
public final class CheckedBackend extends CheckedMemory {

    private CheckedBackend(Backend backend) {
        super(backend);
    }

    /** Puts the checks in front of a device, which nobody else may use from now on; for {@link BackendProvider#open}. */
    public static Backend of(Backend device) {
        return new CheckedBackend(device);
    }

    @Override
    public void unary(UnaryOp op, int n, Buffer x, Buffer y) {
        custody.require();
        Arguments.count("n", n);
        backend.unary(op, n, arguments.floats("x", x, n), arguments.floats("y", y, n));
    }

    @Override
    public void unaryGrad(UnaryOp op, int n, Buffer x, Buffer y, Buffer gy, Buffer gx) {
        custody.require();
        Arguments.count("n", n);
        backend.unaryGrad(
                op,
                n,
                arguments.floats("x", x, n),
                arguments.floats("y", y, n),
                arguments.floats("gy", gy, n),
                arguments.floats("gx", gx, n));
    }

    /** A second operand that is repeated must not be the output: it would change while it is still being read. */
    @Override
    public void binary(BinaryOp op, Broadcast shape, Buffer a, Buffer b, Buffer y) {
        custody.require();
        if (shape.second() != Broadcast.Second.FULL) {
            Arguments.apart("y", y, b);
        }
        backend.binary(
                op,
                shape,
                arguments.floats("a", a, shape.elements()),
                arguments.floats("b", b, shape.secondElements()),
                arguments.floats("y", y, shape.elements()));
    }

    @Override
    public void axpy(int n, float alpha, Buffer x, Buffer y) {
        custody.require();
        Arguments.count("n", n);
        Arguments.apart("y", y, x);
        backend.axpy(n, alpha, arguments.floats("x", x, n), arguments.floats("y", y, n));
    }

    @Override
    public void reduce(ReduceOp op, Reduction shape, Buffer x, Buffer y) {
        custody.require();
        Arguments.apart("y", y, x);
        backend.reduce(
                op,
                shape,
                arguments.floats("x", x, shape.inputElements()),
                arguments.floats("y", y, shape.outputElements()));
    }

    @Override
    public void argmax(int rows, int columns, Buffer x, Buffer index) {
        custody.require();
        Arguments.count("rows", rows);
        Arguments.count("columns", columns);
        backend.argmax(
                rows, columns, arguments.floats("x", x, (long) rows * columns), arguments.ints("index", index, rows));
    }

    @Override
    public void gemm(Gemm shape, Buffer a, Weights b, Buffer c, Epilogue epilogue) {
        custody.require();
        Arguments.apart("c", c, a, b);
        if (shape.accumulate() && !epilogue.isNone()) {
            throw new IllegalArgumentException("a product that accumulates has an epilogue, expected none");
        }
        backend.gemm(
                shape,
                arguments.floats("a", a, shape.leftElements()),
                arguments.weights("b", b, shape, shape.weightElements()),
                arguments.floats("c", c, shape.outputElements()),
                records.epilogue(epilogue, shape.m(), shape.n(), c));
    }

    @Override
    public void conv2d(Conv2d shape, Buffer x, Weights w, Buffer y, Epilogue epilogue) {
        custody.require();
        Arguments.apart("y", y, x, w);
        backend.conv2d(
                shape,
                arguments.floats("x", x, shape.inputElements()),
                arguments.weights("w", w, shape, shape.weightElements()),
                arguments.floats("y", y, shape.outputElements()),
                records.epilogue(epilogue, shape.outputPixels(), shape.outChannels(), y));
    }

    @Override
    public boolean fusesPool(Conv2d shape, Pool2d pool) {
        return backend.fusesPool(shape, pool);
    }

    @Override
    public void conv2dPool(Conv2d shape, Pool2d pool, Buffer x, Weights w, Buffer y, Epilogue epilogue) {
        custody.require();
        pool.requireOutputOf(shape);
        Arguments.apart("y", y, x, w);
        backend.conv2dPool(
                shape,
                pool,
                arguments.floats("x", x, shape.inputElements()),
                arguments.weights("w", w, shape, shape.weightElements()),
                arguments.floats("y", y, pool.outputElements()),
                records.epilogue(epilogue, shape.outputPixels(), shape.outChannels(), y));
    }

    @Override
    public void conv2dGradInput(Conv2d shape, Buffer gy, Buffer w, Buffer gx) {
        custody.require();
        Arguments.apart("gx", gx, gy, w);
        backend.conv2dGradInput(
                shape,
                arguments.floats("gy", gy, shape.outputElements()),
                arguments.floats("w", w, shape.weightElements()),
                arguments.floats("gx", gx, shape.inputElements()));
    }

    @Override
    public void conv2dGradWeight(Conv2d shape, Buffer x, Buffer gy, Buffer gw) {
        custody.require();
        Arguments.apart("gw", gw, x, gy);
        backend.conv2dGradWeight(
                shape,
                arguments.floats("x", x, shape.inputElements()),
                arguments.floats("gy", gy, shape.outputElements()),
                arguments.floats("gw", gw, shape.weightElements()));
    }

    @Override
    public Optional<PackedWeights> pack(Product shape, Buffer weights) {
        custody.require();
        Buffer inside = arguments.floats("weights", weights, shape.weightElements());
        CheckedBuffer source = arguments.checked("weights", weights);
        return backend.pack(shape, inside)
                .map(packed -> new CheckedWeights(custody, shape, source, shape.weightElements(), packed));
    }

    @Override
    public void pool(Pool2d shape, Buffer x, Buffer y) {
        custody.require();
        Arguments.apart("y", y, x);
        backend.pool(
                shape,
                arguments.floats("x", x, shape.inputElements()),
                arguments.floats("y", y, shape.outputElements()));
    }

    @Override
    public void poolBackward(Pool2d shape, Buffer x, Buffer gy, Buffer gx) {
        custody.require();
        Arguments.apart("gx", gx, x, gy);
        backend.poolBackward(
                shape,
                arguments.floats("x", x, shape.inputElements()),
                arguments.floats("gy", gy, shape.outputElements()),
                arguments.floats("gx", gx, shape.inputElements()));
    }

    @Override
    public void batchNormTraining(BatchNorm shape, Buffer x, Buffer y, BatchNormSaved saved) {
        custody.require();
        Arguments.apart("y", y, x);
        Arguments.apart("mean", saved.mean(), x, y, saved.invStd());
        Arguments.apart("invStd", saved.invStd(), x, y);
        backend.batchNormTraining(
                records.batchNorm(shape),
                arguments.floats("x", x, shape.elements()),
                arguments.floats("y", y, shape.elements()),
                records.saved(shape, saved));
    }

    @Override
    public void batchNormInference(BatchNorm shape, Buffer x, Buffer y) {
        custody.require();
        Arguments.apart("y", y, x);
        backend.batchNormInference(
                records.batchNorm(shape),
                arguments.floats("x", x, shape.elements()),
                arguments.floats("y", y, shape.elements()));
    }

    @Override
    public void batchNormBackward(
            BatchNorm shape, Buffer x, Buffer gy, BatchNormSaved saved, BatchNormGradients gradients) {
        custody.require();
        Arguments.apart("gx", gradients.input(), x, gy, gradients.gamma(), gradients.beta());
        Arguments.apart("ggamma", gradients.gamma(), gradients.beta(), shape.gamma());
        backend.batchNormBackward(
                records.batchNormBackward(shape),
                arguments.floats("x", x, shape.elements()),
                arguments.floats("gy", gy, shape.elements()),
                records.saved(shape, saved),
                records.gradients(shape, gradients));
    }

    @Override
    public void batchedGemm(BatchedGemm shape, Buffer a, Buffer b, Buffer c) {
        custody.require();
        Arguments.apart("c", c, a, b);
        backend.batchedGemm(
                shape,
                arguments.floats("a", a, shape.leftElements()),
                arguments.floats("b", b, shape.rightElements()),
                arguments.floats("c", c, shape.outputElements()));
    }

    @Override
    public void groupNorm(GroupNorm shape, Buffer x, Buffer y) {
        custody.require();
        Arguments.apart("y", y, x, shape.gamma(), shape.beta());
        backend.groupNorm(
                records.groupNorm(shape),
                arguments.floats("x", x, shape.elements()),
                arguments.floats("y", y, shape.elements()));
    }

    @Override
    public void groupNormBackward(GroupNorm shape, Buffer x, Buffer gy, Buffer gx) {
        custody.require();
        Arguments.apart("gx", gx, x, gy);
        backend.groupNormBackward(
                shape.with(null, null),
                arguments.floats("x", x, shape.elements()),
                arguments.floats("gy", gy, shape.elements()),
                arguments.floats("gx", gx, shape.elements()));
    }

    @Override
    public void softmax(Softmax shape, Buffer x, Buffer y) {
        custody.require();
        Arguments.apart("y", y, x);
        backend.softmax(shape, arguments.floats("x", x, shape.elements()), arguments.floats("y", y, shape.elements()));
    }

    @Override
    public void softmaxBackward(Softmax shape, Buffer y, Buffer gy, Buffer gx) {
        custody.require();
        Arguments.apart("gx", gx, y, gy);
        backend.softmaxBackward(
                shape,
                arguments.floats("y", y, shape.elements()),
                arguments.floats("gy", gy, shape.elements()),
                arguments.floats("gx", gx, shape.elements()));
    }

    @Override
    public void crossEntropy(CrossEntropy shape, Buffer logits, Buffer labels, Buffer probabilities, Buffer losses) {
        custody.require();
        Arguments.apart("probabilities", probabilities, logits);
        Arguments.apart("losses", losses, logits, probabilities);
        backend.crossEntropy(
                shape,
                arguments.floats("logits", logits, shape.elements()),
                arguments.ints("labels", labels, shape.rows()),
                arguments.floats("probabilities", probabilities, shape.elements()),
                arguments.floats("losses", losses, shape.rows()));
    }

    @Override
    public void crossEntropyBackward(CrossEntropy shape, Buffer probabilities, Buffer labels, float scale, Buffer gx) {
        custody.require();
        Arguments.apart("gx", gx, probabilities);
        backend.crossEntropyBackward(
                shape,
                arguments.floats("probabilities", probabilities, shape.elements()),
                arguments.ints("labels", labels, shape.rows()),
                scale,
                arguments.floats("gx", gx, shape.elements()));
    }

    @Override
    public void boundedRelu(BoundedRelu shape, Buffer x, Buffer bounds, Buffer y) {
        custody.require();
        Arguments.apart("y", y, bounds);
        backend.boundedRelu(
                shape,
                arguments.floats("x", x, shape.elements()),
                arguments.floats("bounds", bounds, shape.bounds()),
                arguments.floats("y", y, shape.elements()));
    }

    @Override
    public void boundedReluBackward(BoundedRelu shape, Buffer x, Buffer bounds, Buffer gy, Buffer gx, Buffer gbounds) {
        custody.require();
        if (gx != null) {
            Arguments.apart("gx", gx, x, bounds, gy);
        }
        if (gbounds != null) {
            Arguments.apart("gbounds", gbounds, x, bounds, gy, gx);
        }
        backend.boundedReluBackward(
                shape,
                arguments.floats("x", x, shape.elements()),
                arguments.floats("bounds", bounds, shape.bounds()),
                arguments.floats("gy", gy, shape.elements()),
                arguments.floatsOrNull("gx", gx, shape.elements()),
                arguments.floatsOrNull("gbounds", gbounds, shape.bounds()));
    }

    @Override
    public void interval(Interval shape, Buffer x, Buffer lower, Buffer upper, Buffer y) {
        custody.require();
        Arguments.apart("y", y, lower, upper);
        backend.interval(
                shape,
                arguments.floats("x", x, shape.elements()),
                arguments.floats("lower", lower, shape.bounds()),
                arguments.floats("upper", upper, shape.bounds()),
                arguments.floats("y", y, shape.elements()));
    }

    @Override
    public void intervalBackward(
            Interval shape, Buffer x, Buffer lower, Buffer upper, Buffer gy, IntervalGradients gradients) {
        custody.require();
        Arguments.apart("gx", gradients.input(), x, lower, upper, gy);
        Arguments.apart("glower", gradients.lower(), x, lower, upper, gy, gradients.input());
        Arguments.apart("gupper", gradients.upper(), x, lower, upper, gy, gradients.input(), gradients.lower());
        backend.intervalBackward(
                shape,
                arguments.floats("x", x, shape.elements()),
                arguments.floats("lower", lower, shape.bounds()),
                arguments.floats("upper", upper, shape.bounds()),
                arguments.floats("gy", gy, shape.elements()),
                records.gradients(shape, gradients));
    }

    @Override
    public void optimiserStep(OptimiserStep step, int n, Buffer gradient, Buffer parameter) {
        custody.require();
        Arguments.count("n", n);
        backend.optimiserStep(
                records.optimiserStep(step, n, gradient, parameter),
                n,
                arguments.floats("gradient", gradient, n),
                arguments.floats("parameter", parameter, n));
    }
}
