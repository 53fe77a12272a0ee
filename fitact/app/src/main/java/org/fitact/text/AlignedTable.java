package org.fitact.text;

import java.util.List;

/** A table for a terminal: columns as wide as their widest cell, words to the left, numbers to the right. */
public final class AlignedTable {

    private static final String GAP = "  ";

    private AlignedTable() {}

    /**
     * The rows, each indented and ended, without white space at its end.
     *
     * @param words how many columns, the first ones, hold words; all others hold numbers
     * @param rows the header among them; of equal length
     */
    public static String of(int words, List<List<String>> rows) {
        int[] widths = new int[rows.getFirst().size()];
        for (List<String> row : rows) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        StringBuilder table = new StringBuilder();
        for (List<String> row : rows) {
            table.append(line(words, row, widths).stripTrailing()).append('\n');
        }
        return table.toString();
    }

    private static String line(int words, List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            String cell = row.get(column);
            String space = " ".repeat(widths[column] - cell.length());
            line.append(GAP).append(column < words ? cell + space : space + cell);
        }
        return line.toString();
    }
}
