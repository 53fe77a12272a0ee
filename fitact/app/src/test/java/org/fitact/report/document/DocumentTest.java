package org.fitact.report.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.fitact.report.figure.SchemeStyle;
import org.fitact.results.PairResult;
import org.fitact.results.PointResult;
import org.fitact.results.SchemeResult;
import org.fitact.results.StudyResults;
import org.fitact.stats.Interval;
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
    void wordsBetweenAsterisksAreSetOffAndOtherAsterisksStay() {
        Document document = new Document(
                "name",
                "Title",
                "Subtitle.",
                List.of(new Document.Text("*Memory*: bytes. *Holds to* is a rate of conv*, 2 * 3 * 4, *<b>*.")));
        String page = Html.of(document);
        assertTrue(
                page.contains("<em>Memory</em>: bytes. <em>Holds to</em> is a rate of conv*, 2 * 3 * 4, *&lt;b&gt;*."),
                page);
        assertTrue(Markdown.of(document).contains("*Memory*: bytes. *Holds to* is"), Markdown.of(document));
    }

    @Test
    void thePageEscapesWhatItIsGivenAndLoadsNothing() {
        String page = Html.of(DOCUMENT);
        assertTrue(page.contains("<h1>Title &lt;1&gt;</h1>"), page);
        assertTrue(page.contains("<td>&lt;c&gt;</td><td class=\"n\">−2</td>"), page);
        assertFalse(page.contains("http://") || page.contains("https://"), page);
    }

    /** So that a page can leave it out with its points. */
    @Test
    void aColumnOfARateSaysSo() {
        Document.Table table = new Document.Table(
                List.of("study", "3×10⁻⁶", "10⁻⁵", "to 10⁻⁵"), 1, List.of(List.of("a", "1", "2", "3")));
        String page = Html.of(new Document("name", "Title", "Subtitle.", List.of(table)));
        assertTrue(page.contains("<th>study</th><th class=\"n\" data-rate=\"3×10⁻⁶\">3×10⁻⁶</th>"), page);
        assertTrue(page.contains("<td class=\"n\" data-rate=\"10⁻⁵\">2</td><td class=\"n\">3</td>"), page);
    }

    @Test
    void refusesARowThatDoesNotFitItsHeader() {
        List<List<String>> rows = List.of(List.of("only one"));
        assertThrows(IllegalArgumentException.class, () -> new Document.Table(List.of("a", "b"), 1, rows));
    }

    private static SchemeResult scheme(String name, double mean) {
        Interval ci95 = new Interval(mean - 0.1, mean + 0.1);
        return new SchemeResult(
                name,
                0.9,
                List.of(new PointResult(
                        3e-6,
                        20,
                        100,
                        mean,
                        0.2,
                        ci95,
                        mean,
                        mean,
                        mean,
                        Interval.UNKNOWN,
                        7,
                        null,
                        null,
                        null,
                        null,
                        null)));
    }

    private static Document study() {
        Interval ci95 = new Interval(0.25, 0.35);
        PairResult pair = new PairResult("fitact", "none", 3e-6, 0.3, ci95, 0.0004, 20, Interval.UNKNOWN);
        StudyResults results = new StudyResults(
                "m",
                "d",
                1,
                1,
                List.of(scheme("none", 0.5), scheme("fitact", 0.8)),
                List.of(pair),
                List.of(),
                List.of(),
                null,
                null);
        Map<String, SchemeStyle> styles = SchemeStyle.of(List.of("none", "fitact"));
        return new Document(
                "study",
                "Study",
                "",
                List.of(
                        new Document.Finding("It keeps 80 %."),
                        new Document.Warning("It costs."),
                        new Document.Accuracies(results, styles),
                        new Document.Differences(results.pairs(), results.rates(), styles),
                        new Document.Details("All", List.of(new Document.Text("Folded away.")))));
    }

    @Test
    void schemesAreComparedInBothForms() {
        String text = Markdown.of(study());
        assertTrue(
                text.contains("| none | 90.0 | 50.0 (40.0–60.0) |\n| fitact | 90.0 | **80.0** (70.0–90.0) |\n"), text);
        assertTrue(text.contains("| a − b | 3×10⁻⁶ |\n|---|---:|\n| fitact − none | +30.0 (+25.0 to +35.0) |\n"), text);
        String html = Html.of(study());
        assertTrue(html.contains("<b>80.0</b> <small>(70.0–90.0)</small>") && !html.contains("<b>50.0</b>"), html);
        assertTrue(html.contains("<b>+30.0</b><br><small>+25.0 to +35.0<br>p &lt; 0.001</small>"), html);
    }

    @Test
    void whatAPageFoldsAwayIsNoPartOfAText() {
        assertFalse(Markdown.of(study()).contains("Folded away."));
        assertTrue(Html.of(study()).contains("<summary>All</summary>\n<p class=\"note\">Folded away.</p>\n</details>"));
    }

    @Test
    void aNumberStaysWithItsSign() {
        assertTrue(Html.of(study()).contains("<p class=\"finding\">It keeps 80\u00a0%.</p>"));
        assertTrue(Markdown.of(study()).contains("\n\nIt keeps 80 %.\n\n**It costs.**\n\n"));
    }
}
