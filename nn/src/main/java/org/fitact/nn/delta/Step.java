package org.fitact.nn.delta;

import java.util.List;
import org.fitact.nn.graph.Node;
import org.fitact.nn.plan.Plan;

/** One step of a network, which makes a value of others: here, by the plan's own kernel. */
class Step {

    private final Plan plan;
    private final Node node;
    private final List<Value> inputs;
    private final Value output;

    /**
     * @param node of the plan
     * @param inputs that it reads, in its order
     */
    Step(Plan plan, Node node, List<Value> inputs, Value output) {
        this.plan = plan;
        this.node = node;
        this.inputs = List.copyOf(inputs);
        this.output = output;
    }

    final Node node() {
        return node;
    }

    final Value input() {
        return inputs.getFirst();
    }

    final List<Value> inputs() {
        return inputs;
    }

    final Value output() {
        return output;
    }

    final boolean inputsDiffer() {
        for (Value input : inputs) {
            if (input.differs()) {
                return true;
            }
        }
        return false;
    }

    /** Whether each element of the output is a function of those in its place. */
    boolean isElementwise() {
        return false;
    }

    /** Whether it sums, so that rounding depends on the order. */
    boolean isProduct() {
        return false;
    }

    /** Whether the plan computes outputs so that the rounding of one depends on the size of others. */
    boolean mixesOutputs() {
        return false;
    }

    /** Brings the output up to date: what its inputs are now makes of it. */
    void update() {
        output.setAll(computed());
    }

    /** The output by the plan, of the inputs as they are now. */
    final float[] computed() {
        return plan.compute(node.name(), inputs.stream().map(Value::now).toList());
    }

    /**
     * The same where a parameter that the step reads is changed.
     *
     * @param exact whether the output must be that of the plan to the bit
     */
    void strike(PlanParameters.Struck change, boolean exact) {
        change.during(() -> output.setAll(computed()));
    }
}
