package org.fitact.report;

import java.util.ArrayList;
import java.util.List;
import org.fitact.report.document.Document;
import org.fitact.report.document.Html;
import org.fitact.report.document.PageFrame;
import org.fitact.report.document.RecordFields;
import org.fitact.report.drawing.Figure;
import org.fitact.report.drawing.Markup;
import org.fitact.report.drawing.Picture;
import org.fitact.report.figure.ExamplesFigure;
import org.fitact.results.Example;
import org.fitact.results.Examples;
import org.fitact.results.StudyResults;
import org.fitact.study.StudyRecord;
import org.fitact.text.Numbers;

/** The page of a study. */
final class HtmlPage {

    private final StudyRecord record;
    private final StudyResults results;
    private final ReportFigures figures;
    private final StringBuilder html = new StringBuilder();

    private HtmlPage(StudyRecord record, ReportFigures figures) {
        this.record = record;
        this.results = record.results();
        this.figures = figures;
    }

    static String of(StudyRecord record, ReportFigures figures) {
        HtmlPage page = new HtmlPage(record, figures);
        page.finding();
        page.warnings();
        page.figures.all().forEach(page::figure);
        page.tables();
        return PageFrame.around(page.title(), page.subtitle(), page.html.toString());
    }

    private String title() {
        return "What bit flips leave of " + results.model() + " on " + results.dataset();
    }

    private String subtitle() {
        return Numbers.grouped(results.parameters()) + " parameters, " + Numbers.grouped(results.bounds())
                + " neurons, " + results.schemes().size() + " schemes, " + results.rates().length + " fault rates";
    }

    private void finding() {
        String unbroken = Finding.of(results).replace(" %", "\u00a0%");
        html.append("<p class=\"finding\">").append(Markup.escape(unbroken)).append("</p>\n");
    }

    private void warnings() {
        for (String warning : LossWarning.of(results.faultFree())) {
            html.append("<p class=\"warning\">")
                    .append(Markup.escape(warning.replace(" %", "\u00a0%")))
                    .append("</p>\n");
        }
    }

    private void figure(Figure figure) {
        add(new Document.Heading(figure.title()));
        if (figure instanceof ExamplesFigure) {
            examples(figure.caption());
        } else {
            add(new Document.Drawing(figure));
        }
    }

    private void add(Document.Block block) {
        html.append(Html.block(block));
    }

    /** On the page images flow with its width, which a fixed drawing cannot. */
    private void examples(String caption) {
        Examples examples = record.examples();
        html.append("<figure>\n<ul class=\"images\">\n");
        for (Example example : examples.images()) {
            Picture picture = Picture.of(example.width(), example.height(), example.channels(), example.pixels());
            String label = Markup.escape(examples.className(example.label()));
            html.append("<li><img alt=\"").append(label).append("\" src=\"").append(picture.dataUri());
            html.append("\"><b>").append(label).append("</b><span class=\"wrong\">");
            html.append(Markup.escape(examples.className(example.broken()))).append("</span><span class=\"right\">");
            html.append(Markup.escape(examples.className(example.hardened()))).append("</span></li>\n");
        }
        html.append("</ul>\n<figcaption>").append(Markup.escape(caption)).append("</figcaption>\n</figure>\n");
    }

    private void tables() {
        HtmlTables tables = new HtmlTables(results, figures.styles());
        add(new Document.Heading("Accuracy, %"));
        html.append(tables.accuracy());
        add(new Document.Text("Mean ± half-width of the 95 % confidence interval (Student t); the highest mean of each "
                + "rate is bold. " + trialsNote()));
        if (!results.pairs().isEmpty()) {
            pairs(tables);
        }
        add(new Document.Heading("Provenance"));
        add(provenance());
    }

    private Document.Fields provenance() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("model", results.model()));
        rows.add(List.of("data set", results.dataset()));
        rows.add(List.of("parameters", Numbers.grouped(results.parameters())));
        rows.add(List.of("neurons, each with a bound where bounds are per neuron", Numbers.grouped(results.bounds())));
        rows.addAll(RecordFields.of(results.provenance()));
        return new Document.Fields(rows);
    }

    private void pairs(HtmlTables tables) {
        String first = results.pairs().getLast().a();
        add(new Document.Heading("Paired differences, points"));
        html.append(tables.pairs(first, true));
        add(new Document.Text(
                "Mean of a − b over identical faults with its 95 % interval (Student t) and the two-sided "
                        + "p of the Wilcoxon signed-rank test, not corrected for the number of comparisons. Bold: the interval "
                        + "excludes zero."));
        String others = tables.pairs(first, false);
        if (!others.isEmpty()) {
            html.append("<details><summary>All other pairs</summary>\n")
                    .append(others)
                    .append("</details>\n");
        }
    }

    private String trialsNote() {
        List<Integer> trials = results.schemes().stream()
                .flatMap(scheme -> scheme.points().stream())
                .map(point -> point.trials())
                .distinct()
                .sorted()
                .toList();
        if (trials.isEmpty()) {
            return "";
        }
        return trials.size() == 1
                ? trials.getFirst() + " trials per cell."
                : trials.getFirst() + " to " + trials.getLast() + " trials per cell.";
    }
}
