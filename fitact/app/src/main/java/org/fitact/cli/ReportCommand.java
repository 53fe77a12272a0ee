package org.fitact.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.fitact.cli.help.OutDefault;
import org.fitact.cli.option.HelpOption;
import org.fitact.cli.option.JsonOption;
import org.fitact.cli.option.OutOption;
import org.fitact.cli.output.StudyOutput;
import org.fitact.cli.value.UserError;
import org.fitact.cli.value.Within;
import org.fitact.report.ReportWriter;
import org.fitact.results.FailuresInTime;
import org.fitact.study.StudyFolder;
import org.fitact.study.StudyRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fitact report}: the report of a campaign, made again from its trials. */
@OutDefault("DIR")
@Command(
        name = "report",
        description = "Makes report.html, the figures and results.json from the trials of a campaign, finished or not.",
        footer = {
            "",
            "Examples:",
            "  bin/fitact report runs/small",
            "  bin/fitact report runs/small --out /tmp/report",
            "  bin/fitact report runs/small --fit-per-mbit 50"
        })
final class ReportCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private HelpOption help;

    @Mixin
    private OutOption out;

    @Mixin
    private JsonOption json;

    @Parameters(paramLabel = "DIR", description = "Folder with the trials.db of a campaign.")
    private Path folder;

    @Within("(0, 1e9]")
    @Option(
            names = "--fit-per-mbit",
            paramLabel = "FIT",
            description = "Upsets of a million bits in 10^9 hours: also print each memory's failures in time, from its "
                    + "trials with exactly one flip.")
    private Double fitPerMbit;

    @Override
    public Integer call() throws IOException {
        StudyRecord record = StudyRecord.read(new StudyFolder(folder));
        StudyFolder target = StudyFolder.writable(out.out().orElse(folder));
        List<Path> written = ReportWriter.write(target.path(), record);
        List<FailuresInTime> failures =
                fitPerMbit == null ? List.of() : FailuresInTime.of(record.results(), fitPerMbit);
        if (fitPerMbit != null && failures.isEmpty()) {
            throw new UserError(folder + " has no trial with exactly one flip that says what became of the answers; a "
                    + "campaign at a lower rate has some");
        }
        json.print(
                spec,
                fitPerMbit == null ? record.results() : Map.of("results", record.results(), "fit", failures),
                console -> {
                    StudyOutput.print(console, record, written);
                    failures.forEach(failure -> console.println(StudyOutput.of(failure)));
                });
        return ExitCode.OK;
    }
}
