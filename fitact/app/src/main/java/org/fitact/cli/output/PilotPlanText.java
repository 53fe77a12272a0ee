package org.fitact.cli.output;

import java.util.Locale;
import org.fitact.stats.CampaignDesign;
import org.fitact.study.PilotPlan;

/** What a pilot of a campaign proposes, for people. */
public final class PilotPlanText {

    private PilotPlanText() {}

    public static String of(PilotPlan plan) {
        StringBuilder text = new StringBuilder();
        line(
                text,
                "pilot: %d trials of %d images of every scheme at every rate",
                plan.pilotTrials(),
                plan.pilotImages());
        line(
                text,
                "  %-14s %12s %16s %18s   %s",
                "scheme",
                "hardest rate",
                "sd of trials, %",
                "trials needed",
                "alone");
        for (PilotPlan.Demand demand : plan.schemes()) {
            line(
                    text,
                    "  %-14s %12.0e %16.1f %18d   --trials %d --images %d, about %s",
                    demand.scheme(),
                    demand.hardestRate(),
                    100 * demand.sdOfTrials(),
                    demand.trialsNeeded(),
                    demand.alone().trials(),
                    demand.alone().images(),
                    time(demand.alone().seconds()));
        }
        proposal(text, plan);
        line(
                text,
                "not seen by a pilot: with %d trials, what happens in one of %d is missed with a probability of %.0f %%;",
                plan.pilotTrials(),
                PilotPlan.Unseen.ONE_IN,
                100 * plan.unseen().probabilityMissed());
        line(
                text,
                "  if such a trial loses %.0f points, the hardest point needs %d trials: look at the campaign's worst",
                100 * PilotPlan.Unseen.LOSS,
                plan.unseen().trialsNeeded());
        return text.toString();
    }

    private static void proposal(StringBuilder text, PilotPlan plan) {
        CampaignDesign.Proposal proposal = plan.proposal();
        line(
                text,
                "for all: --trials %d --images %d, about %s; every mean within %.2f points of that on all %d test images",
                proposal.trials(),
                proposal.images(),
                time(proposal.seconds()),
                100 * proposal.halfWidth(),
                plan.testImages());
        if (!proposal.reachesTarget()) {
            line(
                    text,
                    "  that is the narrowest in %s; %.2f points take longer",
                    time(proposal.seconds()),
                    100 * plan.halfWidth());
        }
    }

    private static String time(double seconds) {
        return seconds < 90
                ? String.format(Locale.ROOT, "%.0f s", seconds)
                : seconds < 5400
                        ? String.format(Locale.ROOT, "%.0f min", seconds / 60)
                        : String.format(Locale.ROOT, "%.1f h", seconds / 3600);
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
