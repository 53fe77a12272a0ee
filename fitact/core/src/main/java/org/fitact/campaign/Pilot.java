package org.fitact.campaign;

import org.fitact.fault.AppliedFaults;
import org.fitact.fault.FaultSampler;
import org.fitact.memory.StoredNetwork;
import org.fitact.nn.image.Images;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.stats.PilotDesign;
import org.fitact.stats.Range;
import org.fitact.stats.VarianceComponents;
import org.fitact.tensor.random.PhiloxRandom;

/**
 * A few trials that show how much accuracy varies between trials and between images, and what they cost, so that the
 * campaign's trials and images can be chosen. Its faults are not those of the campaign.
 */
public final class Pilot {

    private static final long PILOT_STREAM = 0x70696C6F74L;

    private Pilot() {}

    /**
     * Runs a pilot of one scheme at one rate.
     *
     * @param images labelled images of the trials, in the order of {@code evaluation}
     * @param population images that the campaign could use
     */
    public static PilotDesign run(
            StoredNetwork memory,
            CampaignSettings settings,
            double rate,
            int trials,
            Images images,
            EvaluationSet evaluation,
            int population) {
        long seed = new PhiloxRandom(settings.seed(), PILOT_STREAM).nextLong();
        FaultSampler sampler = settings.sampler(rate, memory.space(), seed);
        boolean[][] correct = new boolean[trials][images.size()];
        int rightWithoutFaults = evaluation.correct(memory.inference());
        int right = 0;
        long inference = 0;
        long start = System.nanoTime();
        for (int t = 0; t < trials; t++) {
            try (AppliedFaults _ = memory.strike(sampler, t)) {
                long begin = System.nanoTime();
                int[] predicted = evaluation.predict(memory.inference());
                inference += System.nanoTime() - begin;
                for (int i = 0; i < predicted.length; i++) {
                    correct[t][i] = predicted[i] == images.label(i);
                    right += correct[t][i] ? 1 : 0;
                }
            }
        }
        double perTrial = (System.nanoTime() - start - inference) / 1e9 / trials;
        double perImage = inference / 1e9 / ((double) trials * images.size());
        double mean = (double) right / ((double) trials * images.size());
        Range range =
                new Range(0, Math.max((double) rightWithoutFaults / images.size(), Math.max(mean, Double.MIN_NORMAL)));
        return new PilotDesign(VarianceComponents.of(correct), mean, range, perTrial, perImage, population);
    }
}
