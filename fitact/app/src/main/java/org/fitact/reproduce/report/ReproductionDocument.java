package org.fitact.reproduce.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.fitact.protect.Protections;
import org.fitact.report.document.Document;
import org.fitact.report.document.RecordFields;
import org.fitact.report.drawing.Figure;
import org.fitact.reproduce.Preset;
import org.fitact.results.ResultsJson;

/** The report of a reproduction: the paper's figures in its order, what was published beside what was found. */
public final class ReproductionDocument {

    private static final Map<String, String> HEADINGS = Map.of(
            "fig1", "Figure 1. Accuracy over the bound of layer 2",
            "fig2", "Figure 2. How large the outputs of neurons become",
            "fig2-all-layers", "Figure 2, all layers",
            "fig3", "Figure 3. The activation functions",
            "fig5", "Figure 5. Every trial, over the bit error rate",
            "fig6", "Figure 6. Mean accuracy over the bit error rate",
            "overhead", "The cost of post-training");

    private final ReproductionResults results;
    private final List<Document.Block> blocks = new ArrayList<>();

    private ReproductionDocument(ReproductionResults results) {
        this.results = results;
    }

    /** @param figures by the names of their files */
    static Document of(ReproductionResults results, Map<String, Figure> figures) {
        Preset preset = results.preset();
        ReproductionTables tables = new ReproductionTables(results);
        ReproductionDocument report = new ReproductionDocument(results);
        report.blocks.add(new Document.Finding(preset.summary()));
        report.section("Published and measured", tables.published(), ReproductionTables.PUBLISHED_NOTE);
        figures.forEach(report::figure);
        report.section("Is FitAct above Clip-Act above Ranger?", tables.order(), ReproductionTables.ORDER_NOTE);
        report.section("Is δ kept on the test set?", tables.delta(), ReproductionTables.DELTA_NOTE);
        report.accuracies();
        for (MemoryResults memory : results.memory()) {
            MemoryTables ofMemory = new MemoryTables(memory);
            report.section(
                    "Formats and codes of " + memory.network(), ofMemory.accuracies(), MemoryTables.ACCURACY_NOTE);
            report.section(
                    "Against no protection: " + memory.network(), ofMemory.differences(), MemoryTables.DIFFERENCE_NOTE);
        }
        for (FieldResults field : results.field()) {
            FieldTables ofField = new FieldTables(field);
            report.section("The field on " + field.network(), ofField.accuracies(), FieldTables.ACCURACY_NOTE);
            report.section(
                    "Against " + Protections.featured().name() + ": " + field.network(),
                    ofField.differences(),
                    FieldTables.DIFFERENCE_NOTE);
        }
        for (WidthResults widths : results.widths()) {
            report.section(
                    "Integers beside float: " + widths.network(), new WidthTables(widths).table(), WidthTables.NOTE);
        }
        report.section("What was run", tables.runs(), ReproductionTables.RUNS_NOTE);
        report.blocks.add(new Document.Details(
                "The preset, in full", List.of(new Document.Fields(RecordFields.of(ResultsJson.tree(preset))))));
        report.blocks.add(new Document.Heading("Provenance"));
        report.blocks.add(new Document.Fields(RecordFields.of(results.provenance())));
        String subtitle = "preset " + preset.name() + ", seed " + preset.seed();
        return new Document("reproduction", "FitAct, reproduced", subtitle, report.blocks);
    }

    private void figure(String name, Figure figure) {
        blocks.add(new Document.Heading(HEADINGS.getOrDefault(name, figure.title())));
        blocks.add(new Document.Drawing(name, figure));
    }

    private void accuracies() {
        SchemeStyles styles = SchemeStyles.of(results);
        for (ReproductionResults.NetworkResult network : results.networks()) {
            if (network.results() != null) {
                List<String> schemes =
                        results.preset().network(network.name()).campaign().schemes();
                blocks.add(new Document.Heading("Accuracy of " + network.name() + ", %"));
                blocks.add(new Document.Accuracies(network.results(), styles.of(schemes)));
                blocks.add(new Document.Text(ReproductionTables.ACCURACY_NOTE));
            }
        }
    }

    private void section(String heading, Document.Table table, String note) {
        if (!table.rows().isEmpty()) {
            blocks.add(new Document.Heading(heading));
            blocks.add(table);
            blocks.add(new Document.Text(note));
        }
    }
}
