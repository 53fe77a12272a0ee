package org.fitact.cli;

import java.util.List;
import org.fitact.cli.compare.CompareCommand;
import org.fitact.cli.help.CompletionCommand;
import org.fitact.cli.option.HelpOption;
import org.fitact.cli.serve.ServeCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The top-level command. A new command is one class and one entry in {@link #COMMANDS}; modules above this one add
 * theirs by a {@link CommandProvider}.
 */
@Command(
        name = "fitact",
        description = "Hardens neural networks against bit flips in their memory, and measures what that is worth.",
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = BuildInfo.class,
        footer = {
            "",
            "Examples:",
            "  bin/fitact demo --out runs/demo          # all of it, in a few minutes",
            "  bin/fitact reproduce all --out runs/quick  # the paper's figures, in some minutes",
            "  bin/fitact advise runs/demo              # which protection to deploy a network with",
            "  bin/fitact doctor                        # what this machine offers",
            "  bin/fitact help doctor                   # all options of a command",
            "  . <(bin/fitact generate-completion)      # tab completion for this shell",
            "  bin/fitact bundle --help             # all that a GPU machine needs in one file",
            "  bin/fitact java examples/BitFlip.java  # a program of your own on these libraries",
            "",
            "Environment:",
            "  JAVA_HOME          a JDK of version 25 or later, where java on the PATH is none",
            "  FITACT_JAVA_OPTS   further options for the JVM, such as -Xmx8g",
            "  FITACT_DATA        the folder of data sets, where --data-dir is not given",
            "  FITACT_CUDA        emulator runs --device cuda on the CPU (needs g++)",
            "  FITACT_CLASSPATH   jars of schemes, models, data sets and formats of your own",
            "  FITACT_DEBUG       if set, errors come with their stack trace"
        })
final class FitActCommand implements Runnable {

    /** Classes that carry picocli's {@code @Command}, in the order of the help. */
    static final List<Class<?>> COMMANDS = List.of(
            DemoCommand.class,
            DataCommand.class,
            TrainCommand.class,
            HardenCommand.class,
            CampaignCommand.class,
            MapCommand.class,
            AttackCommand.class,
            MergeCommand.class,
            ReportCommand.class,
            ServeCommand.class,
            CompareCommand.class,
            VerifyResultsCommand.class,
            AdviseCommand.class,
            ReproduceCommand.class,
            ImportCommand.class,
            ExportCommand.class,
            QuantiseCommand.class,
            DoctorCommand.class,
            CompletionCommand.class,
            HelpCommand.class);

    @Spec
    private CommandSpec spec;

    @Mixin
    private HelpOption help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version with its commit and exit.")
    private boolean version;

    @Override
    public void run() {
        throw new Misuse.MissingCommand(spec.commandLine());
    }
}
