package org.fitact.report;

import java.util.List;
import org.fitact.report.drawing.Figure;
import org.fitact.report.drawing.Markup;
import org.fitact.report.drawing.Numbers;
import org.fitact.report.drawing.Picture;
import org.fitact.report.figure.ExamplesFigure;
import org.fitact.results.Example;
import org.fitact.results.Examples;
import org.fitact.results.StudyResults;

/** The page of a study. */
final class HtmlPage {

    private final ReportInputs inputs;
    private final StudyResults results;
    private final ReportFigures figures;
    private final StringBuilder html = new StringBuilder();

    private HtmlPage(ReportInputs inputs, ReportFigures figures) {
        this.inputs = inputs;
        this.results = inputs.results();
        this.figures = figures;
    }

    static String of(ReportInputs inputs, ReportFigures figures) {
        HtmlPage page = new HtmlPage(inputs, figures);
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
        html.append("<h2>").append(Markup.escape(figure.title())).append("</h2>\n<figure>\n");
        if (figure instanceof ExamplesFigure) {
            examples();
        } else {
            html.append("<div class=\"scroll\">").append(figure.svg()).append("</div>\n");
        }
        html.append("<figcaption>").append(Markup.escape(figure.caption())).append("</figcaption>\n</figure>\n");
    }

    /** On the page images flow with its width, which a fixed drawing cannot. */
    private void examples() {
        Examples examples = inputs.examples();
        html.append("<ul class=\"images\">\n");
        for (Example example : examples.images()) {
            Picture picture = Picture.of(example.width(), example.height(), example.channels(), example.pixels());
            String label = Markup.escape(examples.className(example.label()));
            html.append("<li><img alt=\"").append(label).append("\" src=\"").append(picture.dataUri());
            html.append("\"><b>").append(label).append("</b><span class=\"wrong\">");
            html.append(Markup.escape(examples.className(example.broken()))).append("</span><span class=\"right\">");
            html.append(Markup.escape(examples.className(example.hardened()))).append("</span></li>\n");
        }
        html.append("</ul>\n");
    }

    private void tables() {
        HtmlTables tables = new HtmlTables(results, figures.styles());
        html.append("<h2>Accuracy, %</h2>\n").append(tables.accuracy());
        html.append(
                "<p class=\"note\">Mean ± half-width of the 95 % confidence interval (Student t); the highest mean ");
        html.append("of each rate is bold. ").append(trialsNote()).append("</p>\n");
        if (!results.pairs().isEmpty()) {
            pairs(tables);
        }
        html.append("<h2>Provenance</h2>\n").append(tables.provenance());
    }

    private void pairs(HtmlTables tables) {
        String first = results.pairs().getLast().a();
        html.append("<h2>Paired differences, points</h2>\n").append(tables.pairs(first, true));
        html.append(
                "<p class=\"note\">Mean of a − b over identical faults with its 95 % interval (Student t) and the ");
        html.append(
                "two-sided p of the Wilcoxon signed-rank test, not corrected for the number of comparisons. Bold: ");
        html.append("the interval excludes zero.</p>\n");
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
