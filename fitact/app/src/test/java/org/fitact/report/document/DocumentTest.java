package org.fitact.report.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class DocumentTest {

    private static final Document DOCUMENT = new Document(
            "name",
            "Title <1>",
            "Subtitle.",
            List.of(
                    new Document.Heading("A & B"),
                    new Document.Table(
                            List.of("word", "number"), 1, List.of(List.of("a|b", "1"), List.of("<c>", "−2"))),
                    new Document.Command("bin/fitact bench x"),
                    new Document.Text("The end.")));

    @Test
    void markdown() {
        assertEquals("""
                # Title <1>

                Subtitle.

                ## A & B

                | word | number |
                |---|---:|
                | a\\|b | 1 |
                | <c> | −2 |

                ```sh
                bin/fitact bench x
                ```

                The end.
                """, Markdown.of(DOCUMENT));
    }

    @Test
    void thePageEscapesWhatItIsGivenAndLoadsNothing() {
        String page = Html.of(DOCUMENT);
        assertTrue(page.contains("<h1>Title &lt;1&gt;</h1>"), page);
        assertTrue(page.contains("<td>&lt;c&gt;</td><td class=\"n\">−2</td>"), page);
        assertFalse(page.contains("<script") || page.contains("http://") || page.contains("https://"), page);
    }

    @Test
    void refusesARowThatDoesNotFitItsHeader() {
        List<List<String>> rows = List.of(List.of("only one"));
        assertThrows(IllegalArgumentException.class, () -> new Document.Table(List.of("a", "b"), 1, rows));
    }
}
