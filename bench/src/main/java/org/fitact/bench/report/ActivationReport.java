package org.fitact.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.fitact.bench.BoundedReluBenchmark;
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
 * @param activations of {@link BoundedReluBenchmark}
 * @param fusion of {@link org.fitact.bench.FusionBenchmark}
 */
public record ActivationReport(List<Score> copies, List<Score> activations, List<Score> fusion, Provenance provenance) {

    private static final double KIB = 1024;

    Document document() {
        List<Document.Block> blocks = new ArrayList<>();
        blocks.add(new Document.Heading("What the memory gives"));
        blocks.add(copyTable());
        blocks.add(new Document.Text("GB/s, read and written, by the size of the input."));
        for (String batch : values(activations, "batch")) {
            for (String method : List.of("forward", "backward")) {
                blocks.add(new Document.Heading("Bounded activations, " + method + ", batch " + batch));
                blocks.add(table(method, batch));
            }
        }
        blocks.add(new Document.Text(
                "GB/s that are read and written at least, and in brackets the share of the copy's in the "
                        + "same run. Where an activation computes more than it moves, as smooth ones do in a cache, "
                        + "the share says "
                        + "so. The share can be above 100 % where bounds are read from a cache."));
        blocks.add(new Document.Heading(figure().title()));
        blocks.add(new Document.Drawing(figure()));
        blocks.add(new Document.Heading("Fused into a convolution, and separate"));
        blocks.add(fusionTable());
        blocks.add(new Document.Text(
                "Time of a 3×3 convolution with its activation, bounds per neuron. In brackets: over the "
                        + "convolution with ReLU in its epilogue."));
        blocks.addAll(provenance.section());
        return new Document(
                "fitrelu",
                "What a bounded activation costs",
                "Every bounded activation from the L1 cache to the memory, beside a copy of the same size.",
                blocks);
    }

    private static List<String> values(List<Score> scores, String parameter) {
        return scores.stream().map(score -> score.get(parameter)).distinct().toList();
    }

    private static String size(String kibibytes) {
        int kib = Integer.parseInt(kibibytes);
        return kib < 1024 ? kib + " KiB" : kib / 1024 + " MiB";
    }

    private List<String> sizes() {
        return values(copies, "kibibytes");
    }

    private static double gigabytes(double bytes, Score micros) {
        return bytes / micros.value() / 1e3;
    }

    private double copy(String kibibytes, String method) {
        Score score = Score.find(copies, method, Map.of("kibibytes", kibibytes));
        return gigabytes(2 * KIB * Integer.parseInt(kibibytes), score);
    }

    private double reached(Score score) {
        double map = KIB * Integer.parseInt(score.get("kibibytes"));
        int batch = Integer.parseInt(score.get("batch"));
        return gigabytes(BoundedReluBenchmark.bytes(score.method(), score.get("activation"), map, batch), score);
    }

    private Document.Table copyTable() {
        List<String> header = new ArrayList<>(List.of("operation"));
        sizes().forEach(size -> header.add(size(size)));
        List<List<String>> rows = new ArrayList<>();
        for (String method : List.of("copy", "relu")) {
            List<String> cells = new ArrayList<>(List.of(method));
            sizes().forEach(size -> cells.add(Numbers.fixed(copy(size, method), 1)));
            rows.add(cells);
        }
        return new Document.Table(header, 1, rows);
    }

    private Document.Table table(String method, String batch) {
        List<String> header = new ArrayList<>(List.of("activation"));
        sizes().forEach(size -> header.add(size(size)));
        List<List<String>> rows = new ArrayList<>();
        for (String activation : values(activations, "activation")) {
            List<String> cells = new ArrayList<>(List.of(activation));
            for (String size : sizes()) {
                double reached = reached(Score.find(
                        activations, method, Map.of("activation", activation, "batch", batch, "kibibytes", size)));
                cells.add(Numbers.fixed(reached, 1) + " (" + Math.round(100 * reached / copy(size, "copy")) + " %)");
            }
            rows.add(cells);
        }
        return new Document.Table(header, 1, rows);
    }

    private BarFigure figure() {
        String batch = values(activations, "batch").getFirst();
        List<BarFigure.Group> groups = new ArrayList<>();
        for (String size : sizes()) {
            List<BarFigure.Bar> bars = activations.stream()
                    .filter(score -> score.method().equals("forward")
                            && score.get("kibibytes").equals(size)
                            && score.get("batch").equals(batch))
                    .map(score -> bar(score, copy(size, "copy")))
                    .toList();
            groups.add(new BarFigure.Group(size(size) + ", batch " + batch, bars));
        }
        return new BarFigure(
                "activations",
                "Forward, as a share of the copy",
                "Bytes read and written per second over those of a copy; whiskers: 95 % intervals of the activation's "
                        + "time.",
                "% of the copy",
                groups,
                values(activations, "activation").stream()
                        .map(ActivationReport::style)
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

    private BarFigure.Bar bar(Score score, double copy) {
        double share = 100 * reached(score) / copy;
        double relative = score.error() / score.value();
        Interval interval =
                relative < 1 ? new Interval(share / (1 + relative), share / (1 - relative)) : Interval.UNKNOWN;
        return new BarFigure.Bar(score.get("activation"), share, interval);
    }

    private Document.Table fusionTable() {
        List<List<String>> rows = new ArrayList<>();
        for (Score fused : fusion) {
            if (fused.method().equals("fused")) {
                Score relu = Score.find(fusion, "relu", fused.parameters());
                Score separate = Score.find(fusion, "separate", fused.parameters());
                String[] layer = fused.get("layer").split(":");
                rows.add(List.of(
                        layer[0] + "×" + layer[0] + "×" + layer[1],
                        fused.get("policy"),
                        fused.get("batch"),
                        time(relu),
                        time(fused) + over(fused, relu),
                        time(separate) + over(separate, relu)));
            }
        }
        return new Document.Table(
                List.of("feature map", "activation", "batch", "ReLU, µs", "fused, µs", "separate, µs"), 2, rows);
    }

    private static String time(Score score) {
        return Numbers.measured(score.value(), score.error());
    }

    private static String over(Score score, Score base) {
        return " (" + Numbers.points(score.value() / base.value() - 1) + " %)";
    }
}
