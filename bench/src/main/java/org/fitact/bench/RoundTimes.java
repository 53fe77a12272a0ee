package org.fitact.bench;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.stat.descriptive.rank.Median;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The nanoseconds that an inference took under each scheme, as the median over the rounds of an iteration: secondary
 * results of {@link InferenceBenchmark}, which JMH finds as the public methods. A mean would pass on what something else on
 * the machine took from a single round, and with it from one scheme alone.
 */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class RoundTimes {

    private final Map<Scheme, List<Long>> nanos = new EnumMap<>(Scheme.class);

    /** Before every iteration. */
    @Setup(Level.Iteration)
    public void reset() {
        for (Scheme scheme : Scheme.values()) {
            nanos.put(scheme, new ArrayList<>());
        }
    }

    void add(Scheme scheme, long time) {
        nanos.get(scheme).add(time);
    }

    public long rounds() {
        return nanos.get(Scheme.RELU).size();
    }

    public double relu() {
        return median(Scheme.RELU);
    }

    public double fitReluSmooth() {
        return median(Scheme.FITRELU_SMOOTH);
    }

    public double fitReluHard() {
        return median(Scheme.FITRELU_HARD);
    }

    public double clipAct() {
        return median(Scheme.CLIP_ACT);
    }

    public double ranger() {
        return median(Scheme.RANGER);
    }

    public double proAct() {
        return median(Scheme.PROACT);
    }

    public double tanh() {
        return median(Scheme.TANH);
    }

    public double erDnn() {
        return median(Scheme.ERDNN);
    }

    public double gbRelu() {
        return median(Scheme.GBRELU);
    }

    public double fitReluNaive() {
        return median(Scheme.FITRELU_NAIVE);
    }

    public double fitActGuarded() {
        return median(Scheme.FITACT_GUARDED);
    }

    public double fitActFaulted() {
        return median(Scheme.FITACT_FAULTED);
    }

    public double fat() {
        return median(Scheme.FAT);
    }

    public double dropout() {
        return median(Scheme.DROPOUT);
    }

    public double replicate() {
        return median(Scheme.REPLICATE);
    }

    /** NaN of a scheme that did not run. */
    private double median(Scheme scheme) {
        return new Median()
                .evaluate(nanos.get(scheme).stream()
                        .mapToDouble(Long::doubleValue)
                        .toArray());
    }
}
