package org.fitact.report.drawing;

import java.util.List;

/**
 * The numbers behind a figure.
 *
 * @param header of every column
 * @param words how many columns, the first ones, hold words; all others hold numbers
 * @param rows as long as the header
 */
public record Tabulation(List<String> header, int words, List<List<String>> rows) {

    public Tabulation {
        header = List.copyOf(header);
        rows = List.copyOf(rows);
    }
}
