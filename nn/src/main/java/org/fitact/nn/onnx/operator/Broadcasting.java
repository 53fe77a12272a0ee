package org.fitact.nn.onnx.operator;

import org.fitact.nn.InvalidFileException;
import org.fitact.nn.onnx.read.OnnxNode;

/**
 * Two arrays beside each other, as ONNX and NumPy repeat them: shapes are aligned at their ends, and an extent of 1 stands for
 * as many as the other has.
 */
record Broadcasting(int[] shape, int[] firstStrides, int[] secondStrides) {

    static Broadcasting of(OnnxNode node, int[] a, int[] b) throws InvalidFileException {
        int rank = Math.max(a.length, b.length);
        int[] shape = new int[rank];
        for (int d = 0; d < rank; d++) {
            int x = extent(a, d, rank);
            int y = extent(b, d, rank);
            if (x != y && x != 1 && y != 1) {
                throw node.invalid("inputs", x + " beside " + y + " numbers", "as many, or 1");
            }
            shape[d] = x == 1 ? y : x;
        }
        return new Broadcasting(shape, strides(a, rank), strides(b, rank));
    }

    private static int extent(int[] shape, int dimension, int rank) {
        int d = dimension - rank + shape.length;
        return d < 0 ? 1 : shape[d];
    }

    private static int[] strides(int[] shape, int rank) {
        int[] strides = new int[rank];
        int stride = 1;
        for (int d = rank - 1; d >= 0; d--) {
            int extent = extent(shape, d, rank);
            strides[d] = extent == 1 ? 0 : stride;
            stride *= extent;
        }
        return strides;
    }

    long elements() {
        long elements = 1;
        for (int extent : shape) {
            elements = Math.multiplyExact(elements, extent);
        }
        return elements;
    }

    /** Where the first array has what stands at an index of the result. */
    int first(int i) {
        return index(i, firstStrides);
    }

    int second(int i) {
        return index(i, secondStrides);
    }

    private int index(int i, int... strides) {
        int index = 0;
        int left = i;
        for (int d = shape.length - 1; d >= 0; d--) {
            index += left % shape[d] * strides[d];
            left /= shape[d];
        }
        return index;
    }
}
