package org.fitact.reproduce;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.fitact.campaign.CampaignSettings;
import org.fitact.campaign.Pilot;
import org.fitact.campaign.ProtectedNetwork;
import org.fitact.deploy.DeployedNetwork;
import org.fitact.nn.data.ImageSet;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.stats.PilotDesign;
import org.fitact.study.CampaignRun;

/** A few trials of every scheme at every rate, from which the trials of the campaign and its time are estimated. */
final class PilotStage {

    private static final int TRIALS = 8;
    private static final int IMAGES = 200;
    private static final double LONGEST_SECONDS = 24 * 3600;

    private PilotStage() {}

    /** Runs the pilot of a network that is hardened. */
    static PilotResult run(NetworkStudy study, double halfWidth) throws IOException {
        study.listener().stage("pilot " + study.preset().name());
        NetworkPreset.Campaign campaign = study.preset().campaign();
        CampaignSettings settings = campaign.settings(study.seed());
        List<PilotResult.Point> points = new ArrayList<>();
        int most = 0;
        double seconds = 0;
        try (CampaignRun run = study.campaignRun()) {
            ImageSet images = run.trialImages().first(IMAGES);
            int population = study.images().test().size();
            try (EvaluationSet evaluation = run.evaluation(images)) {
                for (ProtectedNetwork scheme : run.schemes()) {
                    int ofScheme = campaign.minTrials();
                    double perTrial = 0;
                    try (DeployedNetwork memory = DeployedNetwork.of(scheme.network(), settings.deployment())) {
                        for (double rate : settings.rates()) {
                            PilotDesign design =
                                    Pilot.run(memory, settings, rate, TRIALS, images, evaluation, population);
                            PilotResult.Point point = point(scheme.scheme(), rate, design, campaign, halfWidth);
                            points.add(point);
                            ofScheme = Math.max(ofScheme, point.trialsNeeded());
                            perTrial += design.secondsPerTrial() + design.secondsPerImage() * campaign.images();
                        }
                    }
                    most = Math.max(most, ofScheme);
                    seconds += ofScheme * perTrial;
                }
            }
        }
        return new PilotResult(study.preset().name(), halfWidth, campaign.images(), points, most, seconds);
    }

    private static PilotResult.Point point(
            String scheme, double rate, PilotDesign design, NetworkPreset.Campaign campaign, double halfWidth) {
        PilotDesign.Proposal cheapest = design.propose(halfWidth, LONGEST_SECONDS);
        double variance = design.components().trial() + design.components().residual() / campaign.images();
        return new PilotResult.Point(
                scheme,
                rate,
                Math.sqrt(variance),
                design.leastTrials(campaign.images(), halfWidth),
                cheapest.trials(),
                cheapest.images(),
                cheapest.seconds());
    }
}
