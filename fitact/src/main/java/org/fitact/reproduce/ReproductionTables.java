package org.fitact.reproduce;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.fitact.campaign.results.PairResult;
import org.fitact.campaign.results.PointResult;
import org.fitact.campaign.results.ResultsJson;
import org.fitact.campaign.results.SchemeResult;
import org.fitact.report.figure.Markup;
import org.fitact.report.figure.Numbers;
import org.fitact.report.figure.Published;
import org.fitact.reproduce.ReproductionResults.DeltaCheck;
import org.fitact.reproduce.ReproductionResults.NetworkResult;
import org.fitact.stats.Interval;

/** The tables of the page; those without rows are empty. */
final class ReproductionTables {

    static final String PUBLISHED_NOTE = "Accuracy in %. Measured: mean and 95 % interval over the trials; without "
            + "faults on all test images, the network unprotected and stored in Q15.16. Where a network stands in the "
            + "role of the paper's, the two columns are different experiments.";
    static final String ORDER_NOTE = "Differences of the mean accuracy in points on identical faults, with 95 % "
            + "intervals (Student t) and the p of the Wilcoxon signed-rank test, not corrected for the number of "
            + "comparisons. Yes or no only where the interval excludes zero.";
    static final String DELTA_NOTE =
            "Accuracy that the scheme costs without faults, in points, against the unprotected "
                    + "network in the same number format. The scheme chooses its bounds on the held-out images; the test set is "
                    + "only looked at here.";
    static final String RUNS_NOTE =
            "Time by the clock, earlier runs included. The overhead is (profiling + " + "post-training) over training.";

    /** From here on the paper says that Ranger and no protection are near chance. */
    private static final double ORDERED_FROM = 3e-6;

    private static final String[][] ORDER = {{"fitact", "clip-act"}, {"clip-act", "ranger"}, {"ranger", "none"}};

    private final ReproductionResults results;
    private final Captions captions;

    ReproductionTables(ReproductionResults results) {
        this.results = results;
        this.captions = new Captions(results);
    }

    String published() {
        StringBuilder rows = new StringBuilder();
        for (NetworkResult network : results.networks()) {
            Optional<PaperResults.Network> paper = results.paper().of(network.comparedWith());
            if (paper.isPresent() && network.results() != null) {
                row(rows, network, paper.get(), "no faults", "none", paper.get().faultFree(), faultFree(network));
                for (Published point : paper.get().points()) {
                    String measured = network.results()
                            .scheme(point.scheme())
                            .flatMap(scheme -> scheme.at(point.rate()))
                            .map(ReproductionTables::mean)
                            .orElse("–");
                    String rate = Numbers.rate(point.rate());
                    row(rows, network, paper.get(), rate, point.scheme(), point.accuracy(), measured);
                }
            }
        }
        return table(
                "<th>paper</th><th>here</th><th>bit error rate</th><th>scheme</th>"
                        + "<th class=\"n\">published</th><th class=\"n\">measured</th>",
                rows);
    }

    private static void row(
            StringBuilder rows,
            NetworkResult network,
            PaperResults.Network paper,
            String rate,
            String scheme,
            double published,
            String measured) {
        rows.append("<tr><td>").append(Markup.escape(paper.label())).append("</td><td>");
        rows.append(Markup.escape(network.name()))
                .append("</td><td>")
                .append(rate)
                .append("</td><td>");
        rows.append(scheme).append("</td><td class=\"n\">").append(Numbers.fixed(100 * published, 2));
        rows.append("</td><td class=\"n\">").append(measured).append("</td></tr>\n");
    }

    private static String faultFree(NetworkResult network) {
        return network.results()
                .scheme("none")
                .map(SchemeResult::faultFreeAccuracy)
                .map(accuracy -> Numbers.fixed(100 * accuracy, 2))
                .orElse("–");
    }

    private static String mean(PointResult point) {
        return Numbers.fixed(100 * point.mean(), 2)
                + (point.ci95().known()
                        ? " <small>± " + Numbers.fixed(100 * point.ci95().halfWidth(), 2) + "</small>"
                        : "");
    }

    String order() {
        StringBuilder rows = new StringBuilder();
        for (NetworkResult network : results.networks()) {
            if (network.results() == null) {
                continue;
            }
            for (String[] pair : ORDER) {
                for (PairResult found : network.results().pairs()) {
                    boolean wanted = found.a().equals(pair[0]) && found.b().equals(pair[1]);
                    if (wanted && found.rate() >= ORDERED_FROM) {
                        orderRow(rows, network.name(), found);
                    }
                }
            }
        }
        return table(
                "<th>network</th><th>schemes</th><th>rate</th><th class=\"n\">difference</th>"
                        + "<th class=\"n\">95 % interval</th><th class=\"n\">p</th><th class=\"n\">above?</th>",
                rows);
    }

