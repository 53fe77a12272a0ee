package org.fitact.reproduce.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.fitact.report.document.Document;
import org.fitact.report.document.RecordFields;
import org.fitact.report.drawing.Figure;
import org.fitact.reproduce.Preset;

/** The page of a reproduction as a document that can be kept beside sources: the same figures and tables, in words. */
public final class ReproductionDocument {

    private ReproductionDocument() {}

    static Document of(ReproductionResults results, Map<String, Figure> figures) {
        Preset preset = results.preset();
        ReproductionTables tables = new ReproductionTables(results);
        List<Document.Block> blocks = new ArrayList<>();
        section(blocks, "Published and measured", tables.published(), ReproductionTables.PUBLISHED_NOTE);
        figures.forEach((name, figure) -> {
            blocks.add(new Document.Heading(ReproductionPage.heading(name, figure)));
            blocks.add(new Document.Drawing(name, figure));
        });
        section(blocks, "Is FitAct above Clip-Act above Ranger?", tables.order(), ReproductionTables.ORDER_NOTE);
        section(blocks, "Is δ kept on the test set?", tables.delta(), ReproductionTables.DELTA_NOTE);
        for (ReproductionResults.NetworkResult network : results.networks()) {
            if (network.results() != null) {
                section(
                        blocks,
                        "Accuracy of " + network.name() + ", %",
                        ReproductionTables.accuracy(network),
                        ReproductionTables.ACCURACY_NOTE);
            }
        }
        section(blocks, "What was run", tables.runs(), ReproductionTables.RUNS_NOTE);
        blocks.add(new Document.Heading("Provenance"));
        blocks.add(new Document.Fields(RecordFields.of(results.provenance())));
        String subtitle = preset.summary() + " Preset " + preset.name() + ", seed " + preset.seed() + ".";
        return new Document("reproduction", "FitAct, reproduced", subtitle, blocks);
    }

    private static void section(List<Document.Block> blocks, String heading, Document.Table table, String note) {
        if (!table.rows().isEmpty()) {
            blocks.add(new Document.Heading(heading));
            blocks.add(table);
            blocks.add(new Document.Text(note));
        }
    }
}
