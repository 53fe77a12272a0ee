package org.fitact.bench.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.fitact.bench.report.Provenance;
import org.fitact.bench.report.SoakTable;
import org.fitact.bench.soak.PhaseResult;
import org.fitact.bench.soak.Soak;
import org.fitact.bench.soak.Stage;
import org.fitact.cli.help.OutDefault;
import org.fitact.cli.option.HelpOption;
import org.fitact.cli.option.JsonOption;
import org.fitact.cli.option.OutOption;
import org.fitact.cli.option.SeedOption;
import org.fitact.cli.output.JsonOutput;
import org.fitact.cli.output.Messages;
import org.fitact.cli.value.MisuseError;
import org.fitact.cli.value.UserError;
import org.fitact.cli.value.Within;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code fitact soak}: whether work survives being killed. */
@OutDefault("runs/soak")
@Command(
        name = "soak",
        description = "Kills every stage of a small study at random moments, takes it up again until it is done, and "
                + "compares with an uninterrupted run: checkpoints, trials, tables, figures and data to the byte, and no "
                + "file beside them. The exit code is 1 if anything differs.",
        footer = {
            "",
            "Examples:",
            "  bin/fitact soak --minutes 10 --out runs/soak",
            "  bin/fitact soak --only campaign,train --minutes 2"
        })
final class SoakCommand implements Callable<Integer> {

    private static final int FAILED = 1;

    @Spec
    private CommandSpec spec;

    @Mixin
    private HelpOption help;

    @Mixin
    private OutOption out;

    @Mixin
    private SeedOption seed;

    @Mixin
    private JsonOption json;

    @Within("[1, 10000]")
    @Option(
            names = "--minutes",
            paramLabel = "N",
            defaultValue = "10",
            description = "For interrupted runs, after an uninterrupted one of everything (default: ${DEFAULT-VALUE}).")
    private int minutes;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "STAGE",
            description = "Limit the test to some of ${COMPLETION-CANDIDATES} (default: all).")
    private Set<Stage> only = EnumSet.noneOf(Stage.class);

    /** What {@code soak.json} holds. */
    record Result(
            int minutes, long seed, boolean same, PhaseResult all, List<PhaseResult> phases, Provenance provenance) {}

    @Override
    public Integer call() throws IOException {
        Path folder = out.out().orElse(Path.of("runs", "soak"));
        Path work = folder.resolve("work");
        if (Files.exists(work)) {
            throw new MisuseError(work + " exists already, with what an earlier soak test found: choose another --out");
        }
        List<PhaseResult> phases = run(work);
        PhaseResult all = SoakTable.sum(phases);
        Provenance provenance = Provenance.now(
                BenchOptions.typed(spec), "cpu", Runtime.getRuntime().availableProcessors());
        Result result = new Result(minutes, seed.seed(), all.isSame(), all, phases, provenance);
        JsonOutput.save(folder.resolve("soak.json"), result);
        json.print(spec, result, console -> {
            console.print(SoakTable.of(phases));
            console.println(folder.resolve("soak.json"));
        });
        return all.isSame() ? ExitCode.OK : FAILED;
    }

    private List<PhaseResult> run(Path work) throws IOException {
        try {
            return new Soak(work, seed.seed(), Duration.ofMinutes(minutes), message -> Messages.say(spec, message))
                    .run(only.isEmpty() ? EnumSet.allOf(Stage.class) : only);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserError("the soak test was interrupted", e);
        }
    }
}
