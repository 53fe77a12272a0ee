package org.fitact.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import org.fitact.report.document.Document;
import org.fitact.tensor.backend.op.BoundedRelu.Granularity;
import org.fitact.text.Numbers;

/** What bounds cost in memory, as tables of the report on Table I. */
record MemoryTables(List<MemoryRow> rows) {

    /** Exact bytes with one bound per neuron, the paper's overhead, and which widths of a bound stay below it. */
    Document.Table besideThePaper() {
        List<String> header = new ArrayList<>(List.of("network", "data set", "below the paper", "parameters, bytes"));
        Table1.WIDTHS.forEach(width -> header.add("bounds, " + width + " bits, bytes (%)"));
        header.add("paper, %");
        return new Document.Table(
                header, 3, rows.stream().map(MemoryTables::besideThePaper).toList());
    }

    private static List<String> besideThePaper(MemoryRow row) {
        List<String> cells = new ArrayList<>(List.of(
                row.network().label(),
                row.network().data(),
                belowThePaper(row),
                Numbers.grouped(row.parameterBytes())));
        for (int width : Table1.WIDTHS) {
            cells.add(Numbers.grouped(row.boundBytes(Granularity.NEURON, width)) + " ("
                    + Numbers.fixed(percent(row, width), 2) + ")");
        }
        cells.add(row.network()
                .paper()
                .map(paper -> Numbers.fixed(paper.memory(), 2))
                .orElse(Numbers.UNKNOWN));
        return cells;
    }

    /** Such as {@code 8 bits; not with 32, 16}. */
    static String belowThePaper(MemoryRow row) {
        return row.network()
                .paper()
                .map(paper -> belowThePaper(row, paper.memory()))
                .orElse(Numbers.UNKNOWN);
    }

    private static String belowThePaper(MemoryRow row, double paper) {
        String below = widths(width -> percent(row, width) < paper);
        String not = widths(width -> percent(row, width) >= paper);
        return (below.isEmpty() ? "none" : below + " bits") + (not.isEmpty() ? "" : "; not with " + not);
    }

    private static String widths(IntPredicate chosen) {
        return Table1.WIDTHS.stream()
                .filter(chosen::test)
                .map(width -> Integer.toString(width))
                .collect(Collectors.joining(", "));
    }

    private static double percent(MemoryRow row, int width) {
        return 100 * row.overhead(Granularity.NEURON, width);
    }

    /** The bounds' share by who shares one and by width, and what a plan holds. */
    Document.Table bounds() {
        List<String> header = new ArrayList<>(List.of("network", "data set", "parameters", "neurons"));
        forAll((granularity, width) -> granularity.name().toLowerCase(Locale.ROOT) + ", " + width + " bits, %")
                .forEach(header::add);
        header.addAll(List.of("plan ReLU, MB", "plan FitAct, MB"));
        return new Document.Table(
                header, 2, rows.stream().map(MemoryTables::bounds).toList());
    }

    private static List<String> bounds(MemoryRow row) {
        List<String> cells = new ArrayList<>(List.of(
                row.network().label(),
                row.network().data(),
                Numbers.grouped(row.parameters()),
                Numbers.grouped(row.neurons())));
        cells.addAll(forAll((granularity, width) -> Numbers.significant(100 * row.overhead(granularity, width))));
        cells.add(Numbers.fixed(row.planBytes() / Table1.MB, 1));
        cells.add(Numbers.fixed(row.boundedPlanBytes() / Table1.MB, 1));
        return cells;
    }

    private interface OfBounds {
        String text(Granularity granularity, int width);
    }

    private static List<String> forAll(OfBounds text) {
        List<String> cells = new ArrayList<>();
        for (Granularity granularity : Granularity.values()) {
            Table1.WIDTHS.forEach(width -> cells.add(text.text(granularity, width)));
        }
        return cells;
    }
}
