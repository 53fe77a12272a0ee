package org.fitact.advice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.fitact.advice.Limits.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdviceReportTest {

    private static final Assessment GOOD = Synthetic.of("auto16", "fitact+guard", 0.9, 0.004, -0.49, 0.02);
    private static final Assessment BAD = Synthetic.of("Q15.16", "none", 0.1, 0.05, 0, 0);
    private static final Assessment BEATEN = Synthetic.of("Q15.16", "none+zs-bch3", 0.05, 0.05, 0.01, 0.03);

    @TempDir
    private Path folder;

    private static String finding(Advice advice) {
        return String.join(" ", AdviceText.findings(advice));
    }

    @Test
    void saysWhatIsRecommendedAndWhetherItWasConfirmed() {
        String confirmed = finding(Synthetic.advice(GOOD, null, Verdict.HOLDS, List.of(BAD, BEATEN, GOOD)));
        assertTrue(
                confirmed.contains(
                        "Recommended: fitact+guard in auto16. At a bit error rate of 10⁻⁵ it loses 0.0 points "
                                + "(95 % interval over faults −0.4 to 0.4) against 90.0 % without protection and faults, and up to "
                                + "0.4 of the 1.0 points that it may lose are not ruled out, needs 49.0 % less memory"),
                confirmed);
        assertTrue(confirmed.contains("needs 49.0 % less memory and takes 2.0 % more time"), confirmed);
        assertTrue(confirmed.endsWith("confirmed.") && !confirmed.contains("not confirmed"), confirmed);
        for (Verdict verdict : List.of(Verdict.NOT_SHOWN, Verdict.FAILS)) {
            Advice advice = Synthetic.advice(GOOD, null, verdict, List.of(BAD, GOOD));
            assertTrue(finding(advice).contains("not confirmed"));
            assertFalse(advice.isConfirmed());
        }
        assertTrue(confirmed.contains("Intervals are over faults, on the same 200 images"), confirmed);
    }

    @Test
    void saysWhatIsNotShown() {
        Assessment again = Synthetic.of("auto16", "fitact+guard", 0.895, 0.008, -0.49, 0.02);
        String text = finding(Synthetic.advice(GOOD, null, again, Verdict.NOT_SHOWN, 0, List.of(BAD, GOOD)));
        assertTrue(
                text.contains(
                        "but that is not shown: it loses 0.5 points (95 % interval over faults −0.3 to 1.3), and the "
                                + "limit is 1.0: 100 trials cannot tell"),
                text);
        Assessment better = Synthetic.of("auto16", "fitact", 0.92, 0.01, -0.49, 0.02);
        String gained = finding(Synthetic.advice(better, null, Verdict.HOLDS, List.of(BAD, better)));
        assertTrue(gained.contains("which is shown to be nothing, needs"), gained);
    }

    @Test
    void saysWhichImagesConfirm() {
        for (var expected : Map.of(
                        0, "on other faults and other images: ",
                        40, "on other faults and other images, but for 40 of which there are no others: ",
                        200, "on other faults and the same images, since there are no others: ")
                .entrySet()) {
            String text = finding(Synthetic.advice(GOOD, null, Verdict.HOLDS, expected.getKey(), List.of(BAD, GOOD)));
            assertTrue(text.contains(expected.getValue()), text);
        }
    }

    @Test
    void saysWhichLimitFailsAndByHowMuch() {
        Assessment over = Synthetic.of("Q15.16", "none+secded72", 0.87, 0.01, 0.125, 0.1);
        String text = finding(Synthetic.advice(null, over, null, List.of(BAD, over)));
        assertTrue(
                text.startsWith("No candidate is shown to hold all limits. The nearest is none+secded72 in Q15.16"),
                text);
        assertTrue(text.contains("the limit is 1.0, which the mean exceeds by 2.0"), text);
        assertTrue(text.contains("it needs 12.5 % more memory, 7.5 % beyond the limit of 5.0 %"), text);
        assertTrue(text.contains("more time, 5.0 % beyond the limit of 5.0 %"), text);
    }

    /** Of a hundred trials a catastrophe in fifty may have stayed away: more trials tell. */
    @Test
    void saysHowManyTrialsItTakes() {
        Assessment doubtful = Synthetic.of("Q15.16", "none+guard", 0.9, 0.02, 0, 0);
        String text = finding(Synthetic.advice(null, doubtful, null, List.of(doubtful)));
        assertTrue(
                text.contains("100 trials cannot tell whether rarer catastrophes exceed it, --trials 268 or more can"),
                text);
    }

    @Test
    void writesAllItsFiles() throws IOException {
        AdviceFolder out = new AdviceFolder(folder);
        AdviceReport.write(out, Synthetic.advice(GOOD, null, Verdict.HOLDS, List.of(BAD, BEATEN, GOOD)));
        JsonNode json = new ObjectMapper().readTree(out.json().toFile());
        assertEquals("auto16", json.at("/recommended/candidate/format").textValue());
        assertEquals("HOLDS", json.at("/confirmation/verdict").textValue());
        assertEquals(0.25, json.at("/assessments/0/batches/1/decode/value").doubleValue());
        assertTrue(json.path("nearest").isMissingNode());
        String markdown = Files.readString(out.markdown());
        assertTrue(markdown.contains("```sh\nfitact campaign runs/toy\n```"), markdown);
        assertTrue(markdown.contains("| auto16 | fitact+guard | holds | 0.0 (−0.4 to 0.4) | 100 | −49.0 |"), markdown);
        assertTrue(markdown.contains("| bfloat16 | none+vote | words of bfloat16 |"), markdown);
        String svg = Files.readString(folder.resolve("figures/front-memory.svg"));
        assertTrue(svg.contains(">fitact+guard in auto16</text>"), svg);
        // It has a mark, which tells its name where a reader points at it, but no label.
        assertFalse(Pattern.compile("zs-bch3[^<]*</text>").matcher(svg).find(), svg);
        assertFalse(svg.contains("NaN"));
        assertTrue(Files.size(folder.resolve("figures/front-time.png")) > 5000);
        assertTrue(Files.readString(out.page()).contains("<h1>Which protection for toy on pictures</h1>"));
    }

    /** A table for a terminal has those that somebody may choose. */
    @Test
    void theBestAreOnAFrontOrRunToTheEnd() {
        Assessment dropped = new Assessment(
                BEATEN.candidate(),
                BEATEN.bytes(),
                BEATEN.memory(),
                BEATEN.faultFree(),
                8,
                BEATEN.accuracy(),
                BEATEN.accuracyCi95(),
                BEATEN.loss(),
                BEATEN.lossCi95(),
                BEATEN.lossCi95Expected(),
                BEATEN.batches(),
                BEATEN.time());
        AdviceTable table = new AdviceTable(Synthetic.advice(GOOD, null, Verdict.HOLDS, List.of(BAD, dropped, GOOD)));
        assertEquals(3, table.all().size());
        assertEquals(
                List.of("none", "fitact+guard"),
                table.best().stream().map(row -> row.get(1)).toList());
        assertEquals("front", table.header().get(7));
        assertEquals("time", table.best().getFirst().get(7));
        assertEquals("both", table.best().getLast().get(7));
        assertEquals("front", table.brief().getFirst().getLast());
    }
}
