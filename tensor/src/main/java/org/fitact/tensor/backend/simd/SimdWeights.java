package org.fitact.tensor.backend.simd;

import org.fitact.tensor.backend.Conv2d;
import org.fitact.tensor.backend.DType;
import org.fitact.tensor.backend.Gemm;
import org.fitact.tensor.backend.PackedWeights;
import org.fitact.tensor.backend.Product;
import org.fitact.tensor.backend.cpu.Arguments;
import org.fitact.tensor.backend.cpu.HostBuffer;

/** A buffer of weights and what was packed from it. */
final class SimdWeights implements PackedWeights {

    /** Changed elements that a task takes over: each waits for some forty cache lines. */
    private static final int PART = 16;

    private final Product shape;
    private final HostBuffer source;
    private final PackedProduct packed;
    private final Execution execution;
    private boolean closed;

    SimdWeights(Product shape, HostBuffer source, PackedProduct packed, Execution execution) {
        this.shape = shape;
        this.source = source;
        this.packed = packed;
        this.execution = execution;
    }

    /**
     * What was packed, for a product that differs from the given one in the number of images or rows at most.
     *
     * @throws IllegalArgumentException for another product
     */
    PackedProduct forProduct(Product wanted) {
        source.floats();
        if (closed) {
            throw new IllegalStateException("packed weights are used after they were closed");
        }
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
            throw new IllegalArgumentException("weights packed for " + shape + " are used for " + wanted);
        }
        return packed;
    }

    @Override
    public void refresh(int first, int count) {
        Arguments.requireCount("count", count);
        if (first < 0 || first > length() - count) {
            throw new IllegalArgumentException(
                    "elements " + first + " to " + (first + count - 1) + " of " + length() + " weights");
        }
        packed.refresh(source.floats(), first, count, execution.tiles()[0].acc());
    }

    /** Where two threads meet at the same filters, both write what the weights, which no longer change, make of them. */
    @Override
    public void refresh(int[] changed) {
        for (int element : changed) {
            if (element < 0 || element >= length()) {
                throw new IllegalArgumentException("element " + element + " of " + length() + " weights");
            }
        }
        float[] weights = source.floats();
        int parts = (changed.length + PART - 1) / PART;
        execution.workers().run(parts, (part, worker) -> {
            int end = Math.min(changed.length, (part + 1) * PART);
            for (int i = part * PART; i < end; i++) {
                packed.refresh(weights, changed[i], 1, execution.tiles()[worker].acc());
            }
        });
    }

    @Override
    public String algorithm() {
        return packed.algorithm();
    }

    @Override
    public DType type() {
        return DType.FLOAT32;
    }

    @Override
    public int length() {
        return source.length();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            execution.pool().release(packed.elements());
        }
    }

    @Override
    public String toString() {
        return "weights packed for " + shape;
    }
}
