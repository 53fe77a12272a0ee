package org.fitact.bench.run;

import java.util.Collection;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.fitact.text.Numbers;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.RunResult;

/**
 * Whether times had settled when they were taken. A JVM whose compilers were still at work, or that something else disturbed, has
 * iterations far from each other; the mean of those is the time of nothing.
 */
final class Settling {

    /** Times the fastest iteration of the same JVM: what settled stays far below, also on a virtual machine of two cores. */
    static final double MOST = 2;

    private Settling() {}

    /** A line for each JVM whose slowest iteration took more than {@link #MOST} times as long as its fastest. */
    static List<String> unsettled(Collection<RunResult> results) {
        return results.stream()
                .flatMap(result -> result.getBenchmarkResults().stream()
                        .flatMap(fork -> unsettled(Score.of(result), iterations(fork)).stream()))
                .toList();
    }

    private static double[] iterations(BenchmarkResult fork) {
        return fork.getIterationResults().stream()
                .mapToDouble(iteration -> iteration.getPrimaryResult().getScore())
                .toArray();
    }

    /** @param iterations of one JVM */
    static Optional<String> unsettled(Score score, double[] iterations) {
        DoubleSummaryStatistics times = DoubleStream.of(iterations).summaryStatistics();
        if (times.getMax() <= MOST * times.getMin()) {
            return Optional.empty();
        }
        return Optional.of("not settled: " + score.label() + " took from "
                + Numbers.significant(times.getMin()) + " to " + Numbers.significant(times.getMax()) + " "
                + score.unit()
                + " in one JVM, which still compiled or was disturbed; do not rely on that time");
    }
}
