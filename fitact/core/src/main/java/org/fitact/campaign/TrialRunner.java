package org.fitact.campaign;

import java.util.ArrayList;
import java.util.List;
import org.fitact.fault.AppliedFaults;
import org.fitact.fault.FaultSampler;
import org.fitact.memory.StoredNetwork;
import org.fitact.nn.train.EvaluationSet;

/**
 * Computes the trials of one scheme on one stored network: a function of the study, the scheme and the number of the trial.
 * What it found does not depend on the trials before, so they may be computed in any order, by any number of runners.
 */
public final class TrialRunner {

    private final CampaignSettings settings;
    private final List<FaultSampler> samplers;
    private final StoredNetwork memory;
    private final EvaluationSet images;

    /** The same for all trials, so it is measured when it is first wanted. */
    private int correctWithoutFaults = -1;

    /** What the faults of a trial at a rate came to. */
    private record Evaluated(long flips, int correct) {}

    /**
     * @param scheme of the memory
     * @param memory deployed as the settings say; struck and mended again
     * @param images of every trial, on the memory's backend
     */
    public TrialRunner(CampaignScheme scheme, CampaignSettings settings, StoredNetwork memory, EvaluationSet images) {
        this.settings = settings;
        this.samplers = scheme.samplers();
        this.memory = memory;
        this.images = images;
    }

    /** The outcomes of a trial at all rates of the campaign, from the lowest. */
    public List<TrialOutcome> run(int trial) {
        return run(new TrialTask(trial, settings.rates()));
    }

    /** The outcomes of a trial at some rates of the campaign, in their order. */
    public List<TrialOutcome> run(TrialTask task) {
        List<TrialOutcome> outcomes = new ArrayList<>();
        Evaluated last = null;
        for (double rate : task.rates()) {
            long start = System.nanoTime();
            last = evaluate(samplers.get(settings.rates().indexOf(rate)), task.trial(), last);
            double seconds = (System.nanoTime() - start) / 1e9;
            outcomes.add(new TrialOutcome(last.flips, last.correct, images.images(), seconds));
        }
        return outcomes;
    }

    /**
     * Where faults of a lower rate are among those of a higher one, as many changed bits are the same changed bits.
     *
     * @param last of the same trial at a lower rate, or null
     */
    private Evaluated evaluate(FaultSampler sampler, int trial, Evaluated last) {
        try (AppliedFaults faults = memory.strike(sampler, trial)) {
            long flips = faults.changedBits();
            if (settings.faults().nested() && last != null && last.flips == flips) {
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
