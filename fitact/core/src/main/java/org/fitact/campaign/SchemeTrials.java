package org.fitact.campaign;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.fitact.fault.AppliedFaults;
import org.fitact.fault.FaultSampler;
import org.fitact.memory.StoredNetwork;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.stats.Range;
import org.fitact.stats.StoppingRule;

/** The trials of one scheme: for each trial all rates, from the lowest, until the stopping rule holds at every rate. */
final class SchemeTrials {

    private final String scheme;
    private final CampaignSettings settings;
    private final StoredNetwork memory;
    private final EvaluationSet images;
    private final TrialLog log;
    private final List<FaultSampler> samplers;
    private final List<StoppingRule.Watch> watches = new ArrayList<>();
    /** Whether a trial's rates with as many changed bits have the same. */
    private final boolean nested;

    private int correctWithoutFaults = -1;

    /** What the last evaluated faults of a trial came to; coupled rates often have the same. */
    private record Evaluated(long flips, int correct) {}

    SchemeTrials(
            CampaignScheme scheme,
            CampaignSettings settings,
            StoredNetwork memory,
            EvaluationSet images,
            TrialLog log) {
        this.scheme = scheme.name();
        this.samplers = scheme.samplers();
        this.settings = settings;
        this.memory = memory;
        this.images = images;
        this.nested = settings.faults().nested();
        this.log = log;
        Range range = log.find(TrialKey.faultFree(scheme.name()))
                .filter(outcome -> outcome.correct() > 0)
                .map(outcome -> new Range(0, outcome.accuracy()))
                .orElse(Range.ACCURACY);
        for (int r = 0; r < settings.rates().size(); r++) {
            watches.add(settings.stopping().watch(range));
        }
    }

    /** @param done is given the number of trials at a rate that are done or not needed any more */
    void run(LongConsumer done) {
        int trials = settings.stopping().maxTrials();
        int rates = settings.rates().size();
        for (int trial = 0; trial < trials; trial++) {
            boolean enough = runTrial(trial);
            done.accept((long) (trial + 1) * rates);
            if (enough) {
                done.accept((long) trials * rates);
                return;
            }
        }
    }

    /** @return whether the rule has now stopped at every rate */
    private boolean runTrial(int trial) {
        boolean enough = true;
        Evaluated last = null;
        for (int r = 0; r < settings.rates().size(); r++) {
            TrialKey key = new TrialKey(scheme, settings.rates().get(r), trial);
            Optional<TrialOutcome> stored = log.find(key);
            TrialOutcome outcome;
            if (stored.isPresent()) {
                outcome = stored.get();
            } else {
                long start = System.nanoTime();
                last = evaluate(samplers.get(r), trial, last);
                double seconds = (System.nanoTime() - start) / 1e9;
                outcome = new TrialOutcome(last.flips, last.correct, images.images(), seconds);
                log.put(key, outcome);
            }
            enough &= watches.get(r).add(outcome.accuracy());
        }
        return enough;
    }

    /**
     * Where faults of a lower rate are among those of a higher one, as many changed bits are the same changed bits.
     *
     * @param last of the same trial at a lower rate, or null
     */
    private Evaluated evaluate(FaultSampler sampler, int trial, Evaluated last) {
        try (AppliedFaults faults = memory.strike(sampler, trial)) {
            long flips = faults.changedBits();
            if (nested && last != null && last.flips == flips) {
                return last;
            }
            return new Evaluated(flips, flips == 0 ? correctWithoutFaults() : images.correct(memory.plan()));
        }
    }

    private int correctWithoutFaults() {
        if (correctWithoutFaults < 0) {
            correctWithoutFaults = images.correct(memory.plan());
        }
        return correctWithoutFaults;
    }
}
