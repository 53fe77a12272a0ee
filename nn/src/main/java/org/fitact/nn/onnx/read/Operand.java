package org.fitact.nn.onnx.read;

import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;
import org.fitact.nn.checkpoint.StoredTensor;
import org.fitact.nn.onnx.file.OnnxFile;
import org.fitact.tensor.Shape;

/** What a name of an ONNX graph stands for: a value of the network, or something that its nodes are made of. */
public sealed interface Operand {

    public String describe();

    /** What a node makes that was refused, or that reads such a thing: nothing can be said of it. */
    record Unknown() implements Operand {
        @Override
        public String describe() {
            return "unknown";
        }
    }

    /** What a node makes beside its result, such as the indices of a MaxPool. */
    record Beside() implements Operand {
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
    record Constant(String name, StoredTensor tensor, boolean transposed) implements Operand {

        public Constant(String name, StoredTensor tensor) {
            this(name, tensor, false);
        }

        public int[] shape() {
            int[] shape = tensor.shape();
            return transposed ? new int[] {shape[1], shape[0]} : shape;
        }

        /** The numbers in the order of {@link #shape}. */
        public StoredTensor inOrder() {
            return transposed ? transpose(tensor) : tensor;
        }

        public static StoredTensor transpose(StoredTensor matrix) {
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

    /** Numbers that depend on how many images there are, such as the extents of a value. */
    record Counted(Numbers numbers) implements Operand {
        @Override
        public String describe() {
            return "a shape";
        }
    }

    /** What a node of several results makes, in their order. */
    record Several(List<Operand> results) implements Operand {
        @Override
        public String describe() {
            return "several results";
        }
    }

    /**
     * A value of the network.
     *
     * @param node that makes it, by its number in the {@link GraphAssembly}
     * @param shape for one image, as it lies in memory: of a map {@code [height, width, channels]}
     * @param layout which axes of the file these are
     */
    record Feature(int node, Shape shape, Layout layout) implements Operand {

        public Feature {
            layout = layout.of(shape);
        }

        /** The same value, seen otherwise by the file. */
        public Feature with(Layout other) {
            return new Feature(node, shape, other);
        }

        /** Whether the file's first axis counts the images. */
        public boolean hasImages() {
            return layout.rank() > 0 && layout.hasBatch(0);
        }

        /** The axes of the file, N being the images: {@code [N, 3, 32, 32]}. */
        public String axes() {
            StringJoiner axes = new StringJoiner(", ", "[", "]");
            for (int axis = 0; axis < layout.rank(); axis++) {
                long extent = layout.extent(axis, shape);
                axes.add(!layout.hasBatch(axis) ? Long.toString(extent) : extent == 1 ? "N" : "N·" + extent);
            }
            return axes.toString();
        }

        @Override
        public String describe() {
            return "a feature map of " + shape;
        }
    }

    /**
     * A part of a bounded activation.
     *
     * @param r the result of its ReLU
     * @param bounds λ in the order of the file, {@code [C, 1, 1]}, {@code [C, H, W]} or {@code [F]}; null for none
     * @param number c or κ, where there is one
     */
    record BoundPart(Stage stage, Feature r, StoredTensor bounds, float number) implements Operand {

        public enum Stage {
            /** {@code r > 0}. */
            POSITIVE("a comparison with 0"),
            /** {@code r ≤ λ}. */
            WITHIN("a comparison with bounds"),
            /** {@code r − λ}, on the way to a smooth one. */
            ABOVE("a part of a smooth activation"),
            /** {@code r − λ ≤ c}. */
            PASSES("a part of a smooth activation"),
            /** {@code −κ·(r − λ)}. */
            SCALED("a part of a smooth activation"),
            /** The sigmoid of that. */
            GATE("a part of a smooth activation");

            private final String description;

            Stage(String description) {
                this.description = description;
            }
        }

        public BoundPart(Stage stage, Feature r, StoredTensor bounds) {
            this(stage, r, bounds, 0);
        }

        /** The next part on the way. */
        public BoundPart then(Stage next, float with) {
            return new BoundPart(next, r, bounds, with);
        }

        @Override
        public String describe() {
            return stage.description;
        }
    }

    /**
     * A part of a bound of two sides on x.
     *
     * @param lower μ in the order of the file; null for none yet
     * @param upper λ likewise
     * @param number c or κ, where there is one
     */
    record SidePart(Stage stage, Feature x, StoredTensor lower, StoredTensor upper, float number) implements Operand {

        public enum Stage {
            /** {@code x ≤ λ} or {@code x ≥ μ}. */
            HOLDS,
            /** Both. */
            INSIDE,
            /** {@code min(x, λ)}. */
            CAPPED,
            /** {@code x = x}, which is false for NaN alone. */
            NUMBER,
            /** {@code x > 0}. */
            POSITIVE,
            /** {@code λ − x} or {@code x − μ}. */
            TO_BOUND,
            /** The one that is to the bound on the side of x. */
            DISTANCE,
            /** {@code κ} times that. */
            SCALED,
            /** The sigmoid of that. */
            GATE,
            /** Whether the distance is at least {@code −c}. */
            PASSES
        }

        /** A part without bounds yet. */
        public static SidePart of(Stage stage, Feature x) {
            return new SidePart(stage, x, null, null, 0);
        }

        /** The next part on the way. */
        public SidePart then(Stage next, float with) {
            return new SidePart(next, x, lower, upper, with);
        }

        /** A part that has this one's bound and the other's; null if that is no pair of one x. */
        public SidePart with(SidePart other, Stage next) {
            boolean pair = stage == other.stage
                    && x.equals(other.x)
                    && (lower == null) != (other.lower == null)
                    && (upper == null) != (other.upper == null);
            return pair
                    ? new SidePart(next, x, lower == null ? other.lower : lower, upper == null ? other.upper : upper, 0)
                    : null;
        }

        @Override
        public String describe() {
            return "a part of a bound of two sides";
        }
    }
}
