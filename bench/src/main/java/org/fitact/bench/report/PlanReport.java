package org.fitact.bench.report;

import java.util.ArrayList;
import java.util.List;
import org.fitact.text.AlignedTable;
import org.fitact.text.Numbers;

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
        return AlignedTable.of(WORDS, rows);
    }
}
