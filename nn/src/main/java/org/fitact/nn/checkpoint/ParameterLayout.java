package org.fitact.nn.checkpoint;

import java.util.stream.IntStream;
import org.fitact.nn.graph.op.ParameterSpec;
import org.fitact.tensor.Shape;

/** Turns a parameter's values between this program's order of dimensions and PyTorch's, in which files keep them. */
public final class ParameterLayout {

    private ParameterLayout() {}

    /** For each dimension in the file, which dimension it is here. */
    private static int[] order(ParameterSpec.Layout layout, int rank) {
        return switch (layout) {
            case SAME -> IntStream.range(0, rank).toArray();
            case LINEAR -> new int[] {1, 0};
            case CONVOLUTION -> new int[] {3, 2, 0, 1};
            case FEATURE_MAP -> new int[] {2, 0, 1};
        };
    }

    /** Shape of a parameter in a file. */
    public static int[] fileShape(ParameterSpec.Layout layout, Shape shape) {
        int[] order = order(layout, shape.rank());
        int[] extents = new int[order.length];
        for (int d = 0; d < order.length; d++) {
            extents[d] = shape.extent(order[d]);
        }
        return extents;
    }

    /** A parameter's values as a file holds them. */
    public static StoredTensor toFile(ParameterSpec.Layout layout, Shape shape, float[] values) {
        float[] ordered = new float[values.length];
        int[] positions = positions(layout, shape);
        for (int i = 0; i < ordered.length; i++) {
            ordered[i] = values[positions[i]];
        }
        return StoredTensor.of(fileShape(layout, shape), ordered);
    }

    /** A parameter's values as the network wants them, from what a file holds in {@link #fileShape}. */
    public static float[] fromFile(ParameterSpec.Layout layout, Shape shape, StoredTensor stored) {
        float[] ordered = stored.floats();
        float[] values = new float[ordered.length];
        int[] positions = positions(layout, shape);
        for (int i = 0; i < ordered.length; i++) {
            values[positions[i]] = ordered[i];
        }
        return values;
    }

    /** For each element in the order of the file, its index here. */
    private static int[] positions(ParameterSpec.Layout layout, Shape shape) {
        int[] order = order(layout, shape.rank());
        int[] extents = fileShape(layout, shape);
        int[] strides = shape.strides();
        int[] positions = new int[shape.elements()];
        int[] index = new int[order.length];
        for (int i = 0; i < positions.length; i++) {
            int position = 0;
            for (int d = 0; d < order.length; d++) {
                position += index[d] * strides[order[d]];
            }
            positions[i] = position;
            for (int d = order.length - 1; d >= 0 && ++index[d] == extents[d]; d--) {
                index[d] = 0;
            }
        }
        return positions;
    }
}