    private static void orderRow(StringBuilder rows, String network, PairResult pair) {
        Interval interval = pair.ci95();
        String verdict =
                !interval.known() || interval.contains(0) ? "not told apart" : interval.low() > 0 ? "yes" : "no";
        rows.append("<tr><td>")
                .append(Markup.escape(network))
                .append("</td><td>")
                .append(pair.a())
                .append(" − ");
        rows.append(pair.b())
                .append("</td><td>")
                .append(Numbers.rate(pair.rate()))
                .append("</td><td class=\"n\">");
        rows.append(Numbers.points(pair.meanDifference())).append("</td><td class=\"n\">");
        rows.append(interval.known() ? Numbers.points(interval.low()) + " to " + Numbers.points(interval.high()) : "–");
        rows.append("</td><td class=\"n\">").append(Markup.escape(Numbers.pValue(pair.wilcoxonP())));
        rows.append("</td><td class=\"n\">").append(verdict).append("</td></tr>\n");
    }

    String delta() {
        StringBuilder rows = new StringBuilder();
        for (NetworkResult network : results.networks()) {
            for (DeltaCheck check : network.delta()) {
                rows.append("<tr><td>").append(Markup.escape(network.name())).append("</td><td>");
                rows.append(check.scheme()).append("</td><td class=\"n\">").append(points(check.delta()));
                rows.append("</td><td class=\"n\">")
                        .append(points(check.heldOutLoss()))
                        .append("</td><td class=\"n\">");
                rows.append(points(check.testLoss())).append("</td><td class=\"n\">");
                rows.append(check.kept() ? "kept" : "broken by " + points(check.testLoss() - check.delta()));
                rows.append("</td></tr>\n");
            }
        }
        return table(
                "<th>network</th><th>scheme</th><th class=\"n\">δ</th><th class=\"n\">lost, held out</th>"
                        + "<th class=\"n\">lost, test set</th><th class=\"n\">kept?</th>",
                rows);
    }

    private static String points(double share) {
        return Numbers.fixed(100 * share, 2);
    }

    String runs() {
        StringBuilder rows = new StringBuilder();
        for (NetworkResult network : results.networks()) {
            NetworkPreset preset = results.preset().network(network.name());
            rows.append("<tr><td>")
                    .append(Markup.escape(captions.described(preset)))
                    .append("</td><td class=\"n\">");
            rows.append(network.training().epochs()).append("</td><td class=\"n\">");
            rows.append(Numbers.fixed(network.training().seconds(), 0)).append("</td><td class=\"n\">");
            rows.append(Numbers.fixed(100 * network.training().testAccuracy(), 2))
                    .append("</td><td class=\"n\">");
            rows.append(
                    network.overhead() == null
                            ? "–"
                            : Numbers.fixed(
                                    network.overhead().profiling()
                                            + network.overhead().postTraining(),
                                    0));
            rows.append("</td><td class=\"n\">");
            rows.append(
                    network.overhead() == null
                            ? "–"
                            : Numbers.percent(network.overhead().share()) + " %");
            rows.append("</td></tr>\n");
        }
        return table(
                "<th>network</th><th class=\"n\">epochs</th><th class=\"n\">training, s</th>"
                        + "<th class=\"n\">test accuracy, %</th><th class=\"n\">second stage, s</th>"
                        + "<th class=\"n\">overhead</th>",
                rows);
    }

    /** The preset, nested fields with dots. */
    String preset() {
        StringBuilder rows = new StringBuilder();
        fields(rows, "", ResultsJson.tree(results.preset()));
        return "<table class=\"provenance\"><tbody>\n" + rows + "</tbody></table>\n";
    }

    String provenance() {
        StringBuilder rows = new StringBuilder();
        fields(rows, "", results.provenance());
        return "<table class=\"provenance\"><tbody>\n" + rows + "</tbody></table>\n";
    }

    private static void fields(StringBuilder rows, String name, JsonNode node) {
        boolean objects = node.isArray() && !node.isEmpty() && node.get(0).isObject();
        if (node.isObject()) {
            node.properties()
                    .forEach(field ->
                            fields(rows, (name.isEmpty() ? "" : name + ".") + field.getKey(), field.getValue()));
        } else if (objects) {
            for (JsonNode element : node) {
                fields(rows, name + "." + element.path("name").asText(), element);
            }
        } else {
            String value = node.isTextual() ? node.textValue() : node.toString();
            rows.append("<tr><th>").append(Markup.escape(name)).append("</th><td>");
            rows.append(Markup.escape(value)).append("</td></tr>\n");
        }
    }

    private static String table(String headings, StringBuilder rows) {
        return rows.isEmpty()
                ? ""
                : "<div class=\"scroll\"><table>\n<thead><tr>" + headings + "</tr></thead>\n<tbody>\n" + rows
                        + "</tbody></table></div>\n";
    }
}
