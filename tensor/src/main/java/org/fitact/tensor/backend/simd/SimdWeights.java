package org.fitact.tensor.backend.simd;

import org.fitact.tensor.backend.simd.run.Execution;
import org.fitact.tensor.buffer.PackedWeights;

/** What was packed from an array of weights. */
final class SimdWeights implements PackedWeights {

    /** Places that a task packs anew: each waits for some forty cache lines. */
    private static final int PART = 16;

    private final float[] source;
    private final PackedProduct packed;
    private final Execution execution;
    private boolean closed;

    SimdWeights(float[] source, PackedProduct packed, Execution execution) {
        this.source = source;
        this.packed = packed;
        this.execution = execution;
    }

    PackedProduct packed() {
        return packed;
    }

    @Override
    public void refresh(int first, int count) {
        packed.refresh(source, first, count, execution.tiles()[0].acc());
    }

    /** Where two threads meet at the same filters, both write what the weights, which no longer change, make of them. */
    @Override
    public void refresh(int[] changed) {
        int[] places = packed.places(changed);
        int parts = (places.length + PART - 1) / PART;
        execution.workers().run(parts, (part, worker) -> {
            int end = Math.min(places.length, (part + 1) * PART);
            for (int i = part * PART; i < end; i++) {
                packed.refresh(source, places[i], 1, execution.tiles()[worker].acc());
            }
        });
    }

    @Override
    public String algorithm() {
        return packed.algorithm();
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            packed.release(execution);
        }
    }
}
