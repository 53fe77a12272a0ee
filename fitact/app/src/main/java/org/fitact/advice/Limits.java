package org.fitact.advice;

/**
 * What a protection may cost, each as a share against the unprotected network in the reference format without faults.
 *
 * @param loss of accuracy under faults: 0.01 is one point
 * @param memory more bytes: 0.05 is 5 % more; less than 0 asks for less memory than there is
 * @param time more of an inference
 */
public record Limits(double loss, double memory, double time) {

    /** What an assessment says of the limits. */
    public enum Verdict {
        /** All are held, by the upper ends of the intervals. */
        HOLDS,
        /** All are held by the estimates, but an interval reaches beyond. */
        NOT_SHOWN,
        /** One is not held. */
        FAILS
    }

    Verdict of(Assessment found) {
        if (excess(found) > 0) {
            return Verdict.FAILS;
        }
        boolean shown = found.lossCi95().high() <= loss && found.time().ci95().high() <= time;
        return shown ? Verdict.HOLDS : Verdict.NOT_SHOWN;
    }

    /** By how much the estimates are beyond the limits, in shares, all together; 0 where they are not. */
    double excess(Assessment found) {
        return Math.max(0, found.loss() - loss)
                + Math.max(0, found.memory() - memory)
                + Math.max(0, found.time().value() - time);
    }

    /**
     * Whether more trials may still show that all are held. They show nothing more of the time, so the whole of its interval must hold
     * already, where that is known.
     */
    boolean mayHold(Assessment found) {
        double slowest = found.time().ci95().known()
                ? found.time().ci95().high()
                : found.time().value();
        return found.memory() <= memory && slowest <= time && found.lossCi95().low() <= loss;
    }

    /** Whether the whole interval of the loss can be expected to be held after all trials, if they are like those that there are. */
    boolean canBeShown(Assessment found) {
        return found.lossCi95Expected().high() <= loss;
    }

    /** By how much the upper ends of the intervals are beyond the limits of loss and time, in shares, both together. */
    double unshown(Assessment found) {
        return Math.max(0, found.lossCi95().high() - loss)
                + Math.max(0, found.time().ci95().high() - time);
    }
}
