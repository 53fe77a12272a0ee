package org.fitact.report.document;

import java.util.List;
import java.util.Map;
import org.fitact.report.drawing.Figure;
import org.fitact.report.figure.SchemeStyle;
import org.fitact.results.PairResult;
import org.fitact.results.StudyResults;

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

    /** A paragraph; words between asterisks are set off. */
    public record Text(String text) implements Block {}

    /** What was found, before everything else. */
    public record Finding(String text) implements Block {}

    /** What a reader must not overlook. */
    public record Warning(String text) implements Block {}

    /** Parts that a page folds away; a text, beside which the numbers lie as JSON, leaves them out. */
    public record Details(String summary, List<Block> blocks) implements Block {}

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

    /** Accuracy by scheme and fault rate, with a colour for every scheme. */
    public record Accuracies(StudyResults results, Map<String, SchemeStyle> styles) implements Block {}

    /**
     * Paired differences by fault rate.
     *
     * @param pairs those of two schemes one after the other, in rows of the table
     * @param rates its columns
     */
    public record Differences(List<PairResult> pairs, double[] rates, Map<String, SchemeStyle> styles)
            implements Block {}

    /**
     * The schemes with their marks, and the fault rates: the key to all figures, by which a page also leaves some of them out.
     * A text, which has no use for it, leaves it out.
     */
    public record Key(Map<String, SchemeStyle> styles, double[] rates) implements Block {}

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
