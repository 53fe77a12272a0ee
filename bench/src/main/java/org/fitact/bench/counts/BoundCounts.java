package org.fitact.bench.counts;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.Site;
import org.fitact.nn.plan.Plan;
import org.fitact.protect.field.ProAct;
import org.fitact.tensor.backend.op.BoundedRelu.Granularity;
import org.fitact.text.Numbers;

/**
 * How many bounds schemes give a network. Each is a word, as a parameter is.
 *
 * @param parameters that are stored, batch norm folded
 * @param fitAct one for each neuron
 * @param proAct one for each layer, and for each neuron of the last activation
 * @param clipAct one for each layer
 */
public record BoundCounts(String model, long parameters, long fitAct, long proAct, long clipAct) {

    /** Counts. */
    public static BoundCounts of(String model, Network network) {
        List<Site> sites = network.sites();
        Map<Site, Granularity> ofProAct = ProAct.granularities(sites);
        return new BoundCounts(
                model,
                parameters(network),
                sites.stream().mapToLong(Site::neurons).sum(),
                sites.stream()
                        .mapToLong(site -> site.bounds(ofProAct.get(site)))
                        .sum(),
                sites.size());
    }

    private static long parameters(Network network) {
        try (Plan plan = Plan.of(network, 1, true)) {
            return plan.parameters().stream()
                    .mapToLong(parameter -> parameter.values().length)
                    .sum();
        }
    }

    /** How many times as many bounds FitAct has as ProAct. */
    public double fewer() {
        return (double) fitAct / proAct;
    }

    /** A table, as Markdown, which is as well read on a terminal. */
    public static String table(List<BoundCounts> networks) {
        List<String> lines = new ArrayList<>(List.of(
                "| network | parameters | FitAct, bounds (% of the parameters) | ProAct | FitAct / ProAct | Clip-Act,"
                        + " Ranger |",
                "|---|---:|---:|---:|---:|---:|"));
        for (BoundCounts of : networks) {
            lines.add("| "
                    + String.join(
                            " | ",
                            of.model,
                            Numbers.grouped(of.parameters),
                            of.withShare(of.fitAct),
                            of.withShare(of.proAct),
                            Numbers.fixed(of.fewer(), 1),
                            Numbers.grouped(of.clipAct))
                    + " |");
        }
        return String.join("\n", lines) + "\n";
    }

    private String withShare(long bounds) {
        return Numbers.grouped(bounds) + " (" + Numbers.significant(100.0 * bounds / parameters) + ")";
    }
}
