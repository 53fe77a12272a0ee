package org.fitact.tensor;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The extents of a dense, row-major tensor. Feature maps are {@code [batch, height, width, channels]}. */
public final class Shape {

    private final int[] extents;

    private Shape(int[] extents) {
        this.extents = extents;
    }

    public static Shape of(int... extents) {
        for (int extent : extents) {
            if (extent <= 0) {
                throw new IllegalArgumentException(
                        "shape " + Arrays.toString(extents) + " has an extent that is not positive");
            }
        }
        return new Shape(extents.clone());
    }

    public int rank() {
        return extents.length;
    }

    /** Extent of a dimension; a negative one counts from the last, so {@code -1} is the last. */
    public int extent(int dimension) {
        return extents[dimension < 0 ? dimension + extents.length : dimension];
    }

    public int[] extents() {
        return extents.clone();
    }

    /** Product of the extents. */
    public int elements() {
        int n = 1;
        for (int extent : extents) {
            n = Math.multiplyExact(n, extent);
        }
        return n;
    }

    /** Product of all extents but the first: the elements that belong to one image of a batch. */
    public int elementsPerRow() {
        return elements() / extents[0];
    }

    /** This shape with a batch dimension in front. */
    public Shape withBatch(int batch) {
        return of(IntStream.concat(IntStream.of(batch), Arrays.stream(extents)).toArray());
    }

    /** This shape with dimensions of 1 in front, up to a rank. */
    public Shape ofRank(int rank) {
        int[] wide = new int[rank];
        Arrays.fill(wide, 1);
        System.arraycopy(extents, 0, wide, rank - extents.length, extents.length);
        return of(wide);
    }

    /** This shape without its first dimension. */
    public Shape withoutBatch() {
        return of(Arrays.copyOfRange(extents, 1, extents.length));
    }

    /** Row-major strides, in elements. */
    public int[] strides() {
        int[] strides = new int[extents.length];
        int stride = 1;
        for (int d = extents.length - 1; d >= 0; d--) {
            strides[d] = stride;
            stride *= extents[d];
        }
        return strides;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape shape && Arrays.equals(extents, shape.extents);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(extents);
    }

    @Override
    public String toString() {
        return Arrays.stream(extents).mapToObj(Integer::toString).collect(Collectors.joining("x"));
    }
}
