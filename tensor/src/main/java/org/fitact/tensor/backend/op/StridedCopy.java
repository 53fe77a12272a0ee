package org.fitact.tensor.backend.op;

/**
 * A copy between two strided views of the same shape: element {@code (i0, i1, …)} goes from
 * {@code sourceOffset + Σ i·sourceStride} to {@code targetOffset + Σ i·targetStride}. Transposing, slicing, padding,
 * flipping (negative strides), broadcasting (source stride 0) and concatenating are all this one op.
 *
 * @param shape extent of every dimension
 */
public record StridedCopy(int[] shape, int sourceOffset, int[] sourceStrides, int targetOffset, int[] targetStrides) {

    public StridedCopy {
        if (shape.length != sourceStrides.length || shape.length != targetStrides.length) {
            throw new IllegalArgumentException("a strided copy of rank " + shape.length + " has " + sourceStrides.length
                    + " source strides and " + targetStrides.length + " target strides");
        }
    }

    /** Elements that are copied. */
    public int elements() {
        int n = 1;
        for (int extent : shape) {
            n = Math.multiplyExact(n, extent);
        }
        return n;
    }
}
