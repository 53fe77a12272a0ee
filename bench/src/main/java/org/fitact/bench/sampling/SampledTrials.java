package org.fitact.bench.sampling;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fitact.campaign.Campaign;
import org.fitact.campaign.CampaignListener;
import org.fitact.campaign.CampaignScheme;
import org.fitact.campaign.CampaignSettings;
import org.fitact.campaign.ProtectedNetwork;
import org.fitact.campaign.TrialKey;
import org.fitact.campaign.TrialLog;
import org.fitact.campaign.TrialOutcome;
import org.fitact.nn.train.EvaluationSet;

/**
 * Trials that are run for a table and not kept.
 *
 * @param all those without faults, which are on the same images, among them
 */
record SampledTrials(Map<TrialKey, TrialOutcome> all) {

    static SampledTrials run(
            List<ProtectedNetwork> schemes,
            CampaignSettings settings,
            EvaluationSet images,
            CampaignListener listener) {
        Map<TrialKey, TrialOutcome> trials = new LinkedHashMap<>();
        new Campaign(settings, CampaignScheme.of(schemes, settings), images, images, TrialLog.inMemory(trials))
                .run(listener);
        return new SampledTrials(trials);
    }

    /** In the order of their numbers. */
    List<TrialOutcome> at(String scheme, double rate) {
        return all.entrySet().stream()
                .filter(trial ->
                        trial.getKey().scheme().equals(scheme) && trial.getKey().rate() == rate)
                .map(Map.Entry::getValue)
                .toList();
    }

    double withoutFaults(String scheme) {
        return all.get(TrialKey.faultFree(scheme)).accuracy();
    }

    static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }
}
