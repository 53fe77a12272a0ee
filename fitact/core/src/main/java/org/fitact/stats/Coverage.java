package org.fitact.stats;

import java.util.Arrays;
import org.fitact.tensor.random.PhiloxRandom;

/**
 * How often an interval holds what it says it holds, by simulation: trials are drawn with replacement from recorded ones, whose
 * mean is thereby the true one, and an interval is made of each sample.
 *
 * @param share of the samples whose interval held the true mean, 0..1
 * @param unseen share of the samples whose interval has an end for what they cannot have seen, 0..1; 0 of Student's
 * @param meanTrials of a sample
 */
public record Coverage(double share, double unseen, double meanTrials) {

    private static final long STREAM = 0x636F766572L;

    /**
     * Samples as a rule ends them.
     *
     * @param recorded values of trials, not modified
     * @param range of a trial's value
     * @param rule when a sample ends
     * @param samples how many
     * @param seed of the draws
     */
    public static Coverage of(double[] recorded, Range range, StoppingRule rule, int samples, long seed) {
        double truth = Arrays.stream(recorded).average().orElseThrow();
        PhiloxRandom random = new PhiloxRandom(seed, STREAM);
        long held = 0;
        long unseen = 0;
        long trials = 0;
        for (int sample = 0; sample < samples; sample++) {
            StoppingRule.Watch watch = rule.watch(range);
            boolean enough = false;
            while (!enough) {
                enough = watch.add(recorded[random.nextInt(recorded.length)]);
            }
            held += watch.interval().contains(truth) ? 1 : 0;
            unseen += watch.isOfUnseen() ? 1 : 0;
            trials += watch.count();
        }
        return new Coverage((double) held / samples, (double) unseen / samples, (double) trials / samples);
    }

    /** The same of Student's interval of a fixed number of trials, for comparison. */
    public static Coverage ofStudent(double[] recorded, int trials, int samples, long seed) {
        double truth = Arrays.stream(recorded).average().orElseThrow();
        PhiloxRandom random = new PhiloxRandom(seed, STREAM);
        long held = 0;
        double[] sample = new double[trials];
        for (int i = 0; i < samples; i++) {
            Arrays.setAll(sample, _ -> recorded[random.nextInt(recorded.length)]);
            held += Sample.studentInterval(sample).contains(truth) ? 1 : 0;
        }
        return new Coverage((double) held / samples, 0, trials);
    }
}
