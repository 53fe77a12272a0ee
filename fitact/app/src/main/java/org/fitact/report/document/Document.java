package org.fitact.report.document;

import java.util.List;
import org.fitact.report.drawing.Figure;

/**
 * A report that can be written as Markdown and as a page.
 *
 * @param name of its files, without an ending
 * @param subtitle a sentence
 */
public record Document(String name, String title, String subtitle, List<Block> blocks) {

    public Document {
        blocks = List.copyOf(blocks);
    }

    /** A part of a report, in plain text. */
    public sealed interface Block {}

    /** Starts a section. */
    public record Heading(String text) implements Block {}

    /** A paragraph. */
    public record Text(String text) implements Block {}

    /** A command, to be copied. */
    public record Command(String text) implements Block {}

    /**
     * A table.
     *
     * @param header of every column
     * @param words how many columns, the first ones, hold words; all others hold numbers
     * @param rows as long as the header
     */
    public record Table(List<String> header, int words, List<List<String>> rows) implements Block {

        /** @throws IllegalArgumentException for a row that does not fit the header */
        public Table {
            for (List<String> row : rows) {
                if (row.size() != header.size()) {
                    throw new IllegalArgumentException("a row of " + row.size() + " cells under " + header);
                }
            }
        }
    }

    /**
     * The fields of a record.
     *
     * @param rows a name and a value each
     */
    public record Fields(List<List<String>> rows) implements Block {}

    /**
     * A figure.
     *
     * @param file name of its file in the folder {@code figures}, without an ending
     */
    public record Drawing(String file, Figure figure) implements Block {

        /** In a file of the figure's own name. */
        public Drawing(Figure figure) {
            this(figure.name(), figure);
        }
    }
}
