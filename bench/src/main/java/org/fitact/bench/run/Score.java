package org.fitact.bench.run;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/**
 * What one benchmark method came to.
 *
 * @param parameters by name
 * @param value in {@code unit}, a mean over iterations and forks
 * @param error half-width of its 95 % interval; NaN for a single iteration
 */
public record Score(String method, Map<String, String> parameters, double value, double error, String unit) {

    /** The primary results of a run. */
    public static List<Score> of(Collection<RunResult> results) {
        return results.stream().map(Score::of).toList();
    }

    static Score of(RunResult run) {
        Result<?> primary = run.getPrimaryResult();
        var params = run.getParams();
        Map<String, String> parameters =
                params.getParamsKeys().stream().collect(Collectors.toUnmodifiableMap(key -> key, params::getParam));
        String name = params.getBenchmark();
        return new Score(
                name.substring(name.lastIndexOf('.') + 1),
                parameters,
                primary.getScore(),
                primary.getStatistics().getMeanErrorAt(0.95),
                primary.getScoreUnit());
    }

    /** The method and its parameters by their names, as {@code fused layer=8:256 threads=1}. */
    String label() {
        return Stream.concat(
                        Stream.of(method),
                        parameters.entrySet().stream()
                                .sorted(Map.Entry.comparingByKey())
                                .map(parameter -> parameter.getKey() + "=" + parameter.getValue()))
                .collect(Collectors.joining(" "));
    }

    /** A parameter's value. */
    public String get(String parameter) {
        String value = parameters.get(parameter);
        if (value == null) {
            throw new IllegalArgumentException(method + " has no parameter " + parameter);
        }
        return value;
    }

    /** The one among several that has this method and these parameters. */
    public static Score find(List<Score> scores, String method, Map<String, String> parameters) {
        return scores.stream()
                .filter(score -> score.method.equals(method)
                        && score.parameters.entrySet().containsAll(parameters.entrySet()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no result of " + method + " with " + parameters));
    }
}
