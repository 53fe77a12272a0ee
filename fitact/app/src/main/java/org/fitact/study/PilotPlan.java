package org.fitact.study;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import org.fitact.stats.CampaignDesign;

/**
 * What a pilot proposes for a campaign, and what it cannot know.
 *
 * @param halfWidth wanted of every 95 % interval, 0..1
 * @param pilotTrials trials of the pilot at each rate of each scheme
 * @param pilotImages images of each
 * @param testImages those that a mean is to speak for
 * @param proposal for the campaign: what its most demanding scheme and rate need
 * @param schemes one for each, in the order of the campaign
 * @param unseen what the pilot may have missed
 */
public record PilotPlan(
        double halfWidth,
        int pilotTrials,
        int pilotImages,
        int testImages,
        CampaignDesign.Proposal proposal,
        List<Demand> schemes,
        Unseen unseen) {

    /**
     * What one scheme needs.
     *
     * @param hardestRate that at which its trials differ most
     * @param sdOfTrials standard deviation between trials there, on the proposed images
     * @param trialsNeeded there, on the proposed images, for an interval over the trials alone
     * @param alone the cheapest design of a campaign of this scheme alone, at all rates
     */
    @JsonPropertyOrder({"scheme", "hardestRate", "sdOfTrials", "trialsNeeded", "alone"})
    public record Demand(
            String scheme, double hardestRate, double sdOfTrials, int trialsNeeded, CampaignDesign.Proposal alone) {}

    /**
     * A catastrophe in one trial of {@value #ONE_IN}: it loses {@value #LOSS} of the images.
     *
     * @param probabilityMissed of a pilot that does not see it
     * @param trialsNeeded on the proposed images at the most demanding point, if there is such a one
     */
    public record Unseen(double probabilityMissed, int trialsNeeded) {

        /** One trial of so many. */
        public static final int ONE_IN = 50;

        /** Accuracy that it loses. */
        public static final double LOSS = 0.5;
    }
}
