package org.fitact.bench.report;

import java.util.ArrayList;
import java.util.List;
import org.fitact.report.drawing.Numbers;

/** Which algorithm the rule gives each layer, as text for a terminal. */
public final class PlanReport {

    private static final int WORDS = 3;

    private PlanReport() {}

    /** A table of the layers of one plan with their sum, every line ended. */
    public static String of(List<LayerRow> layers) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("layer", "shape", "algorithm", "MFLOP", "weights, MB", "maps, MB"));
        for (LayerRow layer : layers) {
            rows.add(List.of(
                    layer.layer(),
                    layer.shape(),
                    layer.algorithm(),
                    Numbers.significant(layer.megaflops()),
                    Numbers.significant(layer.weightMegabytes()),
                    Numbers.significant(layer.mapMegabytes())));
        }
        rows.add(List.of(
                "sum",
                "",
                "",
                Numbers.significant(
                        layers.stream().mapToDouble(LayerRow::megaflops).sum()),
                Numbers.significant(
                        layers.stream().mapToDouble(LayerRow::weightMegabytes).sum()),
                Numbers.significant(
                        layers.stream().mapToDouble(LayerRow::mapMegabytes).sum())));
        return aligned(rows);
    }

    private static String aligned(List<List<String>> rows) {
        int[] widths = new int[rows.getFirst().size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                String space = " ".repeat(widths[i] - row.get(i).length());
                text.append(i == 0 ? "  " : "   ").append(i < WORDS ? row.get(i) + space : space + row.get(i));
            }
            text.append('\n');
        }
        return text.toString();
    }
}
