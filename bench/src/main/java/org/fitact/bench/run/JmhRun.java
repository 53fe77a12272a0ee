package org.fitact.bench.run;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
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
     */
    public JmhRun(Path folder) throws IOException {
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
        try {
            return new Runner(options.build(), OutputFormatFactory.createFormatInstance(log, VerboseMode.NORMAL)).run();
        } catch (RunnerException e) {
            throw new UserError(simpleName(benchmark) + ": " + reason(e) + "; see " + logFile, e);
        }
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
