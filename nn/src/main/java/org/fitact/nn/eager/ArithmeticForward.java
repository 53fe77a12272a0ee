package org.fitact.nn.eager;

import java.util.List;
import org.fitact.nn.graph.op.Arithmetic;
import org.fitact.nn.graph.op.Binary;
import org.fitact.nn.graph.op.Elementary;
import org.fitact.nn.graph.op.GroupNorm;
import org.fitact.nn.graph.op.LayerNorm;
import org.fitact.nn.graph.op.MatMul;
import org.fitact.nn.graph.op.PRelu;
import org.fitact.nn.graph.op.Reduce;
import org.fitact.nn.graph.op.Softmax;
import org.fitact.nn.graph.op.Stored;
import org.fitact.tensor.Shape;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.autograd.Attention;
import org.fitact.tensor.autograd.Elementwise;
import org.fitact.tensor.autograd.Normalisation;
import org.fitact.tensor.autograd.Reducing;
import org.fitact.tensor.autograd.Shaping;
import org.fitact.tensor.autograd.Tape;
import org.fitact.tensor.backend.op.BinaryOp;
import org.fitact.tensor.backend.op.attention.BatchedGemm;

/**
 * Runs the ops of {@link Arithmetic} on a tape.
 *
 * @param images in the batch
 */
record ArithmeticForward(Tape tape, int images) {

    /**
     * What an op makes.
     *
     * @param inputs its values, the batch in front of each
     * @param parameters its parameters
     */
    Tensor value(Arithmetic op, List<Tensor> inputs, List<Tensor> parameters) {
        return switch (op) {
            case Binary binary -> pair(binary.function(), inputs);
            case Elementary elementary -> Elementwise.unary(tape, elementary.function(), inputs.getFirst());
            case Reduce reduce -> {
                Tensor x = inputs.getFirst();
                yield Reducing.reduce(tape, reduce.function(), x, reduce.reduced(ofOne(x)));
            }
            case MatMul product -> product(product, inputs.get(0), inputs.get(1));
            case Softmax softmax -> {
                Tensor x = inputs.getFirst();
                yield Attention.softmax(tape, softmax.geometry(ofOne(x)).withImages(images), x);
            }
            case LayerNorm norm -> {
                Tensor x = inputs.getFirst();
                Tensor shift = norm.bias() ? parameters.get(1) : null;
                yield Normalisation.groupNorm(
                        tape, norm.geometry(ofOne(x)).withImages(images), x, parameters.get(0), shift);
            }
            case GroupNorm norm -> {
                Tensor x = inputs.getFirst();
                yield Normalisation.groupNorm(
                        tape, norm.geometry(ofOne(x)).withImages(images), x, parameters.get(0), parameters.get(1));
            }
            case PRelu _ -> Elementwise.prelu(tape, inputs.getFirst(), parameters.getFirst());
            case Stored _ -> Shaping.repeated(tape, parameters.getFirst(), images);
        };
    }

    /** {@code function(a, b)}, each image with its own. */
    Tensor pair(BinaryOp function, List<Tensor> inputs) {
        int rank = Math.max(inputs.get(0).shape().rank(), inputs.get(1).shape().rank());
        return Elementwise.binary(tape, function, ofRank(rank, inputs.get(0)), ofRank(rank, inputs.get(1)));
    }

    /** With dimensions of 1 behind the batch, up to a rank. */
    private Tensor ofRank(int rank, Tensor x) {
        return x.shape().rank() == rank
                ? x
                : Shaping.reshape(tape, x, ofOne(x).ofRank(rank - 1).withBatch(images));
    }

    private Tensor product(MatMul op, Tensor a, Tensor b) {
        BatchedGemm shape = op.geometry(ofOne(a), ofOne(b)).withImages(images);
        return Attention.matmul(
                tape, shape, a, b, op.outputShape(List.of(ofOne(a), ofOne(b))).withBatch(images));
    }

    private static Shape ofOne(Tensor x) {
        return x.shape().withoutBatch();
    }
}
