package org.fitact.bench.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.fitact.bench.Scheme;
import org.fitact.bench.report.HardenedCost;
import org.fitact.bench.report.Provenance;
import org.fitact.bench.run.JmhRun;
import org.fitact.cli.option.DataDirOption;
import org.fitact.cli.value.UserError;
import org.fitact.cli.value.Within;
import org.fitact.study.StudyFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fitact bench hardened}: the cost of protection on a network of one's own. */
@Command(
        name = "hardened",
        description = "Measures what each protection costs a hardened network in inference, on its own test images.",
        footer = {
            "",
            "Examples:",
            "  bin/fitact harden runs/alexnet --data-dir ~/data --schemes none,ranger,clip-act,fitact",
            "  bin/fitact bench hardened runs/alexnet --data-dir ~/data --out runs/alexnet-cost",
            "  bin/fitact bench hardened runs/demo --quick --batch 64"
        })
final class HardenedCommand implements Callable<Integer> {

    @Mixin
    private BenchOptions options;

    @Mixin
    private DataDirOption data;

    @Parameters(paramLabel = "DIR", description = "Folder with a hardened network, from fitact harden.")
    private Path folder;

    @Within("[1, 65536]")
    @Option(
            names = "--batch",
            split = ",",
            defaultValue = "1,16,64",
            description = "Images of an inference (default: ${DEFAULT-VALUE}).")
    private List<Integer> batches = new ArrayList<>();

    @Within("[1, 1000]")
    @Option(names = "--forks", description = "JVMs for every batch (default: 5; quick: 3).")
    private Integer forks;

    @Override
    public Integer call() throws IOException {
        StudyFolder study = study();
        int count = forks == null ? (options.quick() ? 3 : 5) : forks;
        JmhRun.Effort effort =
                options.quick() ? new JmhRun.Effort(count, 5, 8, 500) : new JmhRun.Effort(count, 8, 20, 1000);
        Provenance provenance = options.provenance();
        HardenedCost cost = new HardenedCost(
                new HardenedCost.Settings(study, data.dataDir(), options.device(), options.threads(), batches, effort));
        options.printFiles(cost.run(options.folder(), provenance, options::progress));
        return ExitCode.OK;
    }

    /** Says what is missing before a JVM is forked to find out. */
    private StudyFolder study() {
        StudyFolder study = new StudyFolder(folder);
        for (Scheme scheme : Scheme.USUAL) {
            if (!Files.exists(study.hardened(scheme.hardened()))) {
                throw new UserError(study.hardened(scheme.hardened())
                        + " is missing: the network has to be hardened with --schemes none,ranger,clip-act,fitact");
            }
        }
        return study;
    }
}
