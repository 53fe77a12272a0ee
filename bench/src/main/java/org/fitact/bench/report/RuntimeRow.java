package org.fitact.bench.report;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.fitact.bench.Scheme;
import org.fitact.bench.run.SchemeTimes;
import org.openjdk.jmh.results.RunResult;

/**
 * The time of one inference of one network, by scheme.
 *
 * <p>Times and overheads of a row belong together: ReLU's time is the median over all iterations, and a bounded scheme's is
 * that time with its overhead, which is measured in turns with ReLU. The medians of two schemes, each for itself, may come
 * from different forks and then contradict the ratio.
 *
 * @param millis of ReLU the median over all iterations, of another scheme (1 + its overhead) times that
 * @param overheads over ReLU; ReLU itself is not among them
 */
record RuntimeRow(String model, int classes, int batch, Map<Scheme, Double> millis, Map<Scheme, Overhead> overheads) {

    /** @param ofSchemes results of one network and batch, one for each scheme in their order */
    static RuntimeRow of(List<RunResult> ofSchemes) {
        Map<Scheme, double[][]> times = new EnumMap<>(Scheme.class);
        ofSchemes.forEach(result -> times.put(SchemeTimes.scheme(result), SchemeTimes.millis(result)));
        var params = ofSchemes.getFirst().getParams();
        return of(
                params.getParam("model"),
                Integer.parseInt(params.getParam("classes")),
                Integer.parseInt(params.getParam("batch")),
                times);
    }

    /** @param times of every scheme, {@code [fork][iteration]} in milliseconds */
    static RuntimeRow of(String model, int classes, int batch, Map<Scheme, double[][]> times) {
        double[][] base = times.get(Scheme.RELU);
        double relu = Overhead.median(base);
        Map<Scheme, Double> millis = new EnumMap<>(Scheme.class);
        Map<Scheme, Overhead> overheads = new EnumMap<>(Scheme.class);
        times.forEach((scheme, ofScheme) -> {
            Overhead overhead = Overhead.of(base, ofScheme);
            millis.put(scheme, relu * (1 + overhead.relative()));
            if (scheme.isProtection()) {
                overheads.put(scheme, overhead);
            }
        });
        return new RuntimeRow(model, classes, batch, millis, overheads);
    }

    /** The widest half of an interval of those of FitAct's two forms that ran, 0.01 being one point; +∞ while it is unknown. */
    double uncertainty() {
        return Stream.of(Scheme.FITRELU_SMOOTH, Scheme.FITRELU_HARD)
                .filter(overheads::containsKey)
                .mapToDouble(this::halfWidth)
                .max()
                .orElse(Double.POSITIVE_INFINITY);
    }

    private double halfWidth(Scheme scheme) {
        Overhead overhead = overheads.get(scheme);
        return overhead.ci95().known() ? overhead.ci95().halfWidth() : Double.POSITIVE_INFINITY;
    }
}
