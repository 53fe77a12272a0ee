package org.fitact.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/**
 * How often intervals hold, on the recorded trials of three networks on CIFAR-10 under all of their schemes and rates. Where
 * all recorded trials are nearly alike an interval that thinks of what was not seen always holds, so 95 % is a floor.
 */
class CoverageTest {

    private static final Path RECORDED = Path.of("../../docs/results/h100/cifar10/reproduction.json");
    private static final int SAMPLES = 2000;

    /** 0.935 less three standard errors of 2,000 samples. */
    private static final double LEAST = 0.93;

    private record Cell(String network, String scheme, String rate, double faultFree, double[] trials) {

        String name() {
            return network + " " + scheme + " " + rate;
        }

        Range range() {
            return new Range(0, faultFree);
        }
    }

    private static List<Cell> recorded() throws IOException {
        List<Cell> cells = new ArrayList<>();
        for (JsonNode network : new ObjectMapper().readTree(RECORDED.toFile()).get("networks")) {
            for (JsonNode scheme : network.get("results").get("schemes")) {
                String name = scheme.get("scheme").asText();
                double faultFree = scheme.get("faultFreeAccuracy").asDouble();
                network.get("trials")
                        .get(name)
                        .properties()
                        .forEach(rate -> cells.add(new Cell(
                                network.get("name").asText(),
                                name,
                                rate.getKey(),
                                faultFree,
                                StreamSupport.stream(rate.getValue().spliterator(), false)
                                        .mapToDouble(JsonNode::asDouble)
                                        .toArray())));
            }
        }
        return cells;
    }

    @Test
    void campaignsThatStopByThemselvesHoldTheMean() throws IOException {
        StoppingRule rule = new StoppingRule(0.02, 20, 100_000);
        List<Cell> cells = recorded();
        assertEquals(72, cells.size());
        double all = 0;
        for (Cell cell : cells) {
            Coverage coverage = Coverage.of(cell.trials(), cell.range(), rule, SAMPLES, 1);
            assertTrue(coverage.share() > LEAST, () -> cell.name() + ": " + coverage);
            all += coverage.share() / cells.size();
        }
        assertTrue(all > 0.95, all + " of all");
    }

    /** What tables, figures and results.json have: all trials that were run, whatever they show. */
    @Test
    void fixedNumbersOfTrialsHoldTheMean() throws IOException {
        for (Cell cell : recorded()) {
            for (int trials : new int[] {20, 50}) {
                Coverage coverage = Coverage.of(cell.trials(), cell.range(), StoppingRule.exactly(trials), SAMPLES, 1);
                assertTrue(coverage.share() > LEAST, () -> cell.name() + ": " + coverage);
            }
        }
    }

    /** The same catastrophes hide in differences on the same faults: Student's interval of 50 holds in 62 % of the samples. */
    @Test
    void pairedDifferencesHoldTheirMean() throws IOException {
        List<Cell> cells = recorded();
        int pairs = 0;
        double leastOfStudents = 1;
        for (Cell a : cells) {
            for (Cell b : cells.subList(0, cells.indexOf(a))) {
                if (a.network().equals(b.network()) && a.rate().equals(b.rate())) {
                    double[] differences = new double[a.trials().length];
                    Arrays.setAll(differences, i -> a.trials()[i] - b.trials()[i]);
                    Range range = a.range().minus(b.range());
                    Coverage coverage = Coverage.of(differences, range, StoppingRule.exactly(50), SAMPLES, 1);
                    assertTrue(coverage.share() > LEAST, () -> a.name() + " - " + b.name() + ": " + coverage);
                    leastOfStudents = Math.min(
                            leastOfStudents,
                            Coverage.ofStudent(differences, 50, SAMPLES, 1).share());
                    pairs++;
                }
            }
        }
        assertEquals(108, pairs);
        assertTrue(leastOfStudents < 0.7, leastOfStudents + " with Student's");
    }

    /** One trial of 50 is a catastrophe: Student's interval of 20 trials does not know of it in two of three samples. */
    @Test
    void fewTrialsKnowWhatTheyCouldNotSee() {
        double[] rare = new double[50];
        Arrays.fill(rare, 0.9);
        rare[7] = 0.1;

        Coverage student = Coverage.ofStudent(rare, 20, SAMPLES, 1);
        Coverage coverage = Coverage.of(rare, new Range(0, 0.9), StoppingRule.exactly(20), SAMPLES, 1);

        assertTrue(student.share() < 0.4, student::toString);
        assertTrue(coverage.share() > LEAST, coverage::toString);
    }
}
