package org.fitact.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.fitact.campaign.TrialKey;
import org.fitact.campaign.TrialOutcome;
import org.fitact.stats.Bootstrap;
import org.fitact.stats.PairedComparison;
import org.fitact.stats.Summary;
import org.junit.jupiter.api.Test;

class ResultsBuilderTest {

    private static final Bootstrap BOOTSTRAP = new Bootstrap(200, 1);
    private static final StudyDescription STUDY =
            new StudyDescription("lenet5", "fashion-mnist", 61_706, 6_508, List.of("none", "ranger", "fitact"));
    private static final ResultsBuilder BUILDER = new ResultsBuilder(STUDY, BOOTSTRAP);
    private static final JsonNode PROVENANCE =
            JsonNodeFactory.instance.objectNode().put("commit", "abc").put("seed", 1);

    private static Map<TrialKey, TrialOutcome> trials() {
        Map<TrialKey, TrialOutcome> trials = new LinkedHashMap<>();
        Random random = new Random(3);
        for (String scheme : STUDY.schemes()) {
            trials.put(TrialKey.faultFree(scheme), new TrialOutcome(0, 183, 200, 0.1));
            for (double rate : new double[] {1e-6, 1e-5}) {
                for (int trial = 0; trial < 8; trial++) {
                    trials.put(
                            new TrialKey(scheme, rate, trial),
                            new TrialOutcome(10 + trial, 90 + random.nextInt(90), 200, random.nextDouble()));
                }
            }
        }
        return trials;
    }

