package org.fitact.bench.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fitact.bench.InferenceBenchmark;
import org.fitact.bench.Scheme;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.AverageTimeResult;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.ResultRole;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.WorkloadParams;

/**
 * Takes the rounds of {@link InferenceBenchmark} apart: from forks of rounds to one ordinary JMH
 * result for each scheme, whose iterations are those of the rounds.
 */
public final class SchemeTimes {

    private SchemeTimes() {}

    /**
     * One result for each scheme, with a parameter {@code scheme} and no path of this machine among the others.
     *
     * @param forks results of the same benchmark with the same parameters
     */
    public static List<RunResult> split(Collection<RunResult> forks) {
        List<RunResult> results = new ArrayList<>();
        for (Scheme scheme : schemes(forks.iterator().next().getParams())) {
            BenchmarkParams params = params(forks.iterator().next().getParams(), scheme, forks.size());
            List<BenchmarkResult> ofForks = forks.stream()
                    .flatMap(fork -> fork.getBenchmarkResults().stream())
                    .map(fork -> ofScheme(fork, scheme, params))
                    .toList();
            results.add(new RunResult(params, ofForks));
        }
        return results;
    }

    /** Those that ran. */
    private static List<Scheme> schemes(BenchmarkParams params) {
        return Scheme.parse(params.getParam("schemes"));
    }

    /** The scheme of a result that {@link #split} made. */
    public static Scheme scheme(RunResult ofScheme) {
        String label = ofScheme.getParams().getParam("scheme");
        return Stream.of(Scheme.values())
                .filter(scheme -> scheme.label().equals(label))
                .findFirst()
                .orElseThrow();
    }

    /** Milliseconds of one inference in every iteration: {@code [fork][iteration]}. */
    public static double[][] millis(RunResult ofScheme) {
        return ofScheme.getBenchmarkResults().stream()
                .map(fork -> fork.getIterationResults().stream()
                        .mapToDouble(iteration -> iteration.getPrimaryResult().getScore())
                        .toArray())
                .toArray(double[][]::new);
    }

    private static BenchmarkResult ofScheme(BenchmarkResult fork, Scheme scheme, BenchmarkParams params) {
        List<IterationResult> iterations = fork.getIterationResults().stream()
                .map(iteration -> ofScheme(iteration, scheme, params))
                .toList();
        return new BenchmarkResult(params, iterations, fork.getMetadata());
    }

    private static IterationResult ofScheme(IterationResult rounds, Scheme scheme, BenchmarkParams params) {
        double nanos = rounds.getSecondaryResults().get(scheme.counter()).getScore();
        IterationResult result = new IterationResult(params, rounds.getParams(), rounds.getMetadata());
        result.addResult(
                new AverageTimeResult(ResultRole.PRIMARY, "inference", 1, Math.round(nanos), TimeUnit.MILLISECONDS));
        return result;
    }

    /**
     * Parameters as a file of results may show them: where the data lie, and the study but for its folder's last name, says
     * nothing about a result and something about whoever ran it, and results of two machines could not be compared.
     */
    static Map<String, String> shareable(Map<String, String> given) {
        Map<String, String> shared = new TreeMap<>(given);
        shared.remove("dataDir");
        shared.remove("study", InferenceBenchmark.RANDOM);
        shared.remove("schemes", InferenceBenchmark.SCHEMES);
        shared.computeIfPresent(
                "study",
                (_, study) -> Path.of(study)
                        .toAbsolutePath()
                        .normalize()
                        .getFileName()
                        .toString());
        return shared;
    }

    private static BenchmarkParams params(BenchmarkParams of, Scheme scheme, int forks) {
        WorkloadParams workload = new WorkloadParams();
        Map<String, String> given =
                of.getParamsKeys().stream().collect(Collectors.toMap(String::toString, of::getParam));
        shareable(given).forEach((name, value) -> workload.put(name, value, 0));
        workload.put("scheme", scheme.label(), scheme.ordinal());
        return new BenchmarkParams(
                of.getBenchmark().replaceAll("\\.round$", ".inference"),
                of.generatedBenchmark(),
                of.shouldSynchIterations(),
                of.getThreads(),
                of.getThreadGroups(),
                List.copyOf(of.getThreadGroupLabels()),
                forks,
                of.getWarmupForks(),
                of.getWarmup(),
                of.getMeasurement(),
                of.getMode(),
                workload,
                of.getTimeUnit(),
                of.getOpsPerInvocation(),
                of.getJvm(),
                of.getJvmArgs(),
                of.getJdkVersion(),
                of.getVmName(),
                of.getVmVersion(),
                of.getJmhVersion(),
                of.getTimeout());
    }
}
