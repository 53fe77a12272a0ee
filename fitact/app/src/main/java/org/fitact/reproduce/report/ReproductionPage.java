package org.fitact.reproduce.report;

import java.util.Map;
import org.fitact.report.HtmlTables;
import org.fitact.report.document.Document;
import org.fitact.report.document.Html;
import org.fitact.report.document.PageFrame;
import org.fitact.report.document.RecordFields;
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
        html.append("<details><summary>The preset, in full</summary>\n");
        add(new Document.Fields(RecordFields.of(ResultsJson.tree(preset))));
        html.append("</details>\n");
        add(new Document.Heading("Provenance"));
        add(new Document.Fields(RecordFields.of(results.provenance())));
        return PageFrame.around(
                "FitAct, reproduced", "preset " + preset.name() + ", seed " + preset.seed(), html.toString());
    }

    /** What stands above a figure. */
    static String heading(String name, Figure figure) {
        return HEADINGS.getOrDefault(name, figure.title());
    }

    private void figure(String name, Figure figure) {
        add(new Document.Heading(heading(name, figure)));
        add(new Document.Drawing(name, figure));
    }

    private void section(String heading, Document.Table table, String note) {
        if (!table.rows().isEmpty()) {
            add(new Document.Heading(heading));
            add(table);
            add(new Document.Text(note));
        }
    }

    private void add(Document.Block block) {
        html.append(Html.block(block));
    }

    private void accuracies() {
        for (ReproductionResults.NetworkResult network : results.networks()) {
            if (network.results() != null) {
                var styles = SchemeStyle.of(
                        results.preset().network(network.name()).campaign().schemes());
                add(new Document.Heading("Accuracy of " + network.name() + ", %"));
                html.append(new HtmlTables(network.results(), styles).accuracy());
            }
        }
        add(new Document.Text("Mean ± half-width of the 95 % interval (Student t over the trials); the highest mean of "
                + "each rate is bold. Without faults: on all test images."));
    }
}
