package org.fitact.cli.output;

import java.util.ArrayList;
import java.util.List;
import org.fitact.stats.CampaignDesign;
import org.fitact.study.PilotPlan;
import org.fitact.text.AlignedTable;
import org.fitact.text.Numbers;
import org.fitact.text.Times;

/** What a pilot of a campaign proposes, for people. */
public final class PilotPlanText {

    private PilotPlanText() {}

    public static String of(PilotPlan plan) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("scheme", "hardest rate", "sd of trials, %", "trials needed", "alone"));
        plan.schemes().forEach(demand -> rows.add(row(demand)));
        return "pilot: " + plan.pilotTrials() + " trials of " + plan.pilotImages()
                + " images of every scheme at every rate\n" + AlignedTable.of(1, rows) + proposal(plan) + unseen(plan);
    }

    private static List<String> row(PilotPlan.Demand demand) {
        return List.of(
                demand.scheme(),
                Numbers.rate(demand.hardestRate()),
                Numbers.percent(demand.sdOfTrials()),
                Integer.toString(demand.trialsNeeded()),
                options(demand.alone()));
    }

    private static String proposal(PilotPlan plan) {
        CampaignDesign.Proposal proposal = plan.proposal();
        String text =
                "for all: " + options(proposal) + "; every mean within " + Numbers.percent(proposal.halfWidth(), 2)
                        + " points of that on all " + plan.testImages() + " test images\n";
        return proposal.reachesTarget()
                ? text
                : text + "  that is the narrowest in " + Times.about(proposal.seconds()) + "; "
                        + Numbers.percent(plan.halfWidth(), 2) + " points take longer\n";
    }

    /** As they are typed, and the time that they take. */
    private static String options(CampaignDesign.Proposal proposal) {
        return "--trials " + proposal.trials() + " --images " + proposal.images() + ", about "
                + Times.about(proposal.seconds());
    }

    private static String unseen(PilotPlan plan) {
        return "not seen by a pilot: with " + plan.pilotTrials() + " trials, what happens in one of "
                + PilotPlan.Unseen.ONE_IN + " is missed with a probability of "
                + Numbers.percent(plan.unseen().probabilityMissed(), 0) + " %;\n"
                + "  if such a trial loses " + Numbers.percent(PilotPlan.Unseen.LOSS, 0)
                + " points, the hardest point needs " + plan.unseen().trialsNeeded()
                + " trials: look at the campaign's worst\n";
    }
}
