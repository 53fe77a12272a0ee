package org.fitact.protect;

import java.util.List;
import org.fitact.nn.graph.Node;
import org.fitact.nn.plan.Plan;
import org.fitact.nn.plan.StepObserver;
import org.fitact.tensor.buffer.Buffer;

/** The checks of a scheme on one plan, one after the other in their order. */
public record Checks(List<ComputationCheck> checks) implements StepObserver {

    public Checks {
        checks = List.copyOf(checks);
    }

    /** Has a plan checked from now on; without checks nothing stands between its steps. */
    public void watch(Plan plan) {
        plan.observe(checks.isEmpty() ? null : this);
    }

    @Override
    public void started() {
        checks.forEach(StepObserver::started);
    }

    @Override
    public void done(Node step, Buffer value, int batch) {
        checks.forEach(check -> check.done(step, value, batch));
    }
}
