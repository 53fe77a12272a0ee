package org.fitact.protect;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.fitact.nn.graph.Node;
import org.fitact.nn.plan.Inference;
import org.fitact.nn.plan.Plan;
import org.fitact.nn.plan.StepObserver;
import org.fitact.nn.plan.Sums;
import org.fitact.tensor.buffer.Buffer;

/** The checks of a scheme on one plan, one after the other in their order, and what they found image by image. */
public final class Checks implements StepObserver {

    private final List<ComputationCheck> checks;
    private final BitSet found = new BitSet();
    private int first;
    private int batch;

    public Checks(List<ComputationCheck> checks) {
        this.checks = List.copyOf(checks);
    }

    /** Those that watch a plan; empty if none do, or it is no plan in float. */
    public static Optional<Checks> of(Inference inference) {
        return inference instanceof Plan plan && plan.observer().orElse(null) instanceof Checks checks
                ? Optional.of(checks)
                : Optional.empty();
    }

    /** Has a plan without faults checked from now on; without checks nothing stands between its steps. */
    public void watch(Plan plan) {
        checks.forEach(check -> check.deployed(plan));
        plan.observe(checks.isEmpty() ? null : this);
    }

    /** Begins to count images anew, and has something run the plan over all of them. */
    public <T> T during(Supplier<T> run) {
        found.clear();
        first = 0;
        batch = 0;
        return run.get();
    }

    /** The images in which something was found; not to be modified. */
    public BitSet found() {
        return found;
    }

    @Override
    public void started(Buffer images, int count) {
        first += batch;
        batch = count;
        checks.forEach(check -> check.started(images, count));
    }

    @Override
    public void summed(Sums sums) {
        checks.forEach(check -> check.summed(sums));
    }

    @Override
    public void done(Node step, Buffer value, int count) {
        checks.forEach(check -> check.done(step, value, count));
    }

    @Override
    public void finished() {
        for (ComputationCheck check : checks) {
            check.found().stream().forEach(image -> found.set(first + image));
            check.finished();
        }
    }
}
