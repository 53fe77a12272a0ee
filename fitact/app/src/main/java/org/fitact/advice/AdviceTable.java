package org.fitact.advice;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fitact.cost.Candidate;
import org.fitact.cost.TimeCost;
import org.fitact.results.ParetoFront;
import org.fitact.text.Numbers;

/** The candidates of an advice as rows: what each keeps, and what it costs. */
public record AdviceTable(Advice advice) {

    /** How many columns, the first ones, hold words. */
    public static final int WORDS = 3;

    /** The first columns, which decide: they are seen without scrolling, and are all of a narrow table. */
    private static final int BRIEF = 8;

    /** Of every column; in per cent and points. */
    public List<String> header() {
        return List.of(
                "format",
                "scheme",
                "limits",
                "loss",
                "trials",
                "memory",
                "time",
                "front",
                "accuracy",
                "no faults",
                "decode b1",
                "decode b16");
    }

    /** All candidates, in their order. */
    public List<List<String>> all() {
        return rows(advice.assessments());
    }

    /** The header and {@link #best}, in fewer columns. */
    public List<List<String>> brief() {
        return Stream.concat(Stream.of(header()), best().stream())
                .map(row -> row.subList(0, BRIEF))
                .toList();
    }

    /** Those that somebody may choose: on a front, or run to the end. */
    public List<List<String>> best() {
        int most = advice.asked().trials();
        Set<Candidate> front =
                Stream.concat(overMemory().stream(), overTime().stream()).collect(Collectors.toSet());
        return rows(advice.assessments().stream()
                .filter(found -> found.trials() >= most || front.contains(found.candidate()))
                .toList());
    }

    private List<List<String>> rows(List<Assessment> some) {
        Set<Candidate> memory = overMemory();
        Set<Candidate> time = overTime();
        List<List<String>> rows = new ArrayList<>();
        for (Assessment found : some) {
            boolean onMemory = memory.contains(found.candidate());
            boolean onTime = time.contains(found.candidate());
            rows.add(List.of(
                    found.candidate().format(),
                    found.candidate().scheme(),
                    AdviceText.of(advice.asked().limits().of(found)),
                    AdviceText.signed(found.loss()) + " (" + AdviceText.range(found.lossCi95()) + ")",
                    Integer.toString(found.trials()),
                    AdviceText.signed(found.memory()),
                    AdviceText.signed(found.time().value())
                            + Numbers.ends(found.time().ci95()),
                    onMemory ? onTime ? "both" : "memory" : onTime ? "time" : "",
                    Numbers.percent(found.accuracy()) + Numbers.ends(found.accuracyCi95()),
                    Numbers.percent(found.faultFree()),
                    decode(found.batches().getFirst()),
                    decode(found.batches().getLast())));
        }
        return rows;
    }

    private static String decode(TimeCost cost) {
        return (cost.byKernels() ? "" : "≤ ")
                + Numbers.significant(100 * cost.decode().value());
    }

    /** What the columns are. */
    public String note() {
        Advice.Asked asked = advice.asked();
        double milliseconds =
                advice.assessments().getFirst().batches().getFirst().milliseconds();
        return "Accuracy in % at a bit error rate of " + Numbers.rate(asked.rate()) + " over " + asked.images()
                + " images, with 95 % intervals over faults, in which other images are not; loss in points against the unprotected network in "
                + advice.reference().format() + " without faults on the same images ("
                + Numbers.percent(advice.reference().accuracy())
                + "); memory and time in % more than it. Time is an estimate from turns in one process, of the batch"
                + " of 1 and 16 where it is greater: protected activations and checks, and the memory decoded once in "
                + Numbers.grouped(asked.scrub())
                + " inferences; decode: a whole decoding in % of one unprotected inference at "
                + "batch 1 (" + Numbers.significant(milliseconds)
                + " ms) and 16, which is what decoding at every inference costs; ≤ where no kernel decodes, but blocks"
                + " on one thread. Exact: fitact bench hardened, fitact bench jmh DecodeBenchmark. Front: not beaten"
                + " over memory, over time.";
    }

    private Set<Candidate> overMemory() {
        return candidates(ParetoFront.of(advice.assessments(), Assessment::memory, Assessment::accuracy));
    }

    private Set<Candidate> overTime() {
        return candidates(
                ParetoFront.of(advice.assessments(), found -> found.time().value(), Assessment::accuracy));
    }

    private static Set<Candidate> candidates(List<Assessment> some) {
        return some.stream().map(Assessment::candidate).collect(Collectors.toSet());
    }
}
