package org.fitact.nn.plan;

import org.fitact.nn.graph.Node;
import org.fitact.tensor.buffer.Buffer;

/** Is called between the steps of a plan, on the thread that runs it. */
public interface StepObserver {

    /** Before the first step of a run. */
    default void started() {}

    /**
     * After a step.
     *
     * @param step with the name of the value that it made
     * @param value the value of the first {@code batch} images; what is written there is what later steps read
     */
    void done(Node step, Buffer value, int batch);

    /** This observer, and behind it another, which sees what this one left. */
    default StepObserver then(StepObserver other) {
        StepObserver first = this;
        return new StepObserver() {
            @Override
            public void started() {
                first.started();
                other.started();
            }

            @Override
            public void done(Node step, Buffer value, int batch) {
                first.done(step, value, batch);
                other.done(step, value, batch);
            }
        };
    }
}
