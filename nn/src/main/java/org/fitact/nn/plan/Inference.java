package org.fitact.nn.plan;

import org.fitact.nn.graph.Graph;
import org.fitact.tensor.Tensor;

/** A network that is ready to answer to images, whatever it computes with. */
public interface Inference extends AutoCloseable {

    /** What it computes. */
    Graph graph();

    /** Images that one run can take. */
    int maximumBatch();

    /** Logits and classes of one run. */
    Answer answer(Tensor images);

    /** Bytes of its memory, about. */
    long bytes();

    /** Logits {@code [batch, classes]}, row by row. */
    default float[] logits(Tensor images) {
        return answer(images).logits();
    }

    /** The class of every image; −1 where all logits are NaN. */
    default int[] predict(Tensor images) {
        return answer(images).classes();
    }

    @Override
    void close();

    /**
     * What one run gives.
     *
     * @param logits {@code [batch, classes]}, row by row
     * @param classes as {@link #predict}
     */
    record Answer(float[] logits, int[] classes) {}
}
