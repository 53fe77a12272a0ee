package org.fitact.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fitact.campaign.TrialKey;
import org.fitact.campaign.TrialOutcome;
import org.fitact.results.ResultsBuilder;
import org.fitact.results.StudyDescription;
import org.fitact.results.StudyResults;
import org.fitact.results.TrialTable;
import org.fitact.stats.Bootstrap;
import org.junit.jupiter.api.Test;

class FindingTest {

    private static final int[] NONE = {20, 22, 18, 24, 21, 19};
    private static final int[] FAR_BETTER = {80, 84, 79, 81, 83, 80};
    private static final int[] ALIKE = {24, 17, 20, 25, 18, 22};

    /** Results of none and others at one rate; every scheme has 90 % without faults, minus one per position. */
    private static StudyResults results(Map<String, int[]> schemes) {
        Map<TrialKey, TrialOutcome> trials = new LinkedHashMap<>();
        int position = 0;
        for (Map.Entry<String, int[]> scheme : schemes.entrySet()) {
            trials.put(TrialKey.faultFree(scheme.getKey()), new TrialOutcome(0, 90 - position++, 100, 0));
            for (int trial = 0; trial < scheme.getValue().length; trial++) {
                trials.put(
                        new TrialKey(scheme.getKey(), 1e-5, trial),
                        new TrialOutcome(320, scheme.getValue()[trial], 100, 0));
            }
        }
        var study = new StudyDescription("lenet5", "digits", 10, 10, List.copyOf(schemes.keySet()));
        return new ResultsBuilder(study, new Bootstrap(200, 1))
                .build(TrialTable.of(trials), JsonNodeFactory.instance.objectNode());
    }

    private static Map<String, int[]> schemes(String first, int[] a, String second, int[] b) {
        Map<String, int[]> schemes = new LinkedHashMap<>();
        schemes.put(first, a);
        schemes.put(second, b);
        return schemes;
    }

    @Test
    void tellsTheDamageTheGainAndTheCost() {
        List<String> finding = Finding.of(results(schemes("none", NONE, "fitact", FAR_BETTER)));
        assertEquals(3, finding.size());
        assertEquals(
                "none keeps 20.7 % (95 % interval 12.5 to 47.9) of 90.0 % without faults at a bit error rate of 10⁻⁵: "
                        + "320 flipped bits on average, 6 trials.",
                finding.getFirst());
        String gain = finding.get(1);
        assertTrue(gain.startsWith("fitact keeps the most, 81.2 % (49.3 to 84.2): on identical faults +60.5 "), gain);
        assertTrue(gain.endsWith("the interval excludes zero."), gain);
        assertEquals("Without faults fitact is at 89.0 %, −1.0 points against none.", finding.getLast());
    }

    /** Six trials a little better each: a rule of three that reaches from −45 to +55 points. */
    @Test
    void tellsASignFromAMean() {
        int[] little = Arrays.stream(NONE).map(correct -> correct + 2).toArray();
        String finding = String.join(" ", Finding.of(results(schemes("none", NONE, "ranger", little))));
        assertTrue(
                finding.contains("most trials agree on the sign, but what so few trials may not have shown"), finding);
    }

    @Test
    void doesNotClaimWhatTheTrialsDoNotShow() {
        String finding = String.join(" ", Finding.of(results(schemes("none", NONE, "ranger", ALIKE))));
        assertTrue(finding.contains("includes zero, so these trials do not tell the two apart"), finding);
    }

    @Test
    void saysWhenProtectionDoesNotHelp() {
        assertEquals(
                "No other scheme reached a higher mean accuracy at this rate.",
                Finding.of(results(schemes("none", FAR_BETTER, "ranger", NONE))).getLast());
    }

    @Test
    void comparesWithTheRunnerUpWhicheverIsRegisteredFirst() {
        Map<String, int[]> schemes = new LinkedHashMap<>();
        schemes.put("none", NONE);
        schemes.put("ranger", FAR_BETTER);
        schemes.put("fitact", ALIKE);
        String finding = Finding.of(results(schemes)).getLast();
        assertTrue(finding.startsWith("It is ahead of fitact by +60.2 points (+"), finding);
    }

    @Test
    void theTerminalTableIsAligned() {
        assertEquals("""
                accuracy in % (mean, and the ends of its 95 % interval), by bit error rate
                  scheme  no faults              10⁻⁵
                  none         90.0  20.7 (12.5–47.9)
                  fitact       89.0  81.2 (49.3–84.2)
                """, TerminalTable.of(results(schemes("none", NONE, "fitact", FAR_BETTER))));
    }
}
