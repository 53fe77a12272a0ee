package org.fitact.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.fitact.campaign.TrialKey;
import org.fitact.campaign.TrialOutcome;
import org.fitact.measure.AlarmCounts;
import org.fitact.measure.Consequences;
import org.fitact.memory.code.ReadCounts;
import org.fitact.stats.Bootstrap;
import org.fitact.stats.Interval;
import org.junit.jupiter.api.Test;

class ConsequenceSharesTest {

    private static TrialOutcome outcome(int flips, int sdc1) {
        Consequences found = new Consequences(sdc1, sdc1 / 2, sdc1, 0, 1, 50, -sdc1 / 100.0, -sdc1 / 100.0);
        return new TrialOutcome(
                flips,
                90 - sdc1,
                100,
                0.5,
                OptionalDouble.empty(),
                Optional.of(found),
                Optional.empty(),
                Optional.empty());
    }

    private static StudyResults results() {
        Map<TrialKey, TrialOutcome> trials = new LinkedHashMap<>();
        trials.put(TrialKey.faultFree("none"), new TrialOutcome(0, 90, 100, 1));
        trials.put(new TrialKey("none", 1e-6, 0), outcome(1, 10));
        trials.put(new TrialKey("none", 1e-6, 1), outcome(0, 0));
        trials.put(new TrialKey("none", 1e-6, 2), new TrialOutcome(1, 80, 100, 0.5)); // of an earlier version
        trials.put(new TrialKey("none", 1e-5, 0), outcome(1, 10));
        trials.put(new TrialKey("none", 1e-5, 1), outcome(1, 30));
        trials.put(new TrialKey("none", 1e-5, 2), outcome(7, 60));
        ObjectNode provenance = new ObjectMapper().createObjectNode();
        provenance
                .putObject("storedBytes")
                .putObject("none")
                .put("parameters", 1_000_000)
                .put("bounds", 250_000);
        return new ResultsBuilder(new StudyDescription("net", "set", 1, 1, List.of("none")), new Bootstrap(100, 1))
                .build(TrialTable.of(trials), provenance);
    }

    @Test
    void sharesAreMeansOverTheTrialsThatSayThem() {
        SchemeResult scheme = results().schemes().getFirst();
        ConsequenceShares low = scheme.at(1e-6).orElseThrow().consequences();
        assertEquals(2, low.trials());
        assertEquals(0.05, low.sdc1(), 1e-12);
        ConsequenceShares high = scheme.at(1e-5).orElseThrow().consequences();
        assertEquals(1.0 / 3, high.sdc1(), 1e-12);
        assertEquals(0.5 / 3, high.sdc5(), 1e-12);
        assertEquals(0.01, high.due(), 1e-12);
        assertEquals(-0.6, high.worstConfidenceChange(), 1e-12);
        assertTrue(high.sdc1Ci95().contains(1.0 / 3));
        assertTrue(ResultsJson.write(results()).contains("\"sdc5\""));
    }

    /** Trial 0 has one flip at both rates, which is one and the same. */
    @Test
    void failuresInTimeAreThoseAfterOneFlip() {
        ConsequenceShares one = results().schemes().getFirst().oneFlip();
        assertEquals(2, one.trials());
        assertEquals(0.2, one.sdc1(), 1e-12);
        FailuresInTime fit = FailuresInTime.of(results(), 50).getFirst();
        assertEquals(10, fit.megabits(), 1e-12);
        assertEquals(50 * 10 * 0.2, fit.fit(), 1e-9);
        assertEquals(500 * one.sdc1Ci95().high(), fit.ci95().high(), 1e-9);
    }

    /** Results of before say nothing of it, and then neither do new ones. */
    @Test
    void whatIsNotKnownIsAbsent() {
        Map<TrialKey, TrialOutcome> old = Map.of(new TrialKey("none", 1e-6, 0), new TrialOutcome(1, 80, 100, 0.5));
        StudyResults results = new ResultsBuilder(
                        new StudyDescription("net", "set", 1, 1, List.of("none")), new Bootstrap(100, 1))
                .build(TrialTable.of(old), new ObjectMapper().createObjectNode());
        assertNull(results.schemes().getFirst().oneFlip());
        String json = ResultsJson.write(results);
        assertFalse(json.contains("oneFlip") || json.contains("consequences"), json);
        assertEquals(List.of(), FailuresInTime.of(results, 50));
        assertEquals(
                Interval.UNKNOWN,
                results.schemes().getFirst().points().getFirst().ci95());
    }

