package org.fitact.reproduce;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fitact.stats.CampaignDesign;
import org.fitact.stats.PilotDesign;
import org.fitact.study.CampaignPilot;
import org.fitact.study.CampaignRun;

/** A few trials of every scheme at every rate, from which the trials of the campaign and its time are estimated. */
final class PilotStage {

    private static final int TRIALS = 8;
    private static final int IMAGES = 200;

    private PilotStage() {}

    /** Runs the pilot of a network that is hardened. */
    static PilotResult run(NetworkStudy study, double halfWidth) throws IOException {
        study.listener().stage("pilot " + study.preset().name());
        NetworkPreset.Campaign campaign = study.preset().campaign();
        List<PilotResult.Point> points = new ArrayList<>();
        Map<String, Integer> trials = new LinkedHashMap<>();
        Map<String, Double> secondsPerTrial = new LinkedHashMap<>();
        try (CampaignRun run = study.campaignRun()) {
            int classes = run.trialImages().classes();
            for (CampaignPilot.Point measured : new CampaignPilot(run, TRIALS, IMAGES)
                    .measure(study.listener().campaign())) {
                PilotDesign design = measured.design();
                PilotResult.Point point = point(measured, classes, campaign, halfWidth);
                points.add(point);
                trials.merge(point.scheme(), Math.max(campaign.minTrials(), point.trialsNeeded()), Math::max);
                secondsPerTrial.merge(
                        point.scheme(),
                        design.secondsPerTrial() + design.secondsPerImage() * campaign.images(),
                        Double::sum);
            }
        }
        double seconds = 0;
        for (Map.Entry<String, Integer> scheme : trials.entrySet()) {
            seconds += scheme.getValue() * secondsPerTrial.get(scheme.getKey());
        }
        int most = Collections.max(trials.values());
        return new PilotResult(study.preset().name(), halfWidth, campaign.images(), points, most, seconds);
    }

    private static PilotResult.Point point(
            CampaignPilot.Point measured, int classes, NetworkPreset.Campaign campaign, double halfWidth) {
        PilotDesign design = measured.design();
        CampaignDesign.Proposal cheapest =
                new CampaignDesign(List.of(design), classes).propose(halfWidth, CampaignPilot.LONGEST_SECONDS);
        return new PilotResult.Point(
                measured.scheme(),
                measured.rate(),
                design.errorOfTrials(campaign.images()),
                design.leastTrials(campaign.images(), halfWidth),
                cheapest.trials(),
                cheapest.images(),
                cheapest.seconds());
    }
}
