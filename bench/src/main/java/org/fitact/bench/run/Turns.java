package org.fitact.bench.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Times two builds of the program in turns: both are there at the same time, ready and warm, and one turn of the one follows one of
 * the other within a second. What the machine does in the meantime (other programs, its clock, its neighbours) meets both and
 * cancels in their ratio, as it does not where one build runs for minutes and then the other. Who begins changes from turn to turn.
 *
 * @param before checkout of the build that is the base
 * @param after checkout of the other
 * @param seconds of each fork: half of them warm up
 */
public record Turns(Path before, Path after, int threads, double seconds) {

    /** Turns of a fork, at least, however long they take. */
    private static final int LEAST_TURNS = 6;

    /** As many, about, are wanted of a fork: where rounds are short, a turn has several. */
    private static final int WANTED_TURNS = 40;

    /**
     * What is timed.
     *
     * @param kind {@code inference}, a round of five networks, or {@code training}, a step
     */
    public record Task(String kind, String model, int batch) {

        List<String> arguments(int threads) {
            return List.of(kind, model, Integer.toString(batch), Integer.toString(threads));
        }
    }

    /** Nanoseconds of what was timed, in each turn of a fork. */
    public record Pair(double[] before, double[] after) {}

    /** Runs a fork: both builds in processes that did not exist before. */
    public Map<String, Pair> fork(Task task) throws IOException {
        Path program = after.resolve("bench/turns/Turn.java").toAbsolutePath();
        try (TurnTaker base = new TurnTaker(before, program, task.arguments(threads));
                TurnTaker other = new TurnTaker(after, program, task.arguments(threads))) {
            int warm = 0;
            long start = System.nanoTime();
            while (warm < LEAST_TURNS || elapsed(start) < seconds / 2) {
                base.run(1);
                other.run(1);
                warm++;
            }
            return measure(base, other, Math.max(1, warm / WANTED_TURNS));
        }
    }

    private Map<String, Pair> measure(TurnTaker base, TurnTaker other, int rounds) throws IOException {
        List<Map<String, Double>> ofBase = new ArrayList<>();
        List<Map<String, Double>> ofOther = new ArrayList<>();
        long start = System.nanoTime();
        while (ofBase.size() < LEAST_TURNS || elapsed(start) < seconds / 2) {
            boolean baseBegins = ofBase.size() % 2 == 0;
            if (baseBegins) {
                ofBase.add(base.run(rounds));
            }
            ofOther.add(other.run(rounds));
            if (!baseBegins) {
                ofBase.add(base.run(rounds));
            }
        }
        Map<String, Pair> pairs = new LinkedHashMap<>();
        for (String name : ofBase.getFirst().keySet()) {
            pairs.put(name, new Pair(times(name, ofBase), times(name, ofOther)));
        }
        return pairs;
    }

    private static double[] times(String name, List<Map<String, Double>> turns) {
        return turns.stream().mapToDouble(turn -> turn.get(name)).toArray();
    }

    private static double elapsed(long start) {
        return (double) (System.nanoTime() - start) / TimeUnit.SECONDS.toNanos(1);
    }
}
