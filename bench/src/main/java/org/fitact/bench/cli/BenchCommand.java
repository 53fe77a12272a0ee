package org.fitact.bench.cli;

import java.util.Set;
import org.fitact.cli.option.HelpOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code fitact bench}: what protection costs, measured by JMH. A new benchmark command is one entry in {@code
 * subcommands}.
 */
@Command(
        name = "bench",
        description = "Measures what protection and fault injection cost, with JMH.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            Table1Command.class,
            FitReluCommand.class,
            InjectCommand.class,
            DecodeCommand.class,
            RedundancyCommand.class,
            BoundsCommand.class,
            HardenedCommand.class,
            PlanCommand.class,
            RooflineCommand.class,
            PeersCommand.class,
            NetworksCommand.class,
            ActivationsCommand.class,
            JmhCommand.class,
            CompareCommand.class,
            CoverageCommand.class,
            EstimatorsCommand.class,
            RareCommand.class,
            ChecksCommand.class,
            TurnsCommand.class
        },
        footer = {
            "",
            "Examples:",
            "  bin/fitact bench table1 --quick --out runs/table1",
            "  bin/fitact bench compare before/table1.json after/table1.json"
        })
final class BenchCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Mixin
    private HelpOption help;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "no benchmark was named, expected one of " + String.join(", ", names()));
    }

    private Set<String> names() {
        return spec.subcommands().keySet();
    }
}
