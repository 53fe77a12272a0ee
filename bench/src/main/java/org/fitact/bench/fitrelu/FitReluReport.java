package org.fitact.bench.fitrelu;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.fitact.bench.report.Provenance;
import org.fitact.bench.run.JmhRun;
import org.fitact.bench.run.Score;
import org.fitact.report.document.Document;
import org.fitact.report.drawing.Ink;
import org.fitact.report.figure.BarFigure;
import org.fitact.report.figure.BarFigure.Fill;
import org.fitact.stats.Interval;
import org.fitact.text.Numbers;

/**
 * The report of {@code fitact bench fitrelu}.
 *
 * @param copies of {@link org.fitact.bench.CopyBenchmark}
 * @param rows of {@link org.fitact.bench.BoundedReluBenchmark}
 * @param fusion of {@link org.fitact.bench.FusionBenchmark}
 * @param gigahertz clock of a core
 * @param profiles what JMH's profilers found, if any were asked for
 */
record FitReluReport(
        List<Score> copies,
        List<FitReluRow> rows,
        List<Score> fusion,
        double gigahertz,
        List<JmhRun.Profiled> profiles,
        Provenance provenance) {

    private static final double KIB = 1024;

    /** What a table is of: all of it but the activation and the size. */
    private record Setting(String direction, int batch, double near, int threads) {

        private static Setting of(FitReluRow row) {
            FitReluCell cell = row.cell();
            return new Setting(row.direction(), cell.batch(), cell.near(), cell.threads());
        }

        private String title() {
            return "Bounded activations, " + direction + ", batch " + batch + ", " + Numbers.percent(near)
                    + " % of the outputs near their bounds, " + Numbers.counted(threads, "thread");
        }
    }

    Document document() {
        List<Document.Block> blocks = new ArrayList<>();
        blocks.add(new Document.Heading("What the memory gives"));
        blocks.add(copyTable());
        blocks.add(new Document.Text("GB/s, read and written, by the size of the input."));
        for (Setting setting : rows.stream().map(Setting::of).distinct().toList()) {
            blocks.add(new Document.Heading(setting.title()));
            blocks.add(table(setting));
        }
        blocks.add(new Document.Text(
                "GB/s that are read and written at least, and in brackets the share of the copy's in the "
                        + "same run. Where an activation computes more than it moves, as smooth ones do in a cache, "
                        + "the share says so. The share can be above 100 % where bounds are read from a cache."));
        blocks.add(new Document.Heading(figure().title()));
        blocks.add(new Document.Drawing(figure()));
        blocks.add(new Document.Heading("An element"));
        blocks.add(elements());
        blocks.add(
                new Document.Text(
                        "With 95 % intervals over iterations and forks. Nanoseconds: of all threads at once. Cycles: "
                                + "of all cores together, at the clock of a core under load, "
                                + Numbers.significant(gigahertz)
                                + " GHz, as steps that wait for each other found it. Near: the share of the outputs for which "
                                + "κ(λ − x) < 25 ln 2, so that the smooth form's gate is not 1 as a float. It takes an exponential for a vector "
                                + "that holds one: of 5 % by chance there are 56 % of 16, of a trained network's, which lie together, 41 %."));
        blocks.add(new Document.Heading("Fused into a convolution, and separate"));
        blocks.add(fusionTable());
        blocks.add(new Document.Text(
                "Time of a 3×3 convolution with its activation, bounds per neuron. In brackets: over the "
                        + "convolution with ReLU in its epilogue."));
        if (!profiles.isEmpty()) {
            blocks.add(new Document.Heading("What the profilers found"));
            blocks.add(new Document.Table(
                    List.of("benchmark", "of", "per operation", "unit"),
                    2,
                    profiles.stream()
                            .map(found -> List.of(
                                    found.benchmark(),
                                    found.label(),
                                    Numbers.measured(found.value(), found.error()),
                                    found.unit()))
                            .toList()));
            profiles.stream()
                    .filter(found -> !found.text().isBlank())
                    .forEach(found -> blocks.add(new Document.Command(
                            found.benchmark() + "\n" + found.text().strip())));
        }
        blocks.addAll(provenance.section());
        return new Document(
                "fitrelu",
                "What a bounded activation costs",
                "Bounded activations from the caches to the memory, beside a copy of the same size.",
                blocks);
    }

    /** 10⁹ bytes a second that a copy, or another method of its benchmark, reads and writes. */
    static double copy(List<Score> copies, String method, int kibibytes, int threads) {
        Score score = Score.find(
                copies, method, Map.of("kibibytes", Integer.toString(kibibytes), "threads", Integer.toString(threads)));
        return 2 * KIB * kibibytes / score.value() / 1e3;
    }

    private List<Integer> sizes() {
        return rows.stream().map(row -> row.cell().kibibytes()).distinct().toList();
    }

    private Document.Table copyTable() {
        List<String> header = new ArrayList<>(List.of("operation", "threads"));
        sizes().forEach(size -> header.add(FitReluCell.size(size)));
        List<List<String>> lines = new ArrayList<>();
        for (int threads :
                rows.stream().map(row -> row.cell().threads()).distinct().toList()) {
            for (String method : List.of("copy", "relu")) {
                List<String> cells = new ArrayList<>(List.of(method, Integer.toString(threads)));
                sizes().forEach(size -> cells.add(Numbers.fixed(copy(copies, method, size, threads), 1)));
                lines.add(cells);
            }
        }
        return new Document.Table(header, 1, lines);
    }

    private Stream<FitReluRow> rows(Setting setting) {
        return rows.stream().filter(row -> Setting.of(row).equals(setting));
    }

    private Document.Table table(Setting setting) {
        List<String> header = new ArrayList<>(List.of("activation"));
        sizes().forEach(size -> header.add(FitReluCell.size(size)));
        List<List<String>> lines = new ArrayList<>();
        for (String activation :
                rows(setting).map(row -> row.cell().activation()).distinct().toList()) {
            List<String> cells = new ArrayList<>(List.of(activation));
            rows(setting)
                    .filter(row -> row.cell().activation().equals(activation))
                    .forEach(row -> cells.add(
                            Numbers.fixed(row.gigabytes().value(), 1) + " (" + Math.round(100 * row.ofCopy()) + " %)"));
            lines.add(cells);
        }
        return new Document.Table(header, 1, lines);
    }

    private Document.Table elements() {
        return new Document.Table(
                List.of("activation", "", "size", "batch", "near, %", "threads", "ns", "cycles", "GB/s"),
                2,
                rows.stream()
                        .map(row -> List.of(
                                row.cell().activation(),
                                row.direction(),
                                FitReluCell.size(row.cell().kibibytes()),
                                Integer.toString(row.cell().batch()),
                                Numbers.percent(row.cell().near()),
                                Integer.toString(row.cell().threads()),
                                row.nanoseconds().text(),
                                row.cycles().text(),
                                row.gigabytes().text()))
                        .toList());
    }

    private BarFigure figure() {
        Setting setting = Setting.of(rows.getFirst());
        List<BarFigure.Group> groups = new ArrayList<>();
        for (int size : sizes()) {
            List<BarFigure.Bar> bars = rows(setting)
                    .filter(row -> row.cell().kibibytes() == size)
                    .map(FitReluReport::bar)
                    .toList();
            groups.add(new BarFigure.Group(FitReluCell.size(size) + ", batch " + setting.batch(), bars));
        }
        return new BarFigure(
                "activations",
                "Forward, as a share of the copy",
                "Bytes read and written per second over those of a copy; whiskers: 95 % intervals of the activation's "
                        + "time.",
                "% of the copy",
                groups,
                rows(setting)
                        .map(row -> row.cell().activation())
                        .distinct()
                        .map(FitReluReport::style)
                        .toList());
    }

    /** A colour for what a bound does, and a filling for who shares it. */
    private static BarFigure.Style style(String activation) {
        return new BarFigure.Style(
                activation.startsWith("zero")
                        ? Ink.BLUE
                        : activation.startsWith("saturate") ? Ink.ORANGE : Ink.VERMILLION,
                activation.endsWith("layer")
                        ? Fill.SOLID
                        : activation.endsWith("channel") ? Fill.STRIPED : Fill.HOLLOW);
    }

    private static BarFigure.Bar bar(FitReluRow row) {
        Interval interval = row.gigabytes().ci95();
        double percent = 100 * row.ofCopy() / row.gigabytes().value();
        return new BarFigure.Bar(
                row.cell().activation(),
                100 * row.ofCopy(),
                interval.known() ? interval.times(percent) : Interval.UNKNOWN);
    }

    private Document.Table fusionTable() {
        List<List<String>> lines = new ArrayList<>();
        for (Score fused : fusion) {
            if (fused.method().equals("fused")) {
                Score relu = Score.find(fusion, "relu", fused.parameters());
                Score separate = Score.find(fusion, "separate", fused.parameters());
                String[] layer = fused.get("layer").split(":");
                lines.add(List.of(
                        layer[0] + "×" + layer[0] + "×" + layer[1],
                        fused.get("policy"),
                        fused.get("batch"),
                        fused.get("threads"),
                        time(relu),
                        time(fused) + over(fused, relu),
                        time(separate) + over(separate, relu)));
            }
        }
        return new Document.Table(
                List.of("feature map", "activation", "batch", "threads", "ReLU, µs", "fused, µs", "separate, µs"),
                2,
                lines);
    }

    private static String time(Score score) {
        return Numbers.measured(score.value(), score.error());
    }

    private static String over(Score score, Score base) {
        return " (" + Numbers.points(score.value() / base.value() - 1) + " %)";
    }
}
