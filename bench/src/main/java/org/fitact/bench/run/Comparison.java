package org.fitact.bench.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.commons.math3.stat.descriptive.rank.Median;
import org.fitact.bench.Scheme;
import org.fitact.nn.InvalidFileException;
import org.fitact.stats.Interval;

/**
 * What changed from one file of results to another.
 *
 * <p>An interval covers what differed between the JVMs of each file. What else differed between the two, such as the machine, its
 * load or its clock, is in no interval; a ratio to something that ran in turns has less of it.
 *
 * @param changes of the benchmarks that both have, the worst first
 * @param overheads the same of what schemes took over ReLU, where both files have rounds in turns
 * @param onlyBefore names of benchmarks that the second file lacks
 * @param onlyAfter names of benchmarks that the first file lacks
 * @param jvms versions of the JDK, where they are not all one
 */
public record Comparison(
        List<Change> changes,
        List<Change> overheads,
        List<String> onlyBefore,
        List<String> onlyAfter,
        List<String> jvms) {

    private static final String RELU = " scheme=" + Scheme.RELU.label();

    /** What an interval comes from. */
    public enum Basis {
        /** Of each fork the median of the logarithms; two samples of forks, by Welch's t, 95 %. */
        FORKS,
        /** JMH's 99.9 % intervals over all iterations, where one file has a single fork: {@code √((e₁/s₁)² + (e₂/s₂)²)}. */
        ITERATIONS
    }

    /**
     * A benchmark in both files.
     *
     * @param before a score, or of an overhead its share of the time with ReLU
     * @param slowdown how much longer it takes: 0.05 is 5 % more time, or the reciprocal of a rate
     * @param interval of the slowdown; unknown where one file says nothing of its error
     */
    public record Change(
            String name, double before, double after, String unit, double slowdown, Interval interval, Basis basis) {

        /** Slower by more than the threshold, and its whole interval above 0 where that is known. */
        public boolean isWorse(double threshold) {
            return slowdown > threshold && !(interval.known() && interval.low() <= 0);
        }

        /** Faster by as much. */
        public boolean isBetter(double threshold) {
            return -slowdown > threshold && !(interval.known() && interval.high() >= 0);
        }
    }

    /**
     * Compares.
     *
     * @throws InvalidFileException if they have no benchmark in common, or one in different units
     */
    public static Comparison of(JmhFile before, JmhFile after) throws InvalidFileException {
        List<Change> changes = new ArrayList<>();
        for (var entry : before.entries().entrySet()) {
            JmhFile.Entry now = after.entries().get(entry.getKey());
            if (now != null) {
                changes.add(change(entry.getKey(), entry.getValue(), now, after));
            }
        }
        if (changes.isEmpty()) {
            throw new InvalidFileException(
                    after.path(), "benchmarks", "none that " + before.path() + " has", "at least one in common");
        }
        changes.sort((a, b) -> Double.compare(b.slowdown(), a.slowdown()));
        List<Change> overheads = changes.stream()
                .map(change -> overhead(change, before, after))
                .filter(Objects::nonNull)
                .sorted((a, b) -> Double.compare(b.slowdown(), a.slowdown()))
                .toList();
        TreeSet<String> jvms = new TreeSet<>();
        Stream.of(before, after).forEach(file -> file.entries().values().forEach(entry -> jvms.add(entry.jvm())));
        return new Comparison(
                List.copyOf(changes),
                overheads,
                missing(before, after),
                missing(after, before),
                jvms.size() > 1 ? List.copyOf(jvms) : List.of());
    }

    private static Change change(String name, JmhFile.Entry before, JmhFile.Entry after, JmhFile file)
            throws InvalidFileException {
        if (!before.unit().equals(after.unit())) {
            throw new InvalidFileException(file.path(), "unit of " + name, after.unit(), before.unit());
        }
        if (before.forks().length > 1 && after.forks().length > 1) {
            double sign = before.higherIsBetter() ? -1 : 1;
            return ofForks(name, before.score(), after.score(), before.unit(), times(before, sign), times(after, sign));
        }
        double ratio = before.higherIsBetter() ? before.score() / after.score() : after.score() / before.score();
        double error = Math.hypot(before.error() / before.score(), after.error() / after.score());
        return new Change(
                name,
                before.score(),
                after.score(),
                before.unit(),
                ratio - 1,
                Double.isNaN(error) ? Interval.UNKNOWN : new Interval(ratio - 1 - error, ratio - 1 + error),
                Basis.ITERATIONS);
    }

    private static Change ofForks(
            String name, double before, double after, String unit, double[] first, double[] second) {
        double difference = mean(second) - mean(first);
        Interval logarithm = Welch.interval(first, second);
        return new Change(
                name,
                before,
                after,
                unit,
                Math.expm1(difference),
                new Interval(Math.expm1(logarithm.low()), Math.expm1(logarithm.high())),
                Basis.FORKS);
    }

    /** Of each fork the median over its iterations of ln(time), of a rate of −ln(rate). */
    private static double[] times(JmhFile.Entry entry, double sign) {
        return Arrays.stream(entry.forks())
                .mapToDouble(fork -> median(
                        Arrays.stream(fork).map(value -> sign * Math.log(value)).toArray()))
                .toArray();
    }

    /** Null where the benchmark is no scheme's, or a file has no round in turns with ReLU, or but one fork. */
    private static Change overhead(Change change, JmhFile before, JmhFile after) {
        String relu = change.name().replaceFirst(" scheme=[^=]*(?= \\S+=| \\()", RELU);
        double[] first = ratios(before.entries(), change.name(), relu);
        double[] second = ratios(after.entries(), change.name(), relu);
        return relu.equals(change.name()) || first.length < 2 || second.length < 2
                ? null
                : ofForks(
                        change.name(),
                        100 * Math.expm1(mean(first)),
                        100 * Math.expm1(mean(second)),
                        "% over ReLU",
                        first,
                        second);
    }

    /** Of each fork the median over its iterations of ln(time / time with ReLU). */
    private static double[] ratios(Map<String, JmhFile.Entry> entries, String scheme, String relu) {
        double[][] times = entries.get(scheme).forks();
        double[][] base = entries.containsKey(relu) ? entries.get(relu).forks() : new double[0][];
        double[] ratios = new double[base.length == times.length ? base.length : 0];
        for (int fork = 0; fork < ratios.length; fork++) {
            if (times[fork].length != base[fork].length) {
                return new double[0];
            }
            double[] logs = new double[base[fork].length];
            for (int i = 0; i < logs.length; i++) {
                logs[i] = Math.log(times[fork][i] / base[fork][i]);
            }
            ratios[fork] = median(logs);
        }
        return ratios;
    }

    private static double median(double[] values) {
        return new Median().evaluate(values);
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    private static List<String> missing(JmhFile from, JmhFile in) {
        return from.entries().keySet().stream()
                .filter(name -> !in.entries().containsKey(name))
                .toList();
    }
}
