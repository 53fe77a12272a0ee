package org.fitact.report.document;

import java.util.List;
import org.fitact.report.drawing.Markup;

/** A report as a page that loads nothing. */
public final class Html {

    private Html() {}

    /** The whole page. */
    public static String of(Document document) {
        StringBuilder body = new StringBuilder();
        document.blocks().forEach(block -> body.append(block(block)));
        return PageFrame.around(document.title(), document.subtitle(), body.toString());
    }

    /** The markup of one part, for a page that is put together otherwise. */
    public static String block(Document.Block block) {
        return switch (block) {
            case Document.Heading heading -> "<h2>" + Markup.escape(heading.text()) + "</h2>\n";
            case Document.Text paragraph -> "<p class=\"note\">" + Markup.escape(paragraph.text()) + "</p>\n";
            case Document.Command command ->
                "<pre class=\"scroll\"><code>" + Markup.escape(command.text()) + "</code></pre>\n";
            case Document.Drawing drawing ->
                "<figure>\n<div class=\"scroll\">" + drawing.figure().svg() + "</div>\n<figcaption>"
                        + Markup.escape(drawing.figure().caption()) + "</figcaption>\n</figure>\n";
            case Document.Table table -> table(table);
            case Document.Fields fields -> fields(fields);
        };
    }

    private static String table(Document.Table table) {
        StringBuilder html = new StringBuilder("<div class=\"scroll\"><table>\n<thead>");
        html.append(row(table.header(), table.words(), "th")).append("</thead>\n<tbody>\n");
        table.rows().forEach(cells -> html.append(row(cells, table.words(), "td")));
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

    private static String row(List<String> cells, int words, String element) {
        StringBuilder html = new StringBuilder("<tr>");
        for (int column = 0; column < cells.size(); column++) {
            html.append('<').append(element).append(column < words ? ">" : " class=\"n\">");
            html.append(Markup.escape(cells.get(column)));
            html.append("</").append(element).append('>');
        }
        return html.append("</tr>\n").toString();
    }
}
