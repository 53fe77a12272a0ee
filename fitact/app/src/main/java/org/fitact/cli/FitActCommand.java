package org.fitact.cli;

import org.fitact.cli.compare.CompareCommand;
import org.fitact.cli.option.HelpOption;
import org.fitact.cli.serve.ServeCommand;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The top-level command. A new command is one class and one entry in {@code subcommands}; modules above this one add
 * theirs by a {@link CommandProvider}.
 */
@Command(
        name = "fitact",
        description = "Hardens neural networks against bit flips in their memory, and measures what that is worth.",
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = BuildInfo.class,
        subcommands = {
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
            GenerateCompletion.class,
            HelpCommand.class
        },
        footer = {
            "",
            "Examples:",
            "  fitact demo --out runs/demo              all of it, in a few minutes",
            "  fitact reproduce all --out runs/quick    the paper's figures, in some minutes",
            "  fitact advise runs/demo                  which protection to deploy a network with",
            "  fitact doctor                            what this machine offers",
            "  fitact help doctor                       all options of a command",
            "  . <(fitact generate-completion)          tab completion for this shell",
            "  bin/fitact java examples/BitFlip.java    a program of your own on these libraries",
            "",
            "Environment:",
            "  FITACT_JAVA_OPTS   further options for the JVM, such as -Xmx8g",
            "  FITACT_DATA        the folder of data sets, where --data-dir is not given",
            "  FITACT_CUDA        emulator runs --device cuda on the CPU (needs g++)",
            "  FITACT_CLASSPATH   jars of schemes, models, data sets and formats of your own",
            "  FITACT_DEBUG       if set, errors come with their stack trace"
        })
final class FitActCommand implements Runnable {

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
