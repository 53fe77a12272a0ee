package org.fitact.tensor.autograd;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fitact.tensor.Shape;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.op.UnaryOp;
import org.fitact.tensor.buffer.DType;

/**
 * One forward pass and its backward pass. The tape owns every tensor that was made on it, gradients included, and gives
 * all of their memory back when it is closed:
 *
 * <pre>
 * try (Tape tape = Tape.recording(backend)) {
 *     Tensor loss = Losses.crossEntropy(tape, network.forward(…), labels, 0.1f);
 *     tape.backward(loss);
 *     optimiser.step(tape);
 * }
 * </pre>
 */
public final class Tape implements AutoCloseable {

    private record Node(Tensor output, Function function) {}

    private final Backend backend;
    private final boolean recording;
    private final List<Node> nodes = new ArrayList<>();
    private final Set<Tensor> owned = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Map<Tensor, Tensor> gradients = new IdentityHashMap<>();

    /** Gradients that several tensors have, and how many beyond the first: never written while they are here. */
    private final Map<Tensor, Integer> shared = new IdentityHashMap<>();

    private Tape(Backend backend, boolean recording) {
        this.backend = backend;
        this.recording = recording;
    }

    /** A tape that keeps what a backward pass needs. */
    public static Tape recording(Backend backend) {
        return new Tape(backend, true);
    }

    /** A tape for a forward pass alone; it only owns memory. */
    public static Tape inference(Backend backend) {
        return new Tape(backend, false);
    }

    public Backend backend() {
        return backend;
    }

    /** A tensor of undefined contents that lives as long as the tape. */
    public Tensor allocate(Shape shape) {
        return own(Tensor.allocate(backend, DType.FLOAT32, shape));
    }

    /** Makes the tape the owner of a tensor. */
    public Tensor own(Tensor tensor) {
        owned.add(tensor);
        return tensor;
    }

    /**
     * Notes how an output came about. An output none of whose inputs wants a gradient is not recorded.
     *
     * @return the output
     */
    public Tensor record(Tensor output, Function function, Tensor... inputs) {
        boolean wanted = false;
        for (Tensor input : inputs) {
            wanted |= input != null && input.requiresGradient();
        }
        if (recording && wanted) {
            output.requireGradient(true);
            nodes.add(new Node(output, function));
        }
        return output;
    }

    /** {@link #backward(Tensor, Tensor)} of a single number, from the gradient 1. */
    public void backward(Tensor loss) {
        Tensor one = Tensor.of(backend, loss.shape(), new float[] {1});
        backward(loss, one);
    }

    /**
     * Finds the gradients by every leaf that requires one. Those of intermediate results are released on the way.
     *
     * @param seed gradient by the output, same shape; belongs to the tape from now on
     */
    public void backward(Tensor output, Tensor seed) {
        own(seed);
        if (!output.requiresGradient()) {
            throw new IllegalStateException("nothing that led to this tensor requires a gradient");
        }
        Gradients collector = new Collector();
        collector.accumulate(output, seed);
        for (Node node : nodes.reversed()) {
            Tensor gradient = gradients.remove(node.output);
            if (gradient != null) {
                node.function.backward(gradient, collector);
                release(gradient);
            }
        }
    }

    /**
     * Gradient by a leaf after {@link #backward}; null if the output does not depend on it. It belongs to the tape and is
     * not to be modified: several leaves may share it. It is valid until the next backward pass, which adds to it or puts
     * another in its place.
     */
    public Tensor gradient(Tensor leaf) {
        return gradients.get(leaf);
    }

    @Override
    public void close() {
        nodes.clear();
        gradients.clear();
        shared.clear();
        owned.forEach(Tensor::close);
        owned.clear();
    }

    /** Gives up one use of a gradient, and with the last one its memory. */
    private void release(Tensor tensor) {
        if (shared.computeIfPresent(tensor, (_, uses) -> uses - 1) != null) {
            shared.remove(tensor, 0);
            return;
        }
        owned.remove(tensor);
        tensor.close();
    }

    private final class Collector implements Gradients {

        @Override
        public Backend backend() {
            return backend;
        }

        @Override
        public boolean wanted(Tensor input) {
            return input != null && input.requiresGradient();
        }

        @Override
        public Tensor allocate(Shape shape) {
            return Tape.this.allocate(shape);
        }

        @Override
        public void accumulate(Tensor input, Tensor gradient) {
            if (!input.shape().equals(gradient.shape())) {
                throw new IllegalArgumentException(
                        "gradient of shape " + gradient.shape() + " for a tensor of shape " + input.shape());
            }
            if (!wanted(input)) {
                release(gradient);
                return;
            }
            Tensor sum = gradients.putIfAbsent(input, gradient);
            if (sum == null) {
                return;
            }
            if (shared.containsKey(sum)) {
                gradients.put(input, gradient);
                add(sum, gradient);
            } else {
                add(gradient, sum);
            }
        }

        /** Adds a gradient to another one, and gives it up. */
        private void add(Tensor gradient, Tensor sum) {
            backend.axpy(sum.elements(), 1, gradient.buffer(), sum.buffer());
            release(gradient);
        }

        @Override
        public void pass(Tensor input, Tensor gy) {
            if (!wanted(input)) {
                return;
            }
            if (gradients.containsKey(input)) {
                Tensor copy = allocate(gy.shape());
                backend.unary(new UnaryOp.Affine(1, 0), gy.elements(), gy.buffer(), copy.buffer());
                accumulate(input, copy);
            } else {
                shared.merge(gy, 1, Integer::sum);
                accumulate(input, gy);
            }
        }
    }
}
