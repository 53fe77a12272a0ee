package org.fitact.bench.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.fitact.bench.run.JmhRun;
import org.fitact.cli.option.HelpOption;
import org.fitact.cli.value.MisuseError;
import org.fitact.cli.value.UserError;
import org.fitact.nn.NearestName;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** {@code fitact bench jmh}: any benchmark, by JMH's own options. */
@Command(
        name = "jmh",
        customSynopsis = "fitact bench jmh [BENCHMARK...] [options of JMH]",
        description = {
            "Runs any benchmark of this program, among them those that have no command of their own:"
                    + " GemmBenchmark, ConvolutionBenchmark, TrainingStepBenchmark.",
            "BENCHMARK is a regular expression. JMH's options: -l lists the benchmarks, -lp their"
                    + " parameters too, -p NAME=VALUE,... sets one, -f forks, -wi and -i iterations, -rf json -rff"
                    + " FILE the results, -prof a profiler."
        },
        footer = {
            "",
            "Examples:",
            "  bin/fitact bench jmh -l",
            "  bin/fitact bench jmh TrainingStep -p model=vgg16 -p threads=2",
            "  bin/fitact bench jmh Convolution -rf json -rff convolution.json"
        })
final class JmhCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private HelpOption help;

    @Unmatched
    private List<String> arguments = new ArrayList<>();

    @Override
    public Integer call() {
        CommandLineOptions options = options();
        requireParameters(options);
        // JMH by itself goes on behind a benchmark that failed, even in its validation, and ends with 0.
        Runner runner = new Runner(new OptionsBuilder()
                .parent(options)
                .shouldFailOnError(options.shouldFailOnError().orElse(true))
                .build());
        try {
            if (options.shouldList()) {
                runner.list();
            } else if (options.shouldListWithParams()) {
                runner.listWithParams(options);
            } else if (options.shouldListProfilers()) {
                options.listProfilers();
            } else if (options.shouldListResultFormats()) {
                options.listResultFormats();
            } else {
                runner.run();
            }
        } catch (NoBenchmarksException e) {
            throw new MisuseError("no benchmark matches " + options.getIncludes() + "; -l lists them", e);
        } catch (RunnerException e) {
            throw new UserError(JmhRun.reason(e), e);
        }
        return ExitCode.OK;
    }

    /** JMH lets a parameter pass that no benchmark has, and runs them all, minutes later, as if it had not been given. */
    private void requireParameters(CommandLineOptions options) {
        OutputFormat silent = OutputFormatFactory.createFormatInstance(
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8), VerboseMode.SILENT);
        Set<String> known = new TreeSet<>();
        for (BenchmarkListEntry benchmark :
                BenchmarkList.defaultList().find(silent, options.getIncludes(), options.getExcludes())) {
            if (benchmark.getParams().hasValue()) {
                known.addAll(benchmark.getParams().get().keySet());
            }
        }
        for (int i = 0; i + 1 < arguments.size(); i++) {
            String name = arguments.get(i + 1).replaceFirst("=.*", "");
            if (arguments.get(i).equals("-p") && !known.isEmpty() && !known.contains(name)) {
                throw new MisuseError(
                        NearestName.unknown("parameter of -p", name, known).getMessage());
            }
        }
    }

    private CommandLineOptions options() {
        try {
            return new CommandLineOptions(arguments.toArray(String[]::new));
        } catch (CommandLineOptionException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }
}
