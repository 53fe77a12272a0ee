package org.fitact.reproduce.report;

import java.util.Map;
import org.fitact.report.HtmlTables;
import org.fitact.report.PageFrame;
import org.fitact.report.document.Document;
import org.fitact.report.document.Html;
import org.fitact.report.drawing.Figure;
import org.fitact.report.drawing.Markup;
import org.fitact.report.figure.SchemeStyle;
import org.fitact.reproduce.Preset;
import org.fitact.results.ResultsJson;

/** The page of a reproduction: the paper's figures in its order, what was published beside what was found. */
public final class ReproductionPage {

    private static final Map<String, String> HEADINGS = Map.of(
            "fig1", "Figure 1. Accuracy over the bound of layer 2",
            "fig2", "Figure 2. How large the outputs of neurons become",
            "fig2-all-layers", "Figure 2, all layers",
            "fig3", "Figure 3. The activation functions",
            "fig5", "Figure 5. Every trial, over the bit error rate",
            "fig6", "Figure 6. Mean accuracy over the bit error rate",
            "overhead", "The cost of post-training");

    private final ReproductionResults results;
    private final Map<String, Figure> figures;
    private final ReproductionTables tables;
    private final StringBuilder html = new StringBuilder();

    ReproductionPage(ReproductionResults results, Map<String, Figure> figures) {
        this.results = results;
        this.figures = figures;
        this.tables = new ReproductionTables(results);
    }

    String html() {
        Preset preset = results.preset();
        html.append("<p class=\"finding\">")
                .append(Markup.escape(preset.summary()))
                .append("</p>\n");
        section("Published and measured", tables.published(), ReproductionTables.PUBLISHED_NOTE);
        figures.forEach(this::figure);
        section("Is FitAct above Clip-Act above Ranger?", tables.order(), ReproductionTables.ORDER_NOTE);
        section("Is δ kept on the test set?", tables.delta(), ReproductionTables.DELTA_NOTE);
        accuracies();
        section("What was run", tables.runs(), ReproductionTables.RUNS_NOTE);
        html.append("<details><summary>The preset, in full</summary>\n")
                .append(record(RecordTables.of(ResultsJson.tree(preset))));
        html.append("</details>\n<h2>Provenance</h2>\n").append(record(RecordTables.of(results.provenance())));
        return PageFrame.around(
                "FitAct, reproduced", "preset " + preset.name() + ", seed " + preset.seed(), html.toString());
    }

    /** What stands above a figure. */
    static String heading(String name, Figure figure) {
        return HEADINGS.getOrDefault(name, figure.title());
    }

    /** The fields of a record, each with a line of its own; their names are what a reader scans. */
    private static String record(Document.Table table) {
        StringBuilder rows = new StringBuilder("<table class=\"provenance\"><tbody>\n");
        for (var row : table.rows()) {
            rows.append("<tr><th>").append(Markup.escape(row.getFirst())).append("</th><td>");
            rows.append(Markup.escape(row.getLast())).append("</td></tr>\n");
        }
        return rows.append("</tbody></table>\n").toString();
    }

    private void figure(String name, Figure figure) {
        html.append("<h2>").append(Markup.escape(heading(name, figure)));
        html.append("</h2>\n<figure>\n<div class=\"scroll\">")
                .append(figure.svg())
                .append("</div>\n");
        html.append("<figcaption>").append(Markup.escape(figure.caption())).append("</figcaption>\n</figure>\n");
    }

    private void section(String heading, Document.Table table, String note) {
        if (!table.rows().isEmpty()) {
            html.append("<h2>").append(heading).append("</h2>\n").append(Html.block(table));
            html.append("<p class=\"note\">").append(note).append("</p>\n");
        }
    }

    private void accuracies() {
        for (ReproductionResults.NetworkResult network : results.networks()) {
            if (network.results() != null) {
                var styles = SchemeStyle.of(
                        results.preset().network(network.name()).campaign().schemes());
                html.append("<h2>Accuracy of ")
                        .append(Markup.escape(network.name()))
                        .append(", %</h2>\n");
                html.append(new HtmlTables(network.results(), styles).accuracy());
            }
        }
        html.append("<p class=\"note\">Mean ± half-width of the 95 % interval (Student t over the trials); the highest "
                + "mean of each rate is bold. Without faults: on all test images.</p>\n");
    }
}
