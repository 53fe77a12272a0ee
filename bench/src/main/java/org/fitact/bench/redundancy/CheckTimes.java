package org.fitact.bench.redundancy;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.descriptive.rank.Median;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Of an iteration the nanoseconds of an inference without checks, as the median over its rounds, and for each scheme the median of how many
 * times that it took in the same round: secondary results of {@link RedundancyBenchmark}, which JMH finds as the public methods.
 */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class CheckTimes {

    private final Map<CheckedScheme, List<Long>> nanos = new EnumMap<>(CheckedScheme.class);

    /** Before every iteration. */
    @Setup(Level.Iteration)
    public void reset() {
        for (CheckedScheme scheme : CheckedScheme.values()) {
            nanos.put(scheme, new ArrayList<>());
        }
    }

    void add(CheckedScheme scheme, long time) {
        nanos.get(scheme).add(time);
    }

    /** In nanoseconds. */
    public double none() {
        return new Median()
                .evaluate(nanos.get(CheckedScheme.NONE).stream()
                        .mapToDouble(Long::doubleValue)
                        .toArray());
    }

    public double abft() {
        return ratio(CheckedScheme.ABFT);
    }

    public double abftZero() {
        return ratio(CheckedScheme.ABFT_ZERO);
    }

    public double approxAbft() {
        return ratio(CheckedScheme.APPROX_ABFT);
    }

    public double dmr() {
        return ratio(CheckedScheme.DMR);
    }

    public double tmr() {
        return ratio(CheckedScheme.TMR);
    }

    public double duplicate() {
        return ratio(CheckedScheme.DUPLICATE);
    }

    private double ratio(CheckedScheme scheme) {
        List<Long> without = nanos.get(CheckedScheme.NONE);
        List<Long> with = nanos.get(scheme);
        return new Median()
                .evaluate(IntStream.range(0, with.size())
                        .mapToDouble(i -> (double) with.get(i) / without.get(i))
                        .toArray());
    }
}
