package org.fitact.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.fitact.nn.AtomicFile;
import org.fitact.report.document.Document;
import org.fitact.report.document.Html;
import org.fitact.report.document.Markdown;
import org.fitact.report.drawing.Figure;
import org.fitact.report.figure.AttackFigure;
import org.fitact.report.figure.SchemeStyle;
import org.fitact.results.ResultsJson;
import org.fitact.results.attack.AttackResults;
import org.fitact.results.attack.AttackResults.OfScheme;
import org.fitact.results.attack.AttackTables;

/** Writes what an attack found into a folder: as JSON, as tables, and as a page with a figure. */
public final class AttackReport {

    private AttackReport() {}

    /**
     * Writes {@code attack.csv}, {@code flips.csv}, {@code figures/attack.png} and {@code .svg}, {@code attack.md}, {@code attack.json} and
     * {@code attack.html}, each beside its place and then moved there. The same results give the same bytes.
     *
     * @param folder created if missing
     * @return the files, the page last
     */
    public static List<Path> write(Path folder, AttackResults attack) throws IOException {
        List<Path> written = new ArrayList<>();
        written.add(AtomicFile.write(folder.resolve("attack.csv"), AttackTables.curves(attack)));
        written.add(AtomicFile.write(folder.resolve("flips.csv"), AttackTables.flips(attack)));
        Path figures = Files.createDirectories(folder.resolve("figures"));
        Figure figure = figure(attack);
        written.add(AtomicFile.write(figures.resolve(figure.name() + ".png"), figure.png()));
        written.add(AtomicFile.write(figures.resolve(figure.name() + ".svg"), figure.svgFile()));
        Document document = document(attack, figure);
        written.add(AtomicFile.write(folder.resolve("attack.md"), Markdown.of(document)));
        written.add(AtomicFile.write(folder.resolve("attack.json"), ResultsJson.write(attack)));
        written.add(AtomicFile.write(folder.resolve("attack.html"), Html.of(document)));
        return List.copyOf(written);
    }

    private static Figure figure(AttackResults attack) {
        return new AttackFigure(
                attack,
                SchemeStyle.of(attack.schemes().stream().map(OfScheme::scheme).toList()));
    }

    private static Document document(AttackResults attack, Figure figure) {
        List<Document.Block> blocks = new ArrayList<>();
        attack.schemes().forEach(scheme -> blocks.add(new Document.Finding(AttackText.of(scheme))));
        blocks.add(new Document.Heading(figure.title()));
        blocks.add(new Document.Drawing(figure));
        blocks.add(new Document.Heading("Accuracy by the number of flips"));
        blocks.add(table(AttackText.table(attack)));
        blocks.add(new Document.Heading("The attacker"));
        blocks.add(new Document.Text(AttackText.attacker(attack)
                + " flips.csv has the flips as campaign --replay takes them: trial t has the first t + 1."));
        attack.schemes().stream()
                .filter(scheme -> !scheme.made().isEmpty())
                .forEach(scheme -> blocks.add(new Document.Details(
                        "Flips under " + scheme.scheme(), List.of(table(AttackText.flips(scheme))))));
        return new Document(
                "attack",
                "Attack on " + attack.model() + " on " + attack.dataset(),
                "How many bits an attacker must flip in its memory until it guesses",
                blocks);
    }

    private static Document.Table table(List<List<String>> rows) {
        return new Document.Table(rows.getFirst(), 1, rows.subList(1, rows.size()));
    }
}
