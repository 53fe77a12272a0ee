package org.fitact.report.document;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fitact.results.PairResult;
import org.fitact.text.Numbers;

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
            if (!(block instanceof Document.Details || block instanceof Document.Key)) {
                text.append('\n').append(block(block));
            }
        }
        return text.toString();
    }

    private static String block(Document.Block block) {
        return switch (block) {
            case Document.Heading heading -> "## " + heading.text() + "\n";
            case Document.Text paragraph -> paragraph.text() + "\n";
            case Document.Finding finding -> finding.text() + "\n";
            case Document.Warning warning -> "**" + warning.text() + "**\n";
            case Document.Details _, Document.Key _ -> "";
            case Document.Command command -> "```sh\n" + command.text() + "\n```\n";
            case Document.Drawing drawing ->
                "![" + drawing.figure().title() + "](figures/"
                        + drawing.file() + ".png)\n\n"
                        + drawing.figure().caption() + "\n";
            case Document.Table table -> table(table);
            case Document.Accuracies accuracies -> table(AccuracyTable.inMarkdown(accuracies.results()));
            case Document.Differences differences -> table(differences(differences));
            case Document.Fields fields -> table(new Document.Table(List.of("field", "value"), 2, fields.rows()));
        };
    }

    private static Document.Table differences(Document.Differences differences) {
        List<String> header = new ArrayList<>(List.of("a − b"));
        Arrays.stream(differences.rates()).forEach(rate -> header.add(Numbers.rate(rate)));
        Map<String, List<String>> rows = new LinkedHashMap<>();
        for (PairResult pair : differences.pairs()) {
            String names = pair.a() + " − " + pair.b();
            rows.computeIfAbsent(names, _ -> {
                List<String> row = new ArrayList<>(Collections.nCopies(header.size(), Numbers.UNKNOWN));
                row.set(0, names);
                return row;
            });
            rows.get(names)
                    .set(
                            header.indexOf(Numbers.rate(pair.rate())),
                            Numbers.points(pair.meanDifference()) + " (" + Numbers.range(pair.ci95(), Numbers::points)
                                    + ")");
        }
        return new Document.Table(header, 1, List.copyOf(rows.values()));
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
