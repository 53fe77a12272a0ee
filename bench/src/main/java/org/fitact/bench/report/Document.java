package org.fitact.bench.report;

import java.util.List;
import org.fitact.report.figure.Figure;

/**
 * A report that can be written as Markdown and as a page.
 *
 * @param name of its files, without an ending
 */
record Document(String name, String title, String subtitle, List<Block> blocks) {

    Document {
        blocks = List.copyOf(blocks);
    }

    /** A part of a report, in plain text. */
    sealed interface Block {}

    /** Starts a section. */
    record Heading(String text) implements Block {}

    /** A paragraph. */
    record Text(String text) implements Block {}

    /** A command, to be copied. */
    record Command(String text) implements Block {}

    /**
     * A table.
     *
     * @param header of every column
     * @param words how many columns, the first ones, hold words; all others hold numbers
     * @param rows as long as the header
     */
    record Table(List<String> header, int words, List<List<String>> rows) implements Block {

        Table {
            for (List<String> row : rows) {
                if (row.size() != header.size()) {
                    throw new IllegalArgumentException("a row of " + row.size() + " cells under " + header);
                }
            }
        }
    }

    /** A figure. */
    record Drawing(Figure figure) implements Block {}
}
