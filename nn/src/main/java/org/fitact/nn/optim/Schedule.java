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

    /**
     * One cycle: from {@code base/25} up to {@code base} along half a cosine over the first {@code rising} steps, and down to {@code
     * base/250000} at the last step along another. (Smith and Topin, 2018; the numbers are those of PyTorch's OneCycleLR. The momentum
     * stays as it is.)
     *
     * @param rising steps, of all
     * @param steps of the whole training
     */
    record OneCycle(double base, int rising, int steps) implements Schedule {

        private static final double FIRST = 1.0 / 25;
        private static final double LAST = FIRST * 1e-4;

        @Override
        public double rate(int step) {
            if (step < rising) {
                return between(FIRST, 1, (double) step / rising);
            }
            return between(1, LAST, Math.min(1.0, (step - rising) / Math.max(1.0, steps - 1 - rising)));
        }

        private double between(double from, double to, double done) {
            return base * (to + (from - to) * (1 + StrictMath.cos(Math.PI * done)) / 2);
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
