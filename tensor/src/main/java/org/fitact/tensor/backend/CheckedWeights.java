package org.fitact.tensor.backend;

import org.fitact.tensor.backend.op.Conv2d;
import org.fitact.tensor.backend.op.Gemm;
import org.fitact.tensor.backend.op.Product;
import org.fitact.tensor.buffer.PackedWeights;

/** Packed weights of a {@link CheckedBackend}: refused also once their source is closed, and for other products. */
final class CheckedWeights extends CheckedHandle<PackedWeights> implements PackedWeights {

    private final Product shape;
    private final CheckedBuffer source;
    private final int length;

    /**
     * @param shape that they were packed for
     * @param length elements of the weights
     */
    CheckedWeights(Custody custody, Product shape, CheckedBuffer source, int length, PackedWeights inside) {
        super(custody, inside);
        this.shape = shape;
        this.source = source;
        this.length = length;
    }

    /**
     * The weights themselves, for a product that differs from theirs in the number of images or rows at most.
     *
     * @throws IllegalArgumentException for another product
     * @throws IllegalStateException if they or their source were closed
     */
    PackedWeights inside(Product wanted) {
        boolean same = switch (wanted) {
            case Conv2d conv ->
                shape instanceof Conv2d packedFor
                        && conv.withBatch(packedFor.batch()).equals(packedFor);
            case Gemm gemm ->
                shape instanceof Gemm packedFor
                        && gemm.n() == packedFor.n()
                        && gemm.k() == packedFor.k()
                        && !gemm.transposeA()
                        && !gemm.transposeB();
        };
        if (!same) {
            throw new IllegalArgumentException(this + " is used for " + wanted);
        }
        return open();
    }

    private PackedWeights open() {
        requireOwner();
        source.inside();
        return inside();
    }

    @Override
    public void refresh(int first, int count) {
        if (count < 0 || first < 0 || first > length - count) {
            throw new IllegalArgumentException(
                    count + " elements from " + first + " on are refreshed, of " + length + " weights");
        }
        open().refresh(first, count);
    }

    @Override
    public void refresh(int[] changed) {
        for (int element : changed) {
            if (element < 0 || element >= length) {
                throw new IllegalArgumentException("element " + element + " of " + length + " weights is refreshed");
            }
        }
        open().refresh(changed);
    }

    @Override
    public String algorithm() {
        return open().algorithm();
    }

    @Override
    public String toString() {
        return "the packing of weights for " + shape;
    }
}
