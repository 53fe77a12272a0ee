package org.fitact.tensor.autograd;

import java.util.List;
import org.fitact.tensor.Broadcasting;
import org.fitact.tensor.Shape;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.backend.op.ReduceOp;
import org.fitact.tensor.backend.op.Reduction;
import org.fitact.tensor.backend.op.StridedCopy;

/** Ops that move elements without changing them. */
public final class Shaping {

    private Shaping() {}

    /**
     * The same elements in the same order under another shape. The result lies in the memory of {@code x}, which must live
     * as long.
     *
     * @throws IllegalArgumentException if the shapes differ in their number of elements
     */
    public static Tensor reshape(Tape tape, Tensor x, Shape shape) {
        return tape.record(x.view(shape), (gy, gradients) -> copyBack(gy, x, gradients), x);
    }

    /**
     * Feature maps as rows: {@code [batch, height, width, channels] → [batch, channels·height·width]}, in the order
     * channel, row, column. That is PyTorch's order, so that the weights of the linear layer behind mean the same there.
     */
    public static Tensor flatten(Tape tape, Tensor x) {
        Shape in = x.shape();
        if (in.extent(1) * in.extent(2) == 1) {
            return reshape(tape, x, Shape.of(in.extent(0), in.extent(3)));
        }
        StridedCopy copy = channelsFirst(in);
        Tensor y = tape.allocate(Shape.of(in.extent(0), in.elementsPerRow()));
        tape.backend().copyStrided(copy, x.buffer(), y.buffer());
        return tape.record(y, new CopyGrad(copy, x), x);
    }

    /** The copy that turns {@code [batch, height, width, channels]} into {@code [batch, channels, height, width]}. */
    public static StridedCopy channelsFirst(Shape in) {
        return transposed(in, List.of(2, 0, 1));
    }

    /**
     * Dimensions in another order, the batch staying in front: dimension {@code d} behind it is dimension
     * {@code order[d]} of {@code x} behind its batch.
     */
    public static Tensor transpose(Tape tape, Tensor x, List<Integer> order) {
        StridedCopy copy = transposed(x.shape(), order);
        Tensor y = tape.allocate(Shape.of(copy.shape()));
        tape.backend().copyStrided(copy, x.buffer(), y.buffer());
        return tape.record(y, new CopyGrad(copy, x), x);
    }

    /** The copy of {@link #transpose} from a value of a shape, batch included, to a dense one. */
    public static StridedCopy transposed(Shape in, List<Integer> order) {
        int[] strides = in.strides();
        int[] shape = in.extents();
        int[] from = strides.clone();
        for (int d = 0; d < order.size(); d++) {
            shape[d + 1] = in.extent(order.get(d) + 1);
            from[d + 1] = strides[order.get(d) + 1];
        }
        return new StridedCopy(shape, 0, from, 0, Shape.of(shape).strides());
    }

    /**
     * A tensor for each image of a batch, which is the same for all.
     *
     * @param x of one image
     * @return {@code [batch, …]}
     */
    public static Tensor repeated(Tape tape, Tensor x, int batch) {
        Tensor y = tape.allocate(x.shape().withBatch(batch));
        tape.backend().copyStrided(Broadcasting.expansion(x.shape(), y.shape()), x.buffer(), y.buffer());
        return tape.record(y, (gy, gradients) -> sumImages(gy, x, gradients), x);
    }

    private static void sumImages(Tensor gy, Tensor x, Gradients gradients) {
        Tensor gx = gradients.allocate(x.shape());
        Reduction images = new Reduction(1, gy.shape().extent(0), x.elements());
        gradients.backend().reduce(ReduceOp.SUM, images, gy.buffer(), gx.buffer());
        gradients.accumulate(x, gx);
    }

    private static void copyBack(Tensor gy, Tensor x, Gradients gradients) {
        Tensor gx = gradients.allocate(x.shape());
        int n = x.elements();
        int[] dense = {1};
        StridedCopy all = new StridedCopy(new int[] {n}, 0, dense, 0, dense);
        gradients.backend().copyStrided(all, gy.buffer(), gx.buffer());
        gradients.accumulate(x, gx);
    }

    /** The gradient of a permutation is the inverse permutation. */
    private record CopyGrad(StridedCopy copy, Tensor x) implements Function {
        @Override
        public void backward(Tensor gy, Gradients gradients) {
            Tensor gx = gradients.allocate(x.shape());
            StridedCopy inverse = new StridedCopy(
                    copy.shape(), copy.targetOffset(), copy.targetStrides(), copy.sourceOffset(), copy.sourceStrides());
            gradients.backend().copyStrided(inverse, gy.buffer(), gx.buffer());
            gradients.accumulate(x, gx);
        }
    }
}
