package org.fitact.nn.delta;

import java.util.List;
import org.fitact.nn.graph.Node;
import org.fitact.nn.plan.Plan;

/** The sum of two values of one shape. */
final class AddStep extends Step {

    AddStep(Plan plan, Node node, List<Value> inputs, Value output) {
        super(plan, node, inputs, output);
    }

    @Override
    boolean isElementwise() {
        return true;
    }

    @Override
    void update() {
        float[] a = inputs().get(0).now();
        float[] b = inputs().get(1).now();
        for (Value input : inputs()) {
            for (int i = 0; i < input.count(); i++) {
                int index = input.changed()[i];
                output().set(index, a[index] + b[index]);
            }
        }
    }
}
