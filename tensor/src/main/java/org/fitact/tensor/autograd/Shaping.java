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
     * Elements of some values in other places, put together: {@code y} is filled with {@code rest}, if there is one, and then
     * written by copies.
     *
     * @param copies for each of {@code xs}, from it to {@code y}; no two write one element
     * @param rest null if the copies write all of {@code y}
     */
    public static Tensor moved(Tape tape, List<Tensor> xs, List<List<StridedCopy>> copies, Shape shape, Float rest) {
        Tensor y = tape.allocate(shape);
        if (rest != null) {
            tape.backend().fill(y.elements(), rest, y.buffer());
        }
        for (int i = 0; i < xs.size(); i++) {
            for (StridedCopy copy : copies.get(i)) {
                tape.backend().copyStrided(copy, xs.get(i).buffer(), y.buffer());
            }
        }
        return tape.record(y, new MovedGrad(xs, copies), xs.toArray(Tensor[]::new));
    }

    /**
     * The copy that exchanges dimensions behind the batch, to a dense value: its dimension {@code d} behind the batch is
     * dimension {@code order[d]} of {@code in} behind its batch.
     */
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
            gradients.backend().copyStrided(copy.inverse(), gy.buffer(), gx.buffer());
            gradients.accumulate(x, gx);
        }
    }

    /** The gradient of an element is the sum of those of all its copies. */
    private record MovedGrad(List<Tensor> xs, List<List<StridedCopy>> copies) implements Function {
        @Override
        public void backward(Tensor gy, Gradients gradients) {
            for (int i = 0; i < xs.size(); i++) {
                for (StridedCopy copy : copies.get(i)) {
                    for (StridedCopy once : copy.withoutRepetition()) {
                        Tensor gx = gradients.allocate(xs.get(i).shape());
                        gradients.backend().fill(gx.elements(), 0, gx.buffer());
                        gradients.backend().copyStrided(once.inverse(), gy.buffer(), gx.buffer());
                        gradients.accumulate(xs.get(i), gx);
                    }
                }
            }
        }
    }
}
