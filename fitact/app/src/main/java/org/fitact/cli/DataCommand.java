package org.fitact.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.fitact.cli.option.DataDirOption;
import org.fitact.cli.option.HelpOption;
import org.fitact.cli.option.JsonOption;
import org.fitact.cli.output.FileProgress;
import org.fitact.cli.output.JsonOutput;
import org.fitact.nn.image.source.DataDownload;
import org.fitact.nn.image.source.DataSets;
import org.fitact.nn.image.source.DataSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fitact data}: brings data sets and lists them. */
@Command(
        name = "data",
        description = "Brings data sets and lists them.",
        subcommands = {DataCommand.Get.class, DataCommand.ListSets.class},
        footer = {
            "",
            "Examples:",
            "  fitact data list",
            "  fitact data get cifar10 --data-dir ~/data",
            "  fitact data get fashion-mnist --from /usr/share/datasets/fashion-mnist"
        })
final class DataCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Mixin
    private HelpOption help;

    @Override
    public void run() {
        throw new MissingCommandException(spec.commandLine());
    }

    /** What {@code get} has brought. */
    record Brought(String name, String folder, int trainingImages, int testImages, List<String> warnings) {}

    /** {@code fitact data get NAME}. */
    @Command(
            name = "get",
            description = "Downloads a data set from its official address, or takes it from a folder.",
            footer = {
                "",
                "Examples:",
                "  fitact data get cifar10",
                "  fitact data get cifar10 --from ~/Downloads --data-dir ~/data"
            })
    static final class Get implements Callable<Integer> {

        @Spec
        private CommandSpec spec;

        @Mixin
        private HelpOption help;

        @Mixin
        private JsonOption json;

        @Mixin
        private DataDirOption data;

        @Parameters(
                paramLabel = "NAME",
                completionCandidates = Names.DataSets.class,
                description = "Data set: ${COMPLETION-CANDIDATES}.")
        private String name;

        @Option(
                names = "--from",
                paramLabel = "FOLDER",
                description = "Take the files from here, not from the network.")
        private Path from;

        @Override
        public Integer call() throws IOException {
            DataSource source = DataSets.named(name);
            Path target = data.target();
            DataDownload.Result result;
            try (FileProgress progress = new FileProgress()) {
                result = from == null
                        ? DataDownload.get(source, target, progress)
                        : DataDownload.copy(source, from, target, progress);
            }
            Brought brought = new Brought(
                    name,
                    result.folder().toString(),
                    result.data().train().size(),
                    result.data().test().size(),
                    result.warnings());
            if (json.json()) {
                JsonOutput.print(spec.commandLine().getOut(), brought);
                return ExitCode.OK;
            }
            brought.warnings().forEach(warning -> spec.commandLine().getErr().println("note: " + warning));
            spec.commandLine()
                    .getOut()
                    .printf(
                            Locale.ROOT,
                            "%s: %d training and %d test images in %s%n",
                            name,
                            brought.trainingImages(),
                            brought.testImages(),
                            brought.folder());
            return ExitCode.OK;
        }
    }

    /** {@code fitact data list}. */
    @Command(name = "list", description = "Lists the data sets and where they lie.")
    static final class ListSets implements Callable<Integer> {

        /** A data set and its folder, null if it is not there. */
        record Listed(String name, String summary, boolean embedded, String folder) {}

        @Spec
        private CommandSpec spec;

        @Mixin
        private HelpOption help;

        @Mixin
        private JsonOption json;

        @Mixin
        private DataDirOption data;

        @Override
        public Integer call() throws IOException {
            List<Listed> sets = DataSets.all().stream().map(this::listed).toList();
            PrintWriter out = spec.commandLine().getOut();
            if (json.json()) {
                JsonOutput.print(out, sets);
                return ExitCode.OK;
            }
            for (Listed set : sets) {
                String where = set.embedded() ? "embedded" : set.folder() == null ? "not here" : set.folder();
                out.printf(Locale.ROOT, "%-20s %s; %s%n", set.name(), set.summary(), where);
            }
            return ExitCode.OK;
        }

        private Listed listed(DataSource source) {
            String folder = source.find(data.dataDir()).map(Path::toString).orElse(null);
            return new Listed(source.name(), source.summary(), source.isEmbedded(), folder);
        }
    }
}
