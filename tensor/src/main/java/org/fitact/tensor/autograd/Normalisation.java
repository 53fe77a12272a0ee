package org.fitact.tensor.autograd;

import org.fitact.tensor.Shape;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.op.BatchNorm;
import org.fitact.tensor.backend.op.BatchNormGradients;
import org.fitact.tensor.backend.op.BatchNormSaved;
import org.fitact.tensor.backend.op.BinaryOp;
import org.fitact.tensor.backend.op.Broadcast;
import org.fitact.tensor.backend.op.ReduceOp;
import org.fitact.tensor.backend.op.Reduction;
import org.fitact.tensor.backend.op.UnaryOp;
import org.fitact.tensor.backend.op.attention.GroupNorm;

/** Batch normalisation over the last dimension, and group norm; see {@link BatchNorm} and {@link GroupNorm}. */
public final class Normalisation {

    private Normalisation() {}

    /**
     * The layer's tensors, each {@code [channels]}.
     *
     * @param mean running mean; modified in training
     * @param variance running variance; modified in training
     */
    public record Layer(Tensor gamma, Tensor beta, Tensor mean, Tensor variance, float epsilon, float momentum) {

        private BatchNorm shape(Tensor x) {
            int channels = gamma.elements();
            return new BatchNorm(
                    x.elements() / channels,
                    channels,
                    epsilon,
                    momentum,
                    gamma.buffer(),
                    beta.buffer(),
                    mean.buffer(),
                    variance.buffer());
        }
    }

    /** Normalises by the statistics of the batch and moves the running ones. */
    public static Tensor training(Tape tape, Tensor x, Layer layer) {
        BatchNorm shape = layer.shape(x);
        Shape channels = Shape.of(shape.channels());
        Tensor y = tape.allocate(x.shape());
        BatchNormSaved saved = new BatchNormSaved(
                tape.allocate(channels).buffer(), tape.allocate(channels).buffer());
        tape.backend().batchNormTraining(shape, x.buffer(), y.buffer(), saved);
        return tape.record(y, new TrainingGrad(shape, layer, x, saved), x, layer.gamma, layer.beta);
    }

    /** Normalises by the running statistics, as a fixed affine map; gradients go to the input only. */
    public static Tensor inference(Tape tape, Tensor x, Layer layer) {
        BatchNorm shape = layer.shape(x);
        Tensor y = tape.allocate(x.shape());
        tape.backend().batchNormInference(shape, x.buffer(), y.buffer());
        return tape.record(y, new InferenceGrad(shape, layer, x), x);
    }

    /**
     * Group norm by the statistics of each group of each image.
     *
     * @param shape as many elements as {@code x} has; its own scale and shift are not read
     * @param gamma scale, {@code [channels]}, or null
     * @param beta shift, {@code [channels]}, or null
     */
    public static Tensor groupNorm(Tape tape, GroupNorm shape, Tensor x, Tensor gamma, Tensor beta) {
        GroupNorm layer = shape.with(gamma == null ? null : gamma.buffer(), beta == null ? null : beta.buffer());
        Tensor y = tape.allocate(x.shape());
        tape.backend().groupNorm(layer, x.buffer(), y.buffer());
        return tape.record(y, new GroupNormGrad(shape.with(null, null), x, gamma, beta), x, gamma, beta);
    }

    private record TrainingGrad(BatchNorm shape, Layer layer, Tensor x, BatchNormSaved saved) implements Function {
        @Override
        public void backward(Tensor gy, Gradients gradients) {
            Tensor gx = gradients.allocate(x.shape());
            Tensor ggamma = gradients.allocate(layer.gamma.shape());
            Tensor gbeta = gradients.allocate(layer.beta.shape());
            BatchNormGradients targets = new BatchNormGradients(gx.buffer(), ggamma.buffer(), gbeta.buffer());
            gradients.backend().batchNormBackward(shape, x.buffer(), gy.buffer(), saved, targets);
            gradients.accumulate(x, gx);
            gradients.accumulate(layer.gamma, ggamma);
            gradients.accumulate(layer.beta, gbeta);
        }
    }

    /** {@code gx = gy · gamma/√(variance + epsilon)}. */
    private record InferenceGrad(BatchNorm shape, Layer layer, Tensor x) implements Function {
        @Override
        public void backward(Tensor gy, Gradients gradients) {
            Backend backend = gradients.backend();
            int channels = shape.channels();
            Broadcast perChannel = Broadcast.same(channels);
            Tensor scale = gradients.allocate(layer.gamma.shape());
            backend.unary(new UnaryOp.Affine(1, shape.epsilon()), channels, layer.variance.buffer(), scale.buffer());
            backend.unary(new UnaryOp.Sqrt(), channels, scale.buffer(), scale.buffer());
            backend.binary(BinaryOp.DIVIDE, perChannel, layer.gamma.buffer(), scale.buffer(), scale.buffer());
            Tensor gx = gradients.allocate(x.shape());
            backend.binary(
                    BinaryOp.MULTIPLY,
                    Broadcast.rows(shape.rows(), channels),
                    gy.buffer(),
                    scale.buffer(),
                    gx.buffer());
            gradients.accumulate(x, gx);
        }
    }

    /** {@code gbeta = Σ gy}, {@code ggamma = Σ gy·x̂}; that by the input is of {@code gy·gamma}. */
    private record GroupNormGrad(GroupNorm shape, Tensor x, Tensor gamma, Tensor beta) implements Function {
        @Override
        public void backward(Tensor gy, Gradients gradients) {
            Backend backend = gradients.backend();
            Broadcast perChannel = Broadcast.rows(x.elements() / shape.channels(), shape.channels());
            if (gradients.wanted(x)) {
                Tensor upstream = gy;
                if (gamma != null) {
                    upstream = gradients.allocate(x.shape());
                    backend.binary(BinaryOp.MULTIPLY, perChannel, gy.buffer(), gamma.buffer(), upstream.buffer());
                }
                Tensor gx = gradients.allocate(x.shape());
                backend.groupNormBackward(shape, x.buffer(), upstream.buffer(), gx.buffer());
                gradients.accumulate(x, gx);
            }
            if (gradients.wanted(gamma)) {
                Tensor terms = gradients.allocate(x.shape());
                backend.groupNorm(shape, x.buffer(), terms.buffer());
                Broadcast all = Broadcast.same(x.elements());
                backend.binary(BinaryOp.MULTIPLY, all, terms.buffer(), gy.buffer(), terms.buffer());
                sumRows(terms, gamma, gradients);
            }
            if (gradients.wanted(beta)) {
                sumRows(gy, beta, gradients);
            }
        }

        private void sumRows(Tensor terms, Tensor parameter, Gradients gradients) {
            Tensor sum = gradients.allocate(parameter.shape());
            Reduction rows = new Reduction(1, x.elements() / shape.channels(), shape.channels());
            gradients.backend().reduce(ReduceOp.SUM, rows, terms.buffer(), sum.buffer());
            gradients.accumulate(parameter, sum);
        }
    }
}