    private static List<String> fields(JsonNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void resultsJsonHasTheFieldsThatWereAgreedInTheirOrder() throws IOException {
        StudyResults results = BUILDER.build(TrialTable.of(trials()), PROVENANCE);
        JsonNode json = new ObjectMapper().readTree(ResultsJson.write(results));
        assertEquals(
                List.of(
                        "version",
                        "model",
                        "dataset",
                        "parameters",
                        "bounds",
                        "schemes",
                        "pairs",
                        "faultFree",
                        "provenance"),
                fields(json));
        assertEquals("lenet5", json.get("model").textValue());
        assertEquals("fashion-mnist", json.get("dataset").textValue());
        assertEquals(61_706, json.get("parameters").longValue());
        assertEquals(6_508, json.get("bounds").longValue());
        assertEquals(PROVENANCE, json.get("provenance"));
        assertEquals(3, json.get("schemes").size());
        JsonNode scheme = json.get("schemes").get(2);
        assertEquals(List.of("scheme", "faultFreeAccuracy", "points"), fields(scheme));
        assertEquals("fitact", scheme.get("scheme").textValue());
        assertEquals(0.915, scheme.get("faultFreeAccuracy").doubleValue());
        assertEquals(2, scheme.get("points").size());
        JsonNode point = scheme.get("points").get(0);
        assertEquals(
                List.of("rate", "trials", "images", "mean", "sd", "ci95", "median", "q1", "q3"),
                fields(point).subList(0, 9));
        JsonNode pair = json.get("pairs").get(0);
        assertEquals(
                List.of("a", "b", "rate", "meanDifference", "ci95", "wilcoxonP"),
                fields(pair).subList(0, 6));
        assertEquals(2, pair.get("ci95").size());
    }

    @Test
    void pointsAndPairsHoldTheStatisticsOfTheirTrials() {
        TrialTable table = TrialTable.of(trials());
        JsonNode json = ResultsJson.tree(BUILDER.build(table, PROVENANCE));
        JsonNode point = json.get("schemes").get(1).get("points").get(1);
        Summary expected = Summary.of(table.accuracies("ranger", 1e-5), table.range("ranger"), BOOTSTRAP);
        assertEquals(1e-5, point.get("rate").doubleValue());
        assertEquals(8, point.get("trials").intValue());
        assertEquals(200, point.get("images").intValue());
        assertEquals(expected.mean(), point.get("mean").doubleValue());
        assertEquals(expected.sd(), point.get("sd").doubleValue());
        assertEquals(expected.ci95().low(), point.get("ci95").get(0).doubleValue());
        assertEquals(expected.ci95().high(), point.get("ci95").get(1).doubleValue());
        assertEquals(expected.median(), point.get("median").doubleValue());
        assertEquals(expected.q1(), point.get("q1").doubleValue());
        assertEquals(expected.q3(), point.get("q3").doubleValue());
        assertEquals(13.5, point.get("meanFlips").doubleValue());
        JsonNode pair = json.get("pairs").get(3);
        PairedComparison difference = PairedComparison.of(
                table.accuracies("fitact", 1e-5),
                table.accuracies("none", 1e-5),
                table.range("fitact").minus(table.range("none")),
                BOOTSTRAP);
        assertEquals("fitact", pair.get("a").textValue());
        assertEquals("none", pair.get("b").textValue());
        assertEquals(1e-5, pair.get("rate").doubleValue());
        assertEquals(difference.meanDifference(), pair.get("meanDifference").doubleValue());
        assertEquals(difference.ci95().low(), pair.get("ci95").get(0).doubleValue());
        assertEquals(difference.wilcoxonP(), pair.get("wilcoxonP").doubleValue());
    }

    @Test
    void everyLaterSchemeIsComparedWithEveryEarlierOneAtEachRate() {
        List<String> pairs = BUILDER.build(TrialTable.of(trials()), PROVENANCE).pairs().stream()
                .map(pair -> pair.a() + "-" + pair.b() + "@" + pair.rate())
                .toList();
        assertEquals(
                List.of(
                        "ranger-none@1.0E-6",
                        "ranger-none@1.0E-5",
                        "fitact-none@1.0E-6",
                        "fitact-none@1.0E-5",
                        "fitact-ranger@1.0E-6",
                        "fitact-ranger@1.0E-5"),
                pairs);
    }

    @Test
    void theOrderAndTheTimesOfTrialsDoNotShow() {
        List<Map.Entry<TrialKey, TrialOutcome>> shuffled = new ArrayList<>(trials().entrySet());
        Collections.shuffle(shuffled, new Random(9));
        Map<TrialKey, TrialOutcome> slower = new LinkedHashMap<>();
        shuffled.forEach(entry -> {
            TrialOutcome outcome = entry.getValue();
            slower.put(entry.getKey(), new TrialOutcome(outcome.flips(), outcome.correct(), outcome.images(), 77));
        });
        assertEquals(
                ResultsJson.write(BUILDER.build(TrialTable.of(trials()), PROVENANCE)),
                ResultsJson.write(BUILDER.build(TrialTable.of(slower), PROVENANCE)));
    }

    @Test
    void onlyTrialsThatBothRanArePaired() {
        Map<TrialKey, TrialOutcome> some = trials();
        some.remove(new TrialKey("none", 1e-6, 0));
        some.keySet().removeIf(key -> key.scheme().equals("ranger") && key.rate() == 1e-5);
        StudyResults results = BUILDER.build(TrialTable.of(some), PROVENANCE);
        assertEquals(7, results.pair("fitact", "none", 1e-6).orElseThrow().trials());
        assertTrue(results.pair("fitact", "ranger", 1e-5).isEmpty());
        assertTrue(results.pair("ranger", "none", 1e-5).isEmpty());
    }

    @Test
    void whatASingleTrialCannotTellIsNull() {
        Map<TrialKey, TrialOutcome> one = Map.of(new TrialKey("none", 1e-6, 0), new TrialOutcome(3, 50, 100, 0.1));
        JsonNode scheme = ResultsJson.tree(BUILDER.build(TrialTable.of(one), PROVENANCE))
                .get("schemes")
                .get(0);
        assertTrue(scheme.get("faultFreeAccuracy").isNull());
        JsonNode point = scheme.get("points").get(0);
        assertTrue(point.get("sd").isNull());
        assertEquals("[null,null]", point.get("ci95").toString());
        assertEquals(0.5, point.get("mean").doubleValue());
    }

    @Test
    void oneRateUsesOneNumberOfImages() {
        Map<TrialKey, TrialOutcome> mixed = trials();
        mixed.put(new TrialKey("none", 1e-6, 3), new TrialOutcome(1, 1, 100, 0));
        var thrown =
                assertThrows(IllegalArgumentException.class, () -> BUILDER.build(TrialTable.of(mixed), PROVENANCE));
        assertTrue(thrown.getMessage().contains("200 and 100 images"), thrown.getMessage());
    }

    @Test
    void aStudyThatLacksAFieldIsNamed() throws IOException {
        JsonNode study = new ObjectMapper().readTree("{\"model\":\"m\",\"dataset\":\"d\",\"schemes\":[\"none\"]}");
        var thrown = assertThrows(IllegalArgumentException.class, () -> StudyDescription.of(study));
        assertEquals("study.parameters: expected an integer, found nothing", thrown.getMessage());
    }
}
