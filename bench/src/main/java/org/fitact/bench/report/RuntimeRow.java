package org.fitact.bench.report;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.fitact.bench.Scheme;
import org.fitact.bench.run.SchemeTimes;
import org.openjdk.jmh.results.RunResult;

/**
 * The time of one inference of one network, by scheme.
 *
 * @param millis median over all iterations
 * @param overheads over ReLU; ReLU itself is not among them
 */
record RuntimeRow(String model, int classes, int batch, Map<Scheme, Double> millis, Map<Scheme, Overhead> overheads) {

    /** @param ofSchemes results of one network and batch, one for each scheme in their order */
    static RuntimeRow of(List<RunResult> ofSchemes) {
        Map<Scheme, Double> millis = new EnumMap<>(Scheme.class);
        Map<Scheme, Overhead> overheads = new EnumMap<>(Scheme.class);
        double[][] base = SchemeTimes.millis(ofSchemes.get(Scheme.RELU.ordinal()));
        for (Scheme scheme : Scheme.values()) {
            double[][] times = SchemeTimes.millis(ofSchemes.get(scheme.ordinal()));
            millis.put(scheme, Overhead.median(times));
            if (scheme.isBounded()) {
                overheads.put(scheme, Overhead.of(base, times));
            }
        }
        var params = ofSchemes.getFirst().getParams();
        return new RuntimeRow(
                params.getParam("model"),
                Integer.parseInt(params.getParam("classes")),
                Integer.parseInt(params.getParam("batch")),
                millis,
                overheads);
    }

    /** The widest half of an interval of FitAct's two forms, 0.01 being one point; +∞ while it is unknown. */
    double uncertainty() {
        return Math.max(halfWidth(Scheme.FITRELU_SMOOTH), halfWidth(Scheme.FITRELU_HARD));
    }

    private double halfWidth(Scheme scheme) {
        Overhead overhead = overheads.get(scheme);
        return overhead.ci95().known() ? overhead.ci95().halfWidth() : Double.POSITIVE_INFINITY;
    }
}
