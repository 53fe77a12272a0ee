package org.fitact.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.fitact.cli.option.HelpOption;
import org.fitact.cli.option.JsonOption;
import org.fitact.cli.option.OutOption;
import org.fitact.cli.output.StudyOutput;
import org.fitact.report.ReportWriter;
import org.fitact.study.StudyFolder;
import org.fitact.study.StudyRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fitact report}: the report of a campaign, made again from its trials. */
@Command(
        name = "report",
        description = "Makes report.html, the figures and results.json from the trials of a campaign, finished or not.",
        footer = {"", "Examples:", "  fitact report runs/small", "  fitact report runs/small --out /tmp/report"})
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

    @Override
    public Integer call() throws IOException {
        StudyRecord record = StudyRecord.read(new StudyFolder(folder));
        StudyFolder target = StudyFolder.writable(out.out().orElse(folder));
        List<Path> written = ReportWriter.write(target.path(), record);
        json.print(spec, record.results(), console -> StudyOutput.print(console, record, written));
        return ExitCode.OK;
    }
}
