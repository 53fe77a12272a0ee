package org.fitact.cli.compare;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.fitact.cli.help.OutDefault;
import org.fitact.cli.option.HelpOption;
import org.fitact.cli.option.JsonOption;
import org.fitact.cli.option.OutOption;
import org.fitact.cli.value.MisuseError;
import org.fitact.cli.value.UserError;
import org.fitact.report.compare.ComparedStudy;
import org.fitact.report.compare.ComparisonReport;
import org.fitact.report.compare.StudyComparison;
import org.fitact.results.StudyResults;
import org.fitact.study.StudyFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fitact compare}: several studies on one page. */
@OutDefault("comparison")
@Command(
        name = "compare",
        description = {
            "Puts campaigns of several networks, formats or schemes on one page, without --out in the folder comparison.",
            "Where they met the same faults their trials are compared in pairs."
        },
        footer = {
            "",
            "Examples:",
            "  bin/fitact compare runs/small-32 runs/small-16 --out runs/formats",
            "  bin/fitact compare runs/vgg runs/resnet runs/alexnet"
        })
public final class CompareCommand implements Callable<Integer> {

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
        Set<Path> seen = new HashSet<>();
        for (Path folder : folders) {
            if (!seen.add(folder.toAbsolutePath().normalize())) {
                throw new MisuseError(folder + " is given twice, expected studies that differ");
            }
        }
        StudyComparison comparison = StudyComparison.of(ComparedStudy.read(folders));
        if (comparison.studies().stream()
                .noneMatch(study -> study.record().results().rates().length > 0)) {
            throw new UserError("none of the studies has a trial with faults yet: there is nothing to compare");
        }
        Path target =
                StudyFolder.writable(out.out().orElse(Path.of("comparison"))).path();
        List<Path> written = ComparisonReport.write(target, comparison);
        json.print(spec, json(comparison), console -> {
            ComparisonReport.findings(comparison).forEach(console::println);
            written.forEach(file -> console.println("report: " + file));
        });
        return ExitCode.OK;
    }

    private static Map<String, Object> json(StudyComparison comparison) {
        Map<String, StudyResults> studies = new LinkedHashMap<>();
        comparison
                .studies()
                .forEach(study -> studies.put(study.name(), study.record().results()));
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("studies", studies);
        all.put("pairs", comparison.pairs());
        return all;
    }
}
