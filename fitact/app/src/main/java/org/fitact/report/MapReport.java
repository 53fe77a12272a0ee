package org.fitact.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.fitact.nn.AtomicFile;
import org.fitact.report.document.Document;
import org.fitact.report.document.Html;
import org.fitact.report.document.Markdown;
import org.fitact.report.document.RecordFields;
import org.fitact.report.drawing.Figure;
import org.fitact.report.drawing.Ink;
import org.fitact.report.figure.BarFigure;
import org.fitact.report.figure.HeatMapFigure;
import org.fitact.results.MapResults;
import org.fitact.results.MapTables;
import org.fitact.results.ResultsJson;
import org.fitact.stats.Interval;
import org.fitact.text.Numbers;

/** Writes what a map found into a folder: as JSON, as tables, and as a page with figures. */
public final class MapReport {

    /** Faults of the list that the page shows. */
    private static final int SHOWN = 20;

    private MapReport() {}

    /**
     * Writes {@code map.json}, {@code map.csv}, {@code faults.csv}, {@code figures/NAME.png} and {@code .svg}, {@code map.md} and {@code
     * map.html}, each beside its place and then moved there. The same results give the same bytes.
     *
     * @param folder created if missing
     * @return the files, the page last
     */
    public static List<Path> write(Path folder, MapResults map) throws IOException {
        List<Path> written = new ArrayList<>();
        written.add(AtomicFile.write(folder.resolve("map.json"), ResultsJson.write(map)));
        written.add(AtomicFile.write(folder.resolve("map.csv"), MapTables.strata(map)));
        written.add(AtomicFile.write(folder.resolve("faults.csv"), MapTables.worst(map)));
        Path figures = Files.createDirectories(folder.resolve("figures"));
        for (Figure figure : figures(map)) {
            written.add(AtomicFile.write(figures.resolve(figure.name() + ".png"), figure.png()));
            written.add(AtomicFile.write(figures.resolve(figure.name() + ".svg"), figure.svgFile()));
        }
        Document document = document(map);
        written.add(AtomicFile.write(folder.resolve("map.md"), Markdown.of(document)));
        written.add(AtomicFile.write(folder.resolve("map.html"), Html.of(document)));
        return List.copyOf(written);
    }

    private static List<Figure> figures(MapResults map) {
        List<Figure> figures = new ArrayList<>();
        if (map.by().contains("bit")) {
            figures.add(heatMap(map));
        }
        if (!map.layers().isEmpty()) {
            figures.add(bars(map));
        }
        return figures;
    }

    private static Figure heatMap(MapResults map) {
        TreeSet<Integer> bits = new TreeSet<>();
        Map<String, Map<Integer, Double>> rows = new LinkedHashMap<>();
        for (MapResults.OfStratum stratum : map.strata()) {
            bits.add(stratum.bit());
            rows.computeIfAbsent(row(stratum), _ -> new LinkedHashMap<>())
                    .put(stratum.bit(), stratum.harmful().share());
        }
        List<Integer> highestFirst = List.copyOf(bits.descendingSet());
        List<HeatMapFigure.Row> shares = rows.entrySet().stream()
                .map(row -> new HeatMapFigure.Row(
                        row.getKey(),
                        highestFirst.stream()
                                .map(bit -> row.getValue().containsKey(bit)
                                        ? OptionalDouble.of(row.getValue().get(bit))
                                        : OptionalDouble.empty())
                                .toList()))
                .toList();
        return new HeatMapFigure(
                "map-bits",
                "Harm of single bit flips by layer and bit",
                "Share of the flips of a bit, each with one image, after which the network answers another class than"
                        + " without the flip. The highest bit is on the left.",
                "answers changed, %",
                "bit of the word",
                shares,
                highestFirst.stream().map(String::valueOf).toList());
    }

    private static String row(MapResults.OfStratum stratum) {
        List<String> parts = new ArrayList<>();
        if (stratum.layer() != null) {
            parts.add(stratum.layer());
        }
        if (stratum.kind() != null) {
            parts.add(stratum.kind());
        }
        return parts.isEmpty() ? "all layers" : String.join(" ", parts);
    }

    private static Figure bars(MapResults map) {
        List<BarFigure.Bar> bars = map.layers().stream()
                .map(layer -> new BarFigure.Bar(
                        layer.layer(),
                        100 * layer.harmful().share(),
                        new Interval(
                                100 * layer.harmful().interval().low(),
                                100 * layer.harmful().interval().high())))
                .toList();
        return new BarFigure(
                "map-layers",
                "Harm of single bit flips by layer",
                "Share of the single bit flips in a layer, with all that is stored for it, after which the network answers "
                        + "another class than without the flip, and its " + Numbers.percent(map.confidence(), 0)
                        + " % interval.",
                "answers changed by a flip, %",
                List.of(new BarFigure.Group("", bars)),
                List.of(BarFigure.Style.solid(Ink.VERMILLION)));
    }

    private static Document document(MapResults map) {
        List<Document.Block> blocks = new ArrayList<>();
        blocks.add(new Document.Finding(MapText.overall(map)));
        if (map.failures() != null) {
            blocks.add(new Document.Finding(MapText.failures(map)));
        }
        for (Figure figure : figures(map)) {
            blocks.add(new Document.Heading(figure.title()));
            blocks.add(new Document.Drawing(figure));
        }
        if (!map.layers().isEmpty()) {
            blocks.add(new Document.Heading("By layer"));
            List<List<String>> rows = MapText.layers(map);
            blocks.add(new Document.Table(rows.getFirst(), 1, rows.subList(1, rows.size())));
        }
        if (!map.worst().isEmpty()) {
            blocks.add(new Document.Heading("The most harmful faults that were found"));
            blocks.add(new Document.Text("Each with all " + map.images() + " images; faults.csv has "
                    + map.worst().size() + " of them, as campaign --replay takes them."));
            List<List<String>> rows = MapText.worst(map, SHOWN);
            blocks.add(new Document.Table(rows.getFirst(), 1, rows.subList(1, rows.size())));
        }
        blocks.add(new Document.Heading("What it took"));
        blocks.add(new Document.Text(MapText.costs(map)));
        blocks.add(new Document.Details("All strata", List.of(strata(map))));
        blocks.add(new Document.Heading("Provenance"));
        blocks.add(new Document.Fields(RecordFields.of(map.provenance())));
        return new Document(
                "map",
                "Map of " + map.scheme() + ", " + map.model() + " on " + map.dataset(),
                "Which single bit flips of its memory change what it answers; its numbers are stored as "
                        + formats(map),
                blocks);
    }

    private static String formats(MapResults map) {
        return map.regions().stream()
                .filter(region -> region.part().equals("number"))
                .map(MapResults.OfRegion::format)
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private static Document.Table strata(MapResults map) {
        return new Document.Table(
                List.of("stratum", "bit", "faults and images", "looked at", "changed, %", "interval"),
                1,
                map.strata().stream()
                        .map(stratum -> List.of(
                                row(stratum),
                                stratum.bit() == null ? "" : String.valueOf(stratum.bit()),
                                Numbers.grouped(stratum.population()),
                                Numbers.grouped(stratum.found().faults()),
                                Numbers.percent(stratum.harmful().share(), 2),
                                Numbers.range(stratum.harmful().interval(), end -> Numbers.percent(end, 2))))
                        .toList());
    }
}
