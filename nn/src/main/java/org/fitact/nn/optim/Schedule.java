package org.fitact.nn.optim;

import java.util.List;

/** The learning rate of every step. */
public sealed interface Schedule {

    /**
     * The learning rate of a step.
     *
     * @param step from 0
     */
    double rate(int step);

    /** The same for all steps. */
    record Constant(double base) implements Schedule {
        @Override
        public double rate(int step) {
            return base;
        }
    }

    /**
     * From {@code base} down to 0 along half a cosine: {@code base·(1 + cos(π·step/steps))/2}. (Loshchilov and Hutter,
     * 2017.)
     */
    record Cosine(double base, int steps) implements Schedule {
        @Override
        public double rate(int step) {
            double done = Math.min(1.0, (double) step / steps);
            return base * (1 + StrictMath.cos(Math.PI * done)) / 2;
        }
    }

    /** {@code base·factor^k}, k being the milestones that the step has reached. */
    record Milestones(double base, List<Integer> milestones, double factor) implements Schedule {
        public Milestones {
            milestones = List.copyOf(milestones);
        }

        @Override
        public double rate(int step) {
            long reached = milestones.stream().filter(m -> step >= m).count();
            return base * StrictMath.pow(factor, reached);
        }
    }

    /** Rises linearly to the other schedule's rate over the first steps. (Goyal et al., 2017.) */
    record WarmUp(int warmUpSteps, Schedule then) implements Schedule {
        @Override
        public double rate(int step) {
            double share = step < warmUpSteps ? (step + 1.0) / warmUpSteps : 1;
            return share * then.rate(step);
        }
    }
}
