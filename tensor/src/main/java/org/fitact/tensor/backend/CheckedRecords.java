package org.fitact.tensor.backend;

import org.fitact.tensor.backend.op.Activation;
import org.fitact.tensor.backend.op.BatchNorm;
import org.fitact.tensor.backend.op.BatchNormGradients;
import org.fitact.tensor.backend.op.BatchNormSaved;
import org.fitact.tensor.backend.op.BoundedRelu;
import org.fitact.tensor.backend.op.Epilogue;
import org.fitact.tensor.backend.op.Interval;
import org.fitact.tensor.backend.op.IntervalGradients;
import org.fitact.tensor.backend.op.OptimiserStep;
import org.fitact.tensor.backend.op.StridedCopy;
import org.fitact.tensor.backend.op.attention.GroupNorm;
import org.fitact.tensor.buffer.Buffer;
import org.fitact.tensor.buffer.DType;

/** The records that hold buffers, checked, with the device's own buffers in them. */
final class CheckedRecords {

    private final Arguments arguments;

    CheckedRecords(Arguments arguments) {
        this.arguments = arguments;
    }

    /**
     * What follows a product of {@code rows} × {@code columns}.
     *
     * @param output of the product, which none of the epilogue's buffers may be
     */
    Epilogue epilogue(Epilogue epilogue, int rows, int columns, Buffer output) {
        Arguments.apart("the output", output, epilogue.bias(), epilogue.residual());
        return new Epilogue(
                arguments.floatsOrNull("bias", epilogue.bias(), columns),
                arguments.floatsOrNull("residual", epilogue.residual(), (long) rows * columns),
                activation(epilogue.activation(), rows, columns, output));
    }

    private Activation activation(Activation activation, int rows, int columns, Buffer output) {
        if (!(activation instanceof Activation.Bounded(BoundedRelu shape, Buffer bounds))) {
            return activation;
        }
        if (shape.channels() != columns || (long) shape.batch() * shape.spatial() != rows) {
            throw new IllegalArgumentException("the bounded activation is for " + shape.batch() + "x" + shape.spatial()
                    + " rows of " + shape.channels() + " channels, expected " + rows + " rows of " + columns);
        }
        Arguments.apart("the output", output, bounds);
        return new Activation.Bounded(shape, arguments.floats("bounds", bounds, shape.bounds()));
    }

    BatchNorm batchNorm(BatchNorm shape) {
        return new BatchNorm(
                shape.rows(),
                shape.channels(),
                shape.epsilon(),
                shape.momentum(),
                arguments.floats("gamma", shape.gamma(), shape.channels()),
                arguments.floats("beta", shape.beta(), shape.channels()),
                arguments.floats("runningMean", shape.runningMean(), shape.channels()),
                arguments.floats("runningVariance", shape.runningVariance(), shape.channels()));
    }

    GroupNorm groupNorm(GroupNorm shape) {
        return shape.with(
                arguments.floatsOrNull("gamma", shape.gamma(), shape.channels()),
                arguments.floatsOrNull("beta", shape.beta(), shape.channels()));
    }

    /** For the backward pass, which uses gamma only. */
    BatchNorm batchNormBackward(BatchNorm shape) {
        Buffer gamma = arguments.floats("gamma", shape.gamma(), shape.channels());
        return new BatchNorm(
                shape.rows(), shape.channels(), shape.epsilon(), shape.momentum(), gamma, null, null, null);
    }

    BatchNormSaved saved(BatchNorm shape, BatchNormSaved saved) {
        return new BatchNormSaved(
                arguments.floats("mean", saved.mean(), shape.channels()),
                arguments.floats("invStd", saved.invStd(), shape.channels()));
    }

    BatchNormGradients gradients(BatchNorm shape, BatchNormGradients gradients) {
        return new BatchNormGradients(
                arguments.floats("gx", gradients.input(), shape.elements()),
                arguments.floats("ggamma", gradients.gamma(), shape.channels()),
                arguments.floats("gbeta", gradients.beta(), shape.channels()));
    }

    /** Those that are wanted. */
    IntervalGradients gradients(Interval shape, IntervalGradients gradients) {
        return new IntervalGradients(
                arguments.floatsOrNull("gx", gradients.input(), shape.elements()),
                arguments.floatsOrNull("glower", gradients.lower(), shape.bounds()),
                arguments.floatsOrNull("gupper", gradients.upper(), shape.bounds()));
    }

    OptimiserStep optimiserStep(OptimiserStep step, int n, Buffer gradient, Buffer parameter) {
        return switch (step) {
            case OptimiserStep.Sgd sgd -> {
                Arguments.apart("parameter", parameter, gradient, sgd.velocity());
                Buffer velocity = arguments.floats("velocity", sgd.velocity(), n);
                yield new OptimiserStep.Sgd(sgd.rate(), sgd.momentum(), sgd.nesterov(), sgd.weightDecay(), velocity);
            }
            case OptimiserStep.Adam adam -> {
                Arguments.apart("parameter", parameter, gradient, adam.mean(), adam.variance());
                if (adam.step() < 1) {
                    throw new IllegalArgumentException("Adam's step is " + adam.step() + ", expected 1 or more");
                }
                yield new OptimiserStep.Adam(
                        adam.rate(),
                        adam.beta1(),
                        adam.beta2(),
                        adam.epsilon(),
                        adam.weightDecay(),
                        adam.step(),
                        arguments.floats("mean", adam.mean(), n),
                        arguments.floats("variance", adam.variance(), n));
            }
        };
    }

    /** Checks that a view of a strided copy lies within its buffer; the buffer itself. */
    Buffer view(String name, Buffer buffer, DType type, StridedCopy copy, int offset, int[] strides) {
        long first = offset;
        long last = offset;
        for (int d = 0; d < strides.length; d++) {
            long reach = (copy.shape()[d] - 1L) * strides[d];
            first += Math.min(reach, 0);
            last += Math.max(reach, 0);
        }
        boolean empty = copy.elements() == 0;
        if (!empty && first < 0) {
            throw new IllegalArgumentException(name + " is read or written from element " + first + " on");
        }
        return arguments.typed(name, buffer, type, empty ? 0 : last + 1);
    }
}
