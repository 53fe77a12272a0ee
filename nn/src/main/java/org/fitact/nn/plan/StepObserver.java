package org.fitact.nn.plan;

import org.fitact.nn.graph.Node;
import org.fitact.tensor.buffer.Buffer;

/** Is called between the steps of a plan, on the thread that runs it. */
public interface StepObserver {

    /**
     * Before the first step of a run.
     *
     * @param images of the run; what is written there is what steps read, and is to be undone when the run is {@link #finished}
     * @param batch how many
     */
    default void started(Buffer images, int batch) {}

    /**
     * When a product has added up, before its bias is added; of plans whose sums are apart ({@link
     * org.fitact.nn.graph.pass.Fusion#SUMS}).
     */
    default void summed(Sums sums) {}

    /**
     * After a step.
     *
     * @param step with the name of the value that it made
     * @param value the value of the first {@code batch} images; what is written there is what later steps read
     */
    void done(Node step, Buffer value, int batch);

    /** After the last step of a run, or when a step has failed. */
    default void finished() {}

    /** This observer, and behind it another, which sees what this one left. */
    default StepObserver then(StepObserver other) {
        StepObserver first = this;
        return new StepObserver() {
            @Override
            public void started(Buffer images, int batch) {
                first.started(images, batch);
                other.started(images, batch);
            }

            @Override
            public void summed(Sums sums) {
                first.summed(sums);
                other.summed(sums.leftBy(first));
            }

            @Override
            public void done(Node step, Buffer value, int batch) {
                first.done(step, value, batch);
                other.done(step, value, batch);
            }

            @Override
            public void finished() {
                other.finished();
                first.finished();
            }
        };
    }
}
