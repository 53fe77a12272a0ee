package org.fitact.nn.delta;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.fitact.nn.plan.Plan;
import org.fitact.nn.plan.PlanParameter;

/** The parameters of a plan by name, with the numbers that they have without a change. */
final class PlanParameters {

    private final Plan plan;
    private final Map<String, Integer> indices = new HashMap<>();
    private final List<PlanParameter> parameters;

    PlanParameters(Plan plan) {
        this.plan = plan;
        this.parameters = plan.parameters();
        for (int p = 0; p < parameters.size(); p++) {
            indices.put(parameters.get(p).name(), p);
        }
    }

    /** Not to be modified. */
    float[] numbers(String parameter) {
        if (!indices.containsKey(parameter)) {
            throw new IllegalArgumentException("no layer reads " + parameter);
        }
        return parameters.get(indices.get(parameter)).values();
    }

    Struck struck(ParameterChange change) {
        return new Struck(change, numbers(change.parameter()));
    }

    /** A change of one of them. */
    final class Struck {

        private final ParameterChange change;
        private final float[] clean;

        private Struck(ParameterChange change, float[] clean) {
            this.change = change;
            this.clean = clean;
        }

        String parameter() {
            return change.parameter();
        }

        /** Whether one element alone is changed. */
        boolean isSingle() {
            return change.indices().length == 1;
        }

        /** The first element that is changed. */
        int index() {
            return change.indices()[0];
        }

        /** What it is changed by. */
        double difference() {
            return (double) change.numbers()[0] - clean[index()];
        }

        /** Runs something while the plan has the change. */
        void during(Runnable action) {
            int parameter = indices.get(change.parameter());
            int[] at = change.indices();
            plan.write(parameter, at, change.numbers());
            try {
                action.run();
            } finally {
                float[] back = new float[at.length];
                for (int i = 0; i < at.length; i++) {
                    back[i] = clean[at[i]];
                }
                plan.write(parameter, at, back);
            }
        }
    }
}