    @Test
    void everyTrialIsALine() {
        Map<TrialKey, TrialOutcome> trials = new LinkedHashMap<>();
        trials.put(new TrialKey("none", 1e-6, 1), outcome(1, 10));
        trials.put(new TrialKey("none", 1e-6, 0), new TrialOutcome(1, 80, 100, 0.5));
        trials.put(new TrialKey("none", 1e-6, 2), read(new ReadCounts(900, 3, 1, 0, 0)));
        trials.put(new TrialKey("none", 1e-6, 3), alarmed(30, new AlarmCounts(4, 1000, 50, 20, 15)));
        assertEquals("""
                scheme,rate,trial,flips,correct,images,accuracy,averaged,sdc1,sdc5,critical,improved,due,masked,\
                mean_confidence_change,worst_confidence_change,blocks,corrected,detected,miscorrected,missed,\
                threshold,outputs,cut,alarms,alarms_detected,\
                transient_flips,struck,checks_detected,checks_missed,checks_harmful,false_alarms,seconds
                none,1.0E-6,0,1,80,100,0.8,,,,,,,,,,,,,,,,,,,,,,,,,,0.5000
                none,1.0E-6,1,1,80,100,0.8,,10,5,10,0,1,50,-0.1,-0.1,,,,,,,,,,,,,,,,,0.5000
                none,1.0E-6,2,4,80,100,0.8,,,,,,,,,,900,3,1,0,0,,,,,,,,,,,,0.5000
                none,1.0E-6,3,9,60,100,0.6,,30,15,30,0,1,50,-0.3,-0.3,,,,,,4,1000,50,20,15,,,,,,,0.5000
                """, TrialsCsv.of(List.of("none"), TrialTable.of(trials)));
    }

    private static TrialOutcome read(ReadCounts counts) {
        return new TrialOutcome(
                4, 80, 100, 0.5, OptionalDouble.empty(), Optional.empty(), Optional.of(counts), Optional.empty());
    }

    private static TrialOutcome alarmed(int sdc1, AlarmCounts alarm) {
        return new TrialOutcome(
                9,
                90 - sdc1,
                100,
                0.5,
                OptionalDouble.empty(),
                outcome(9, sdc1).consequences(),
                Optional.empty(),
                Optional.of(alarm));
    }

    /** Detected are 15 of 30 and 10 of 10 corrupted images, and a trial that corrupts none says nothing of that. */
    @Test
    void alarmsAreMeansOverTheTrialsAndDetectionsOverTheHarmfulOnes() {
        Map<TrialKey, TrialOutcome> trials = new LinkedHashMap<>();
        trials.put(
                TrialKey.faultFree("none"),
                new TrialOutcome(
                        0,
                        90,
                        100,
                        1,
                        OptionalDouble.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(new AlarmCounts(4, 1000, 3, 2, 0))));
        trials.put(new TrialKey("none", 1e-6, 0), alarmed(30, new AlarmCounts(4, 1000, 50, 20, 15)));
        trials.put(new TrialKey("none", 1e-6, 1), alarmed(10, new AlarmCounts(4, 1000, 40, 12, 10)));
        trials.put(new TrialKey("none", 1e-6, 2), alarmed(0, new AlarmCounts(4, 1000, 0, 1, 0)));
        StudyResults results = new ResultsBuilder(
                        new StudyDescription("net", "set", 1, 1, List.of("none")), new Bootstrap(100, 1))
                .build(TrialTable.of(trials), new ObjectMapper().createObjectNode());
        SchemeResult scheme = results.schemes().getFirst();
        assertEquals(0.02, scheme.falseAlarms().share());
        assertEquals(0.003, scheme.falseAlarms().cut());
        assertTrue(scheme.falseAlarms().ci95().contains(0.02));
        AlarmShares found = scheme.points().getFirst().alarm();
        assertEquals(3, found.trials());
        assertEquals(0.03, found.cut(), 1e-12);
        assertEquals(0.11, found.alarms(), 1e-12);
        assertEquals(2, found.harmful());
        assertEquals(0.75, found.detected(), 1e-12);
        assertTrue(found.detectedCi95().contains(0.75));
        assertNull(results().schemes().getFirst().falseAlarms());
        assertFalse(ResultsJson.write(results()).contains("larm"));
    }

    /** Means over those trials that say what reading the memory came to. */
    @Test
    void whatReadingCameToIsAMean() {
        Map<TrialKey, TrialOutcome> trials = new LinkedHashMap<>();
        trials.put(new TrialKey("none", 1e-6, 0), read(new ReadCounts(900, 3, 1, 0, 2)));
        trials.put(new TrialKey("none", 1e-6, 1), read(new ReadCounts(900, 4, 1, 1, 0)));
        trials.put(new TrialKey("none", 1e-6, 2), new TrialOutcome(1, 80, 100, 0.5));
        StudyResults results = new ResultsBuilder(
                        new StudyDescription("net", "set", 1, 1, List.of("none")), new Bootstrap(100, 1))
                .build(TrialTable.of(trials), new ObjectMapper().createObjectNode());
        ReadingMeans reading = results.schemes().getFirst().points().getFirst().reading();
        assertEquals(new ReadingMeans(2, 900, 3.5, 1, 0.5, 1), reading);
    }
}
