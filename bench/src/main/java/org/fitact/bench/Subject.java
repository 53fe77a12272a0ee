package org.fitact.bench;

import java.io.IOException;
import org.fitact.nn.graph.Network;
import org.fitact.nn.train.EvaluationSet;

/** What inference is timed on: images, and a network under each {@link Scheme}. */
public interface Subject extends AutoCloseable {

    /**
     * The first images, a single batch of them.
     *
     * @throws IllegalArgumentException if there are fewer than {@code count}
     */
    EvaluationSet images(int count) throws IOException;

    /** The network under a scheme; valid until the next call. */
    Network network(Scheme scheme) throws IOException;

    @Override
    void close();
}
