package org.fitact.report.document;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.fitact.report.drawing.Figure;
import org.fitact.report.drawing.Markup;
import org.fitact.report.drawing.Picture;
import org.fitact.report.figure.ExamplesFigure;
import org.fitact.results.Example;
import org.fitact.results.Examples;
import org.fitact.text.Numbers;

/** A report as a page that loads nothing. */
public final class Html {

    /** As {@link Numbers#rate} writes it. */
    /** Words between asterisks, as {@link Markdown} has them. */
    private static final Pattern EMPHASIS = Pattern.compile("\\*(\\p{L}[\\p{L} ]*)\\*");

    private static final Pattern RATE = Pattern.compile("([\\d.]+×)?10⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+");

    private Html() {}

    /** The whole page. */
    public static String of(Document document) {
        return PageFrame.around(document.title(), document.subtitle(), blocks(document.blocks()));
    }

    /** The same page from a server, where it follows what goes on; {@code progress} says how far that is. */
    public static String live(Document document, String progress) {
        return PageFrame.live(document.title(), document.subtitle(), blocks(document.blocks()), progress);
    }

    private static String blocks(List<Document.Block> blocks) {
        return blocks.stream().map(Html::block).collect(Collectors.joining());
    }

    private static String block(Document.Block block) {
        return switch (block) {
            case Document.Heading heading -> "<h2>" + Markup.escape(heading.text()) + "</h2>\n";
            case Document.Text paragraph -> emphasised(paragraph("note", paragraph.text()));
            case Document.Finding finding -> paragraph("finding", finding.text());
            case Document.Warning warning -> paragraph("warning", warning.text());
            case Document.Details details ->
                "<details><summary>" + Markup.escape(details.summary()) + "</summary>\n"
                        + details.blocks().stream().map(Html::folded).collect(Collectors.joining()) + "</details>\n";
            case Document.Key key -> key(key);
            case Document.Command command ->
                "<pre class=\"scroll\"><code>" + Markup.escape(command.text()) + "</code></pre>\n";
            case Document.Drawing drawing ->
                "<figure" + HtmlTables.data("name", drawing.file()) + ">\n" + drawn(drawing.figure()) + "<figcaption>"
                        + Markup.escape(drawing.figure().caption()) + "</figcaption>\n"
                        + numbers(drawing.figure()) + "</figure>\n";
            case Document.Table table -> table(table);
            case Document.Fields fields ->
                "<details><summary>" + Numbers.counted(fields.rows().size(), "field") + "</summary>\n" + fields(fields)
                        + "</details>\n";
            case Document.Accuracies accuracies ->
                new HtmlTables(accuracies.results().rates(), accuracies.styles()).accuracy(accuracies.results());
            case Document.Differences differences ->
                new HtmlTables(differences.rates(), differences.styles()).differences(differences.pairs());
        };
    }

    /** What is folded away already is not once more. */
    private static String folded(Document.Block block) {
        return block instanceof Document.Fields fields ? fields(fields) : block(block);
    }

    /** A number stays on the line of its sign. */
    private static String paragraph(String style, String text) {
        return "<p class=\"" + style + "\">" + Markup.escape(text.replace(" %", "\u00a0%")) + "</p>\n";
    }

    private static String emphasised(String html) {
        return EMPHASIS.matcher(html).replaceAll("<em>$1</em>");
    }

    private static String drawn(Figure figure) {
        return figure instanceof ExamplesFigure images
                ? images(images.examples())
                : figure.narrow()
                        .map(narrow -> "<div class=\"wide\">" + figure.svg() + "</div>\n<div class=\"narrow\">"
                                + narrow.svg() + "</div>\n")
                        .orElseGet(() -> "<div class=\"scroll\">" + figure.svg() + "</div>\n");
    }

