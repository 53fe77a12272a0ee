package org.fitact.nn.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.fitact.nn.checkpoint.StoredTensor;
import org.fitact.nn.graph.op.Op;
import org.fitact.tensor.Shape;
import org.fitact.tensor.backend.op.BoundedRelu;

/** What a name of a graph stands for, as far as it is needed to find the layers that the graph was made of. */
sealed interface Value {

    String describe();

    /** What a node makes that was refused, or that reads such a thing: nothing can be said of it. */
    record Unknown() implements Value {
        @Override
        public String describe() {
            return "unknown";
        }
    }

    /** What a node makes beside its result, such as the indices of a MaxPool. */
    record Beside() implements Value {
        @Override
        public String describe() {
            return "not the first output of its node";
        }
    }

    /**
     * Numbers of the file, under their name there (empty for none).
     *
     * @param transposed whether a matrix is meant with rows and columns exchanged: nothing is moved before a layer takes
     *     it, so that a chain of transpositions costs nothing
     */
    record Constant(String name, StoredTensor tensor, boolean transposed) implements Value {

        Constant(String name, StoredTensor tensor) {
            this(name, tensor, false);
        }

        int[] shape() {
            int[] shape = tensor.shape();
            return transposed ? new int[] {shape[1], shape[0]} : shape;
        }

        /** The numbers in the order of {@link #shape}. */
        StoredTensor inOrder() {
            return transposed ? transpose(tensor) : tensor;
        }

        static StoredTensor transpose(StoredTensor matrix) {
            int rows = matrix.shape()[0];
            int columns = matrix.shape()[1];
            float[] values = matrix.floats();
            float[] transposed = new float[values.length];
            for (int i = 0; i < values.length; i++) {
                transposed[i % columns * rows + i / columns] = values[i];
            }
            return StoredTensor.of(new int[] {columns, rows}, transposed);
        }

        @Override
        public String describe() {
            return "the constant '" + OnnxFile.brief(name) + "' " + tensor.type() + Arrays.toString(shape());
        }
    }

    /** Extents that are worked out in the graph itself, to flatten with; 0 stands for the batch, as in Reshape. */
    record Extents(long... values) implements Value {
        @Override
        public String describe() {
            return "a shape";
        }
    }

    /**
     * Something that depends on the images.
     *
     * @param shape for one image, {@code [height, width, channels]} or {@code [features]}
     */
    record Feature(Shape shape, Origin origin) implements Value {

        /** What it was made of, first: what an activation was given. */
        Feature from() {
            return origin.inputs().getFirst();
        }

        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }

        @Override
        public String describe() {
            return "a feature map of " + shape;
        }
    }

    /** Where r, a ReLU's result, does not exceed its bounds: {@code r ≤ λ}. */
    record WithinBounds(Feature r, Constant bounds) implements Value {
        @Override
        public String describe() {
            return "a comparison with bounds";
        }
    }

    /** {@code r > 0}. */
    record Positive(Feature r) implements Value {
        @Override
        public String describe() {
            return "a comparison with 0";
        }
    }

    /** {@code r − λ}, or {@code −κ·(r − λ)} or the sigmoid of that, on the way to a smooth bounded activation. */
    record Gate(Feature r, Constant bounds, float kappa, Stage stage) implements Value {
        enum Stage {
            ABOVE,
            SCALED,
            GATE,
            /** {@code r − λ ≤ c}. */
            PASSES
        }

        @Override
        public String describe() {
            return "a part of a smooth activation";
        }
    }

    /** How a feature came about. */
    sealed interface Origin {

        /** What it was made of. */
        List<Feature> inputs();

        record Images() implements Origin {
            @Override
            public List<Feature> inputs() {
                return List.of();
            }
        }

        /**
         * @param name null for what has no name of its own, such as a pooling
         * @param tensors the parameters under their full names, in the op's order and in the layout of the file; names that
         *     two layers have stand for one parameter
         */
        record Layer(NodeProto node, String name, Op op, Map<String, StoredTensor> tensors, Feature input)
                implements Origin {
            @Override
            public List<Feature> inputs() {
                return List.of(input);
            }
        }

        /** An activation; its site is named when it is known to be one, and not a part of a bounded one. */
        record Activation(NodeProto node, Function function, Feature input) implements Origin {
            @Override
            public List<Feature> inputs() {
                return List.of(input);
            }
        }

        record Sum(NodeProto node, Feature left, Feature right) implements Origin {
            @Override
            public List<Feature> inputs() {
                return List.of(left, right);
            }
        }
    }

    /** An activation function as it stands in a graph. */
    sealed interface Function {

        record Relu() implements Function {}

        record Tanh() implements Function {}

        /** @param bounds in the order of the file: scalar, [C, 1, 1], [C, H, W] or [F] */
        record Bounded(BoundedRelu.Policy policy, float kappa, Constant bounds) implements Function {}
    }
}
