package org.fitact.tensor.backend.op;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

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

    /** The copy back, from the target's places to the source's. */
    public StridedCopy inverse() {
        return new StridedCopy(shape, targetOffset, targetStrides, sourceOffset, sourceStrides);
    }

    /** Copies that come to the same, none of which reads an element twice because of a source stride of 0. */
    public List<StridedCopy> withoutRepetition() {
        for (int d = 0; d < shape.length; d++) {
            if (sourceStrides[d] == 0 && shape[d] > 1) {
                int repeated = d;
                return IntStream.range(0, shape[d])
                        .mapToObj(i -> at(repeated, i))
                        .flatMap(copy -> copy.withoutRepetition().stream())
                        .toList();
            }
        }
        return List.of(this);
    }

    /** The part of this at one place of a dimension. */
    private StridedCopy at(int dimension, int place) {
        int[] part = shape.clone();
        part[dimension] = 1;
        return new StridedCopy(
                part,
                sourceOffset + place * sourceStrides[dimension],
                sourceStrides,
                targetOffset + place * targetStrides[dimension],
                targetStrides);
    }

    /**
     * The same copy by as few dimensions as can be: without those of extent 1, and with neighbours as one where both views go
     * through them in one stride.
     */
    public StridedCopy simplified() {
        int[] extents = new int[shape.length];
        int[] from = new int[shape.length];
        int[] to = new int[shape.length];
        int rank = 0;
        for (int d = 0; d < shape.length; d++) {
            if (shape[d] == 1) {
                continue;
            }
            boolean continues = rank > 0
                    && from[rank - 1] == (long) sourceStrides[d] * shape[d]
                    && to[rank - 1] == (long) targetStrides[d] * shape[d];
            rank += continues ? 0 : 1;
            extents[rank - 1] = continues ? extents[rank - 1] * shape[d] : shape[d];
            from[rank - 1] = sourceStrides[d];
            to[rank - 1] = targetStrides[d];
        }
        return new StridedCopy(
                Arrays.copyOf(extents, rank),
                sourceOffset,
                Arrays.copyOf(from, rank),
                targetOffset,
                Arrays.copyOf(to, rank));
    }
}
