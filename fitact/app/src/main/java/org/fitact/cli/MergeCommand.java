package org.fitact.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.fitact.cli.option.HelpOption;
import org.fitact.cli.option.JsonOption;
import org.fitact.cli.option.OutOption;
import org.fitact.cli.output.StudyOutput;
import org.fitact.cli.value.MisuseError;
import org.fitact.report.ReportWriter;
import org.fitact.study.CampaignMerge;
import org.fitact.study.ClaimedFolder;
import org.fitact.study.StudyFolder;
import org.fitact.study.StudyRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fitact merge}: the trials of several campaigns of equal identity as one. */
@Command(
        name = "merge",
        description = {
            "Puts the trials of campaigns together that were run in parts (campaign --shard), or with"
                    + " other trials, rates or schemes, and makes their report.",
            "All on which outcomes depend must be the same."
        },
        footer = {
            "",
            "Examples:",
            "  bin/fitact campaign runs/small --shard 1/3 --out runs/part1  # and 2/3 and 3/3, on three machines",
            "  bin/fitact merge runs/part1 runs/part2 runs/part3 --out runs/whole"
        })
final class MergeCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private HelpOption help;

    @Mixin
    private OutOption out;

    @Mixin
    private JsonOption json;

    @Parameters(paramLabel = "DIR", arity = "2..*", description = "Folders with the trials.db of campaigns.")
    private List<Path> folders;

    @Override
    public Integer call() throws IOException {
        Path target = out.out().orElseThrow(() -> new MisuseError("--out is missing: the folder for the whole"));
        if (Files.exists(new StudyFolder(target).trials())) {
            throw new MisuseError(new StudyFolder(target).trials() + " exists already: choose another --out");
        }
        try (ClaimedFolder claimed = ClaimedFolder.claim(target)) {
            StudyRecord record =
                    CampaignMerge.merge(folders.stream().map(StudyFolder::new).toList(), claimed.study());
            Path page = ReportWriter.write(claimed.study().path(), record).getLast();
            json.print(spec, record.results(), console -> StudyOutput.print(console, record, List.of(page)));
        }
        return ExitCode.OK;
    }
}
