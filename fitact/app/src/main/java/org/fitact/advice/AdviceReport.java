package org.fitact.advice;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.fitact.nn.AtomicFile;
import org.fitact.report.document.Document;
import org.fitact.report.document.Html;
import org.fitact.report.document.Markdown;
import org.fitact.report.document.RecordFields;
import org.fitact.report.drawing.Figure;
import org.fitact.results.ResultsJson;
import org.fitact.text.Numbers;

/** Writes an advice into its folder. */
public final class AdviceReport {

    private AdviceReport() {}

    /** Writes {@code figures/front-….png} and {@code .svg}, {@code advice.json}, {@code advice.md} and {@code advice.html}. */
    public static void write(AdviceFolder folder, Advice advice) throws IOException {
        List<Figure> figures = new AdviceFigures(advice).all();
        Files.createDirectories(folder.figures());
        for (Figure figure : figures) {
            AtomicFile.write(folder.figures().resolve(figure.name() + ".png"), figure.png());
            AtomicFile.write(folder.figures().resolve(figure.name() + ".svg"), figure.svgFile());
        }
        Document document = document(advice, figures);
        AtomicFile.write(folder.json(), ResultsJson.write(advice));
        AtomicFile.write(folder.markdown(), Markdown.of(document));
        AtomicFile.write(folder.page(), Html.of(document));
    }

    static Document document(Advice advice, List<Figure> figures) {
        AdviceTable table = new AdviceTable(advice);
        List<Document.Block> blocks = new ArrayList<>();
        AdviceText.findings(advice).forEach(line -> blocks.add(new Document.Finding(line)));
        blocks.add(new Document.Text("What measures it once more:"));
        blocks.add(new Document.Command(advice.command()));
        for (Figure figure : figures) {
            blocks.add(new Document.Heading(figure.title()));
            blocks.add(new Document.Drawing(figure));
        }
        blocks.add(new Document.Heading("Candidates"));
        blocks.add(new Document.Table(table.header(), AdviceTable.WORDS, table.all()));
        blocks.add(new Document.Text(table.note()));
        if (!advice.leftOut().isEmpty()) {
            blocks.add(new Document.Heading("Left out"));
            blocks.add(new Document.Table(List.of("format", "scheme", "why"), 3, leftOut(advice)));
        }
        blocks.add(new Document.Heading("Provenance"));
        blocks.add(new Document.Fields(RecordFields.of(advice.provenance())));
        return new Document("advice", title(advice), subtitle(advice), blocks);
    }

    private static String title(Advice advice) {
        return "Which protection for " + advice.model() + " on " + advice.dataset();
    }

    private static String subtitle(Advice advice) {
        Limits limits = advice.asked().limits();
        return "At a bit error rate of " + Numbers.rate(advice.asked().rate()) + ": at most "
                + Numbers.percent(limits.loss()) + " points of accuracy, " + Numbers.percent(limits.memory())
                + " % more memory and " + Numbers.percent(limits.time()) + " % more time.";
    }

    private static List<List<String>> leftOut(Advice advice) {
        return advice.leftOut().stream()
                .map(one -> List.of(one.candidate().format(), one.candidate().scheme(), one.reason()))
                .toList();
    }
}
