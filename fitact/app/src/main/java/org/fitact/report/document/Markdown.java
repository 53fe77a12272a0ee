package org.fitact.report.document;

import java.util.List;

/** A report as Markdown. */
public final class Markdown {

    private Markdown() {}

    /** The whole text; figures are read from the folder {@code figures} beside it. */
    public static String of(Document document) {
        StringBuilder text = new StringBuilder();
        text.append("# ")
                .append(document.title())
                .append("\n\n")
                .append(document.subtitle())
                .append("\n");
        for (Document.Block block : document.blocks()) {
            text.append('\n').append(block(block));
        }
        return text.toString();
    }

    private static String block(Document.Block block) {
        return switch (block) {
            case Document.Heading heading -> "## " + heading.text() + "\n";
            case Document.Text paragraph -> paragraph.text() + "\n";
            case Document.Command command -> "```sh\n" + command.text() + "\n```\n";
            case Document.Drawing drawing ->
                "![" + drawing.figure().title() + "](figures/"
                        + drawing.file() + ".png)\n\n"
                        + drawing.figure().caption() + "\n";
            case Document.Table table -> table(table);
            case Document.Fields fields -> table(new Document.Table(List.of("field", "value"), 2, fields.rows()));
        };
    }

    private static String table(Document.Table table) {
        StringBuilder text = new StringBuilder(row(table.header()));
        text.append('|');
        for (int column = 0; column < table.header().size(); column++) {
            text.append(column < table.words() ? "---|" : "---:|");
        }
        text.append('\n');
        table.rows().forEach(cells -> text.append(row(cells)));
        return text.toString();
    }

    private static String row(List<String> cells) {
        return "| "
                + String.join(
                        " | ",
                        cells.stream().map(cell -> cell.replace("|", "\\|")).toList()) + " |\n";
    }
}
