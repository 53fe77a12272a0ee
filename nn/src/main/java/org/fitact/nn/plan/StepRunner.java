package org.fitact.nn.plan;

import java.util.List;
import org.fitact.tensor.Shape;
import org.fitact.tensor.autograd.Shaping;
import org.fitact.tensor.backend.Activation;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BatchNorm;
import org.fitact.tensor.backend.BinaryOp;
import org.fitact.tensor.backend.Broadcast;
import org.fitact.tensor.backend.Buffer;
import org.fitact.tensor.backend.Conv2d;
import org.fitact.tensor.backend.Epilogue;
import org.fitact.tensor.backend.Gemm;
import org.fitact.tensor.backend.Weights;

/** Runs the steps of a plan for a batch. */
final class StepRunner {

    private final Backend backend;
    private final List<Step> steps;
    private final List<Buffer> parameters;
    private final List<Weights> weights;
    private final PlanBuffers values;

    /** @param weights the parameters, those of products packed where the backend does so */
    StepRunner(Backend backend, List<Step> steps, List<Buffer> parameters, List<Weights> weights, PlanBuffers values) {
        this.backend = backend;
        this.steps = steps;
        this.parameters = parameters;
        this.weights = weights;
        this.values = values;
    }

    /** Runs all steps and returns the buffer of the last value, which without any step is that of the images. */
    Buffer run(Buffer images, int batch) {
        for (int s = 0; s < steps.size(); s++) {
            run(steps.get(s), images, values.of(s + 1), batch);
        }
        return value(steps.size(), images);
    }

    private void run(Step step, Buffer images, Buffer output, int batch) {
        switch (step) {
            case Step.Convolution conv -> convolve(conv, images, output, batch);
            case Step.Linear linear ->
                backend.gemm(
                        Gemm.of(batch, linear.outFeatures(), linear.inFeatures()),
                        value(linear.input(), images),
                        weights.get(linear.weight()),
                        output,
                        epilogue(linear.bias(), Step.NONE, linear.ending(), images, batch));
            case Step.Norm norm ->
                backend.batchNormInference(batchNorm(norm, batch), value(norm.input(), images), output);
            case Step.Pool pool -> backend.pool(pool.geometry().withBatch(batch), value(pool.input(), images), output);
            case Step.Flatten flatten -> {
                Shape shape = flatten.shape().withBatch(batch);
                backend.copyStrided(Shaping.channelsFirst(shape), value(flatten.input(), images), output);
            }
            case Step.Add add ->
                backend.binary(
                        BinaryOp.ADD,
                        Broadcast.same(batch * add.outputElements()),
                        value(add.input(), images),
                        value(add.residual(), images),
                        output);
            case Step.Activate activate -> activate(activate, value(activate.input(), images), output, batch);
        }
    }

    private void convolve(Step.Convolution conv, Buffer images, Buffer output, int batch) {
        Conv2d shape = conv.geometry().withBatch(batch);
        Buffer x = value(conv.input(), images);
        Weights w = weights.get(conv.weight());
        Epilogue epilogue = epilogue(conv.bias(), conv.residual(), conv.ending(), images, batch);
        if (conv.pool() == null) {
            backend.conv2d(shape, x, w, output, epilogue);
        } else {
            backend.conv2dPool(shape, conv.pool().withBatch(batch), x, w, output, epilogue);
        }
    }

    private Buffer value(int value, Buffer images) {
        return value == 0 ? images : values.of(value);
    }

    private Epilogue epilogue(int bias, int residual, Step.Ending ending, Buffer images, int batch) {
        return new Epilogue(
                bias == Step.NONE ? null : parameters.get(bias),
                residual == Step.NONE ? null : value(residual, images),
                activation(ending, batch));
    }

    private Activation activation(Step.Ending ending, int batch) {
        return switch (ending) {
            case Step.Ending.Identity _ -> new Activation.Identity();
            case Step.Ending.Unary unary -> new Activation.Unary(unary.op());
            case Step.Ending.Bounded bounded ->
                new Activation.Bounded(bounded.geometry().withBatch(batch), parameters.get(bounded.bounds()));
        };
    }

    private void activate(Step.Activate step, Buffer input, Buffer output, int batch) {
        switch (step.ending()) {
            case Step.Ending.Identity _ -> throw new IllegalStateException("an activation step that does nothing");
            case Step.Ending.Unary unary -> backend.unary(unary.op(), batch * step.outputElements(), input, output);
            case Step.Ending.Bounded bounded ->
                backend.boundedRelu(
                        bounded.geometry().withBatch(batch), input, parameters.get(bounded.bounds()), output);
        }
    }

    private BatchNorm batchNorm(Step.Norm norm, int batch) {
        int channels = norm.shape().extent(-1);
        int first = norm.firstParameter();
        return new BatchNorm(
                batch * norm.shape().elements() / channels,
                channels,
                norm.epsilon(),
                0,
                parameters.get(first),
                parameters.get(first + 1),
                parameters.get(first + 2),
                parameters.get(first + 3));
    }
}
