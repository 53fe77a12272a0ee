package org.fitact.bench.peers;

/** Something that runs one network on one batch of images, over and over. */
interface Engine extends AutoCloseable {

    /** Runs the batch; the logits lie where the engine keeps them. */
    Object run() throws Exception;

    /** The logits of the latest run, {@code [batch, classes]}, row by row. */
    float[] logits();

    @Override
    void close() throws Exception;
}
