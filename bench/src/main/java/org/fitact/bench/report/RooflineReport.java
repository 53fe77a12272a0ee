package org.fitact.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.fitact.bench.LayerTimes;
import org.fitact.bench.MachinePeaks;
import org.fitact.nn.AtomicFile;
import org.fitact.report.document.Document;
import org.fitact.report.drawing.Figure;
import org.fitact.report.figure.RooflineFigure;
import org.fitact.text.Numbers;

/** The report of {@code fitact bench roofline}: every layer under the machine's limits. */
public record RooflineReport(MachinePeaks peaks, List<Timed> layers, Provenance provenance) {

    /**
     * A layer and how fast it ran.
     *
     * @param millis median of its time in the plan
     * @param gigaflops 10⁹ operations per second, counted as sums of taps
     * @param intensity operations for a byte of weights and maps, each moved once
     */
    public record Timed(LayerRow layer, double millis, double gigaflops, double intensity) {

        /** Of one measurement. */
        public static Timed of(String model, int batch, LayerTimes.Layer measured) {
            LayerRow row = LayerRow.of(model, batch, measured.product());
            return new Timed(row, measured.millis(), row.megaflops() / measured.millis(), row.intensity());
        }
    }

    /** Writes {@code roofline.md}, {@code .html}, {@code .json} and the figures as PNG and SVG. */
    public List<Path> write(Path folder) throws IOException {
        List<Path> written = new ArrayList<>();
        for (Figure figure : figures()) {
            Path svg = folder.resolve("figures").resolve(figure.name() + ".svg");
            Files.createDirectories(svg.getParent());
            AtomicFile.write(svg, figure.svgFile());
            written.add(svg);
        }
        written.addAll(ReportFiles.write(
                folder, document(), Map.of("provenance", provenance, "peaks", peaks, "layers", layers)));
        return written;
    }

    private Document document() {
        List<Document.Block> blocks = new ArrayList<>();
        figures().forEach(figure -> {
            blocks.add(new Document.Heading(figure.title()));
            blocks.add(new Document.Drawing(figure));
        });
        blocks.add(new Document.Heading("The machine's limits"));
        blocks.add(new Document.Table(
                List.of("what", "measured"),
                1,
                List.of(
                        List.of("fused multiply-adds on registers", Numbers.fixed(peaks.gigaflops(), 1) + " GFLOP/s"),
                        List.of("reading memory", Numbers.fixed(peaks.read(), 1) + " GB/s"),
                        List.of("copying memory, both ways counted", Numbers.fixed(peaks.copy(), 1) + " GB/s"))));
        blocks.add(new Document.Heading("Every layer"));
        blocks.add(table());
        blocks.add(new Document.Text(NOTE));
        blocks.addAll(provenance.section());
        return new Document(
                "roofline",
                "Every layer under the machine's limits",
                "How fast the layers of the inference plans run, and how fast they could.",
                blocks);
    }

    private static final String NOTE = "Times are medians of a layer where it stands in its plan, after the plan's "
            + "logits were found right. Operations are those of sums of taps; Winograd multiplies less often, so it "
            + "can stand above the roof. Intensity counts weights, input and output as 32-bit floats, each moved "
            + "once: what a cache keeps from one layer or inference to the next is not moved at all, and lets a layer "
            + "stand above the slope. Reachable: the lower of the two limits at this intensity.";

    private List<Figure> figures() {
        return layers.stream()
                .map(timed -> timed.layer().batch())
                .distinct()
                .map(this::figure)
                .toList();
    }

    private Figure figure(int batch) {
        List<RooflineFigure.Series> series = layers.stream()
                .map(timed -> timed.layer().model())
                .distinct()
                .map(model -> new RooflineFigure.Series(Table1.NAMES.getOrDefault(model, model), points(model, batch)))
                .toList();
        return new RooflineFigure(
                "roofline-batch-" + batch,
                "Roofline at batch " + batch,
                "Batch " + batch + ": every convolution and linear layer of the plans. " + NOTE,
                peaks.gigaflops(),
                List.of(
                        new RooflineFigure.Roof("reading", peaks.read()),
                        new RooflineFigure.Roof("copying", peaks.copy())),
                series);
    }

    private List<RooflineFigure.Point> points(String model, int batch) {
        return layers.stream()
                .filter(timed ->
                        timed.layer().model().equals(model) && timed.layer().batch() == batch)
                .map(timed -> new RooflineFigure.Point(
                        timed.layer().layer(),
                        timed.intensity(),
                        timed.gigaflops(),
                        timed.layer().algorithm().toLowerCase(Locale.ROOT).contains("winograd")))
                .toList();
    }

    private Document.Table table() {
        List<String> header = List.of(
                "network", "layer", "shape", "algorithm", "batch", "MFLOP", "ms", "FLOP/B", "GFLOP/s", "reachable");
        return new Document.Table(header, 4, layers.stream().map(this::row).toList());
    }

    private List<String> row(Timed timed) {
        LayerRow layer = timed.layer();
        return List.of(
                Table1.NAMES.getOrDefault(layer.model(), layer.model()),
                layer.layer(),
                layer.shape(),
                layer.algorithm(),
                Integer.toString(layer.batch()),
                Numbers.significant(layer.megaflops()),
                Numbers.significant(timed.millis()),
                Numbers.significant(timed.intensity()),
                Numbers.significant(timed.gigaflops()),
                Numbers.significant(Math.min(peaks.gigaflops(), peaks.read() * timed.intensity())));
    }
}
