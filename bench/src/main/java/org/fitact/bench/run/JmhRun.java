package org.fitact.bench.run;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.fitact.cli.value.UserError;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs benchmarks in forked JVMs, which get the class path and the options of this one. What JMH says while it works
 * goes to a log file.
 */
public final class JmhRun implements AutoCloseable {

    private final Consumer<String> warnings;
    private final List<String> profilers;
    private final PrintStream log;
    private final Path logFile;

    /**
     * How long to measure.
     *
     * @param forks JVMs, one after the other
     * @param warmups iterations of a fork that do not count
     * @param iterations those that do
     * @param millis length of an iteration
     */
    public record Effort(int forks, int warmups, int iterations, long millis) {

        /** The same with another number of forks. */
        public Effort withForks(int others) {
            return new Effort(others, warmups, iterations, millis);
        }
    }

    /**
     * @param folder where {@code jmh.log} is written; made if missing
     * @param warnings is told of times that had not settled when they were taken
     */
    public JmhRun(Path folder, Consumer<String> warnings) throws IOException {
        this(folder, warnings, List.of());
    }

    /**
     * @param folder where {@code jmh.log} is written; made if missing
     * @param warnings is told of times that had not settled when they were taken
     * @param profilers of JMH, by name, with their options behind a colon: {@code gc}, {@code stack:lines=3}
     */
    public JmhRun(Path folder, Consumer<String> warnings, List<String> profilers) throws IOException {
        this.warnings = warnings;
        this.profilers = List.copyOf(profilers);
        Files.createDirectories(folder);
        logFile = folder.resolve("jmh.log");
        log = new PrintStream(Files.newOutputStream(logFile), true, StandardCharsets.UTF_8);
    }

    /**
     * Runs all methods of a benchmark for all combinations of the parameters.
     *
     * @param parameters the values of each parameter; those that are not named keep what the class says
     * @throws UserError if a fork failed, with the reason that it gave, or another benchmark is running on this machine
     */
    public Collection<RunResult> run(Class<?> benchmark, Map<String, List<String>> parameters, Effort effort) {
        return run(benchmark.getName(), parameters, effort);
    }

    /** The same for a class that need not be there when this one is compiled. */
    public Collection<RunResult> run(String benchmark, Map<String, List<String>> parameters, Effort effort) {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("^" + Pattern.quote(benchmark) + "\\.")
                .shouldFailOnError(true)
                .forks(effort.forks())
                .warmupIterations(effort.warmups())
                .warmupTime(TimeValue.milliseconds(effort.millis()))
                .measurementIterations(effort.iterations())
                .measurementTime(TimeValue.milliseconds(effort.millis()));
        parameters.forEach((name, values) -> options.param(name, values.toArray(String[]::new)));
        for (String profiler : profilers) {
            String[] parts = profiler.split(":", 2);
            options.addProfiler(parts[0], parts.length > 1 ? parts[1] : "");
        }
        try {
            Collection<RunResult> results = new Runner(
                            options.build(), OutputFormatFactory.createFormatInstance(log, VerboseMode.NORMAL))
                    .run();
            Settling.unsettled(results).forEach(warnings);
            return results;
        } catch (RunnerException e) {
            throw new UserError(simpleName(benchmark) + ": " + reason(e) + "; see " + logFile, e);
        }
    }

    /**
     * What a profiler found.
     *
     * @param benchmark method and parameters
     * @param error half-width of its 95 % interval; NaN where there is none
     * @param text what is no number
     */
    public record Profiled(String benchmark, String label, double value, double error, String unit, String text) {}

    /** What the profilers found, benchmark by benchmark; nothing where none was asked for. */
    public List<Profiled> profiled(Collection<RunResult> results) {
        if (profilers.isEmpty()) {
            return List.of();
        }
        List<Profiled> all = new ArrayList<>();
        for (RunResult run : results) {
            String name = Score.of(run).label();
            run.getSecondaryResults()
                    .forEach((label, found) -> all.add(new Profiled(
                            name,
                            label,
                            found.getScore(),
                            found.getStatistics().getMeanErrorAt(0.95),
                            found.getScoreUnit(),
                            Double.isNaN(found.getScore()) ? found.extendedInfo() : "")));
        }
        return all;
    }

    private static String simpleName(String benchmark) {
        return benchmark.substring(benchmark.lastIndexOf('.') + 1);
    }

    /** What a fork said, or else JMH: its own message says only that there was something. */
    public static String reason(RunnerException failure) {
        Throwable reason = failure;
        while (reason.getCause() != null || reason.getSuppressed().length > 0) {
            reason = reason.getCause() != null ? reason.getCause() : reason.getSuppressed()[0];
        }
        if (reason.getMessage() != null && reason.getMessage().contains("JMH lock")) {
            return "another benchmark is running on this machine, and each would disturb the other";
        }
        return reason.getMessage() == null ? reason.toString() : reason.getMessage();
    }

    @Override
    public void close() {
        log.close();
    }
}
