package org.fitact.spark.model;

import java.util.ArrayList;
import java.util.List;
import org.fitact.spark.model.SimulatedCampaign.Loss;
import org.fitact.text.Numbers;
import org.fitact.text.Times;

/** Simulated campaigns as a table of Markdown, and what is told beside it. */
public final class ModelTable {

    private static final double DAY = 86_400;

    private ModelTable() {}

    /** A row for each number of executors. */
    public static String of(List<SimulatedCampaign> campaigns) {
        List<String> header = new ArrayList<>(List.of("executors", "time", "efficiency", "driver busy"));
        for (Loss loss : Loss.values()) {
            header.add(loss.text());
        }
        StringBuilder table = new StringBuilder(row(header))
                .append("|")
                .append("--:|".repeat(header.size()))
                .append('\n');
        for (SimulatedCampaign campaign : campaigns) {
            List<String> cells = new ArrayList<>(List.of(
                    Numbers.grouped(campaign.executors()),
                    time(campaign.seconds()),
                    percent(campaign.efficiency()),
                    percent(campaign.driver())));
            campaign.lost().values().forEach(share -> cells.add(percent(share)));
            table.append(row(cells));
        }
        return table.toString();
    }

    private static String row(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }

    private static String percent(double share) {
        return Numbers.percent(share, 1) + " %";
    }

    private static String time(double seconds) {
        return seconds < 2 * DAY ? Times.about(seconds) : Numbers.fixed(seconds / DAY, 1) + " days";
    }

    /** Where the executors' time goes first as they become more: the first row with less than some efficiency. */
    public static String bottleneck(ClusterModel model, List<SimulatedCampaign> campaigns, double efficiency) {
        String limit = "The driver writes a trial in " + Numbers.significant(1000 * model.takeSeconds())
                + " ms, so it keeps up with " + Numbers.grouped(Math.round(Math.floor(model.mostExecutors())))
                + " executors at most.";
        return campaigns.stream()
                        .filter(campaign -> campaign.efficiency() < efficiency)
                        .findFirst()
                        .map(first -> "Below " + percent(efficiency) + " first with "
                                + Numbers.counted(first.executors(), "executor") + ", where most is lost by: "
                                + first.bottleneck().text() + ". ")
                        .orElse("Nowhere below " + percent(efficiency) + ". ")
                + limit;
    }
}
