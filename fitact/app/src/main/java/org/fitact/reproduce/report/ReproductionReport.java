package org.fitact.reproduce.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.fitact.nn.AtomicFile;
import org.fitact.report.document.Document;
import org.fitact.report.document.Html;
import org.fitact.report.document.Markdown;
import org.fitact.report.drawing.Figure;
import org.fitact.reproduce.Preset;
import org.fitact.reproduce.ReproductionFolder;
import org.fitact.results.ResultsJson;
import org.fitact.tensor.backend.Backend;

/** Writes what lies in the folder of a reproduction as figures, one page and JSON. */
public final class ReproductionReport {

    private ReproductionReport() {}

    /**
     * Writes {@code figures/NAME.png} and {@code .svg}, {@code reproduction.json}, and page and document,
     * {@code reproduction.html} and {@code reproduction.md}.
     *
     * @param backend computes figure 3
     * @param provenance how, where and when; a JSON object
     */
    public static ReproductionResults write(
            Preset preset, ReproductionFolder folder, Backend backend, JsonNode provenance) throws IOException {
        ResultsReader reader = new ResultsReader(preset, folder);
        ReproductionResults results = reader.read(provenance);
        Map<String, Figure> figures = ReproductionFigures.of(results, reader.neurons(), backend);
        Files.createDirectories(folder.figures());
        for (Map.Entry<String, Figure> figure : figures.entrySet()) {
            AtomicFile.write(
                    file(folder, figure.getKey(), "png"), figure.getValue().png());
            AtomicFile.write(
                    file(folder, figure.getKey(), "svg"), figure.getValue().svgFile());
        }
        AtomicFile.write(folder.results(), ResultsJson.write(results));
        Document report = ReproductionDocument.of(results, figures);
        AtomicFile.write(folder.document(), Markdown.of(report));
        AtomicFile.write(folder.page(), Html.of(report));
        return results;
    }

    /** The files that were written, for people: the figures in the order of their names, and the page last. */
    public static List<Path> files(ReproductionFolder folder) throws IOException {
        try (Stream<Path> figures = Files.list(folder.figures())) {
            return Stream.concat(
                            figures.filter(file -> file.toString().endsWith(".png"))
                                    .sorted(),
                            Stream.of(folder.results(), folder.document(), folder.page()))
                    .toList();
        }
    }

    private static Path file(ReproductionFolder folder, String name, String ending) {
        return folder.figures().resolve(name + "." + ending);
    }
}
