package org.fitact.protect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.fitact.fault.AppliedFaults;
import org.fitact.fault.BitErrorRate;
import org.fitact.fault.FaultFilter;
import org.fitact.fault.FaultSampler;
import org.fitact.memory.StoredNetwork;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.tensor.random.PhiloxRandom;

/**
 * The score of Clip-Act's search: the area under accuracy over the fault rate, by the trapezoid rule over the range of
 * the rates, so that it is again an accuracy. All thresholds are scored on the same faults.
 */
final class AccuracyUnderFaults {

    /** The search must not see the faults on which a campaign of the same seed judges it. */
    private static final long SEARCH_STREAM = 0x736561726368L;

    private final StoredNetwork memory;
    private final EvaluationSet images;
    private final double[] rates;
    private final int trials;
    private final List<FaultSampler> samplers = new ArrayList<>();

    AccuracyUnderFaults(
            StoredNetwork memory, EvaluationSet images, HardeningSettings.ThresholdSearch settings, long seed) {
        this.memory = memory;
        this.images = images;
        this.trials = settings.trials();
        this.rates = settings.rates().clone();
        Arrays.sort(rates);
        long ownSeed = new PhiloxRandom(seed, SEARCH_STREAM).nextLong();
        for (BitErrorRate model : BitErrorRate.coupled(rates)) {
            samplers.add(new FaultSampler(memory.space(), FaultFilter.ALL, model, ownSeed));
        }
    }

    /** The area, in 0..1, with the memory as it is now. */
    double area() {
        double[] accuracies = new double[rates.length];
        for (int r = 0; r < rates.length; r++) {
            accuracies[r] = meanAccuracy(samplers.get(r));
        }
        if (rates.length == 1) {
            return accuracies[0];
        }
        double area = 0;
        for (int r = 1; r < rates.length; r++) {
            area += (rates[r] - rates[r - 1]) * (accuracies[r] + accuracies[r - 1]) / 2;
        }
        return area / (rates[rates.length - 1] - rates[0]);
    }

    /** The accuracy, in 0..1, with the memory as it is now. */
    double withoutFaults() {
        return (double) images.correct(memory.inference()) / images.images();
    }

    private double meanAccuracy(FaultSampler sampler) {
        long correct = 0;
        for (int trial = 0; trial < trials; trial++) {
            try (AppliedFaults _ = memory.strike(sampler, trial)) {
                correct += images.correct(memory.inference());
            }
        }
        return (double) correct / ((long) trials * images.images());
    }
}
