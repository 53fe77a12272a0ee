package org.fitact.report.document;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Tables in LaTeX, with the rules of booktabs, as a report's page copies them. */
public final class Latex {

    private static final Map<Integer, String> SIGNS = Map.ofEntries(
            Map.entry((int) '\\', "\\textbackslash{}"),
            Map.entry((int) '~', "\\textasciitilde{}"),
            Map.entry((int) '^', "\\textasciicircum{}"),
            Map.entry((int) '−', "$-$"),
            Map.entry((int) '–', "--"),
            Map.entry((int) '—', "---"),
            Map.entry((int) '×', "$\\times$"),
            Map.entry((int) '±', "$\\pm$"),
            Map.entry((int) '<', "$<$"),
            Map.entry((int) '>', "$>$"),
            Map.entry((int) 'κ', "$\\kappa$"),
            Map.entry((int) 'λ', "$\\lambda$"),
            Map.entry((int) 'δ', "$\\delta$"),
            Map.entry((int) 'µ', "$\\mu$"),
            Map.entry((int) '&', "\\&"),
            Map.entry((int) '%', "\\%"),
            Map.entry((int) '$', "\\$"),
            Map.entry((int) '#', "\\#"),
            Map.entry((int) '_', "\\_"),
            Map.entry((int) '{', "\\{"),
            Map.entry((int) '}', "\\}"));

    private Latex() {}

    /** A {@code tabular}; columns of words to the left, of numbers to the right. */
    public static String of(Document.Table table) {
        String columns = "l".repeat(table.words()) + "r".repeat(table.header().size() - table.words());
        return "\\begin{tabular}{" + columns + "}\n\\toprule\n" + row(table.header()) + "\\midrule\n"
                + table.rows().stream().map(Latex::row).collect(Collectors.joining())
                + "\\bottomrule\n\\end{tabular}\n";
    }

    private static String row(List<String> cells) {
        return cells.stream().map(Latex::escaped).collect(Collectors.joining(" & ", "", " \\\\\n"));
    }

    private static String escaped(String text) {
        return text.codePoints()
                .mapToObj(sign -> SIGNS.getOrDefault(sign, Character.toString(sign)))
                .collect(Collectors.joining());
    }
}