    /** On the page images flow with its width, which a fixed drawing cannot. */
    private static String images(Examples examples) {
        StringBuilder html = new StringBuilder("<ul class=\"images\">\n");
        for (Example example : examples.images()) {
            Picture picture = Picture.of(example.width(), example.height(), example.channels(), example.pixels());
            String label = Markup.escape(examples.className(example.label()));
            html.append("<li><img alt=\"").append(label).append("\" src=\"").append(picture.dataUri());
            html.append("\"><b>").append(label).append("</b><span class=\"wrong\">");
            html.append(Markup.escape(examples.className(example.broken()))).append("</span><span class=\"right\">");
            html.append(Markup.escape(examples.className(example.hardened()))).append("</span></li>\n");
        }
        return html.append("</ul>\n").toString();
    }

    /** Folded away: what the figure shows at a glance. */
    private static String numbers(Figure figure) {
        return figure.numbers()
                .map(found -> "<details class=\"numbers\"><summary>The numbers of this figure</summary>\n"
                        + table(new Document.Table(found.header(), found.words(), found.rows())) + "</details>\n")
                .orElse("");
    }

    /** Boxes to check appear once there is a script that heeds them; without one this is a key. */
    private static String key(Document.Key key) {
        StringBuilder html = new StringBuilder("<form class=\"key\">\n<fieldset><legend>Schemes</legend>\n");
        key.styles()
                .forEach((scheme, style) ->
                        html.append(choice("scheme", scheme, style.markup() + Markup.escape(scheme))));
        html.append("</fieldset>\n<fieldset class=\"choice\"><legend>Fault rates</legend>\n");
        for (double rate : key.rates()) {
            html.append(choice("rate", Numbers.rate(rate), Numbers.rate(rate)));
        }
        return html.append("</fieldset>\n</form>\n").toString();
    }

    private static String choice(String kind, String value, String label) {
        return "<label><input type=\"checkbox\" checked autocomplete=\"off\" name=\"" + kind + "\" value=\""
                + Markup.escape(value) + "\">" + label + "</label>\n";
    }

    private static String table(Document.Table table) {
        StringBuilder html = new StringBuilder("<div class=\"scroll\"><table>\n<thead>");
        html.append("<tr>").append(cells(table, table.header(), "th")).append("</thead>\n<tbody>\n");
        for (List<String> row : table.rows()) {
            html.append("<tr").append(about(table.header(), row)).append('>').append(cells(table, row, "td"));
        }
        return html.append("</tbody></table></div>\n").toString();
    }

    /** Their names are what a reader scans. */
    private static String fields(Document.Fields fields) {
        StringBuilder html = new StringBuilder("<div class=\"scroll\"><table class=\"provenance\"><tbody>\n");
        for (List<String> row : fields.rows()) {
            html.append("<tr><th>").append(Markup.escape(row.getFirst())).append("</th><td>");
            html.append(Markup.escape(row.getLast())).append("</td></tr>\n");
        }
        return html.append("</tbody></table></div>\n").toString();
    }

    /** The scheme and the rate that a row is about. */
    private static String about(List<String> header, List<String> row) {
        StringBuilder html = new StringBuilder();
        for (String name : List.of("scheme", "rate")) {
            int column = header.indexOf(name);
            html.append(column < 0 ? "" : HtmlTables.data(name, row.get(column)));
        }
        return html.toString();
    }

    /** A column that is headed by a rate is left out with it, as its points are. */
    private static String cells(Document.Table table, List<String> cells, String element) {
        StringBuilder html = new StringBuilder();
        for (int column = 0; column < cells.size(); column++) {
            String header = table.header().get(column);
            html.append('<').append(element).append(column < table.words() ? "" : " class=\"n\"");
            html.append(RATE.matcher(header).matches() ? HtmlTables.data("rate", header) : "");
            html.append('>').append(Markup.escape(cells.get(column)));
            html.append("</").append(element).append('>');
        }
        return html.append("</tr>\n").toString();
    }
}
