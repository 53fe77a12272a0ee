package org.fitact.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.fitact.cli.doctor.Diagnosis;
import org.fitact.cli.option.DataDirOption;
import org.fitact.cli.option.HelpOption;
import org.fitact.cli.option.JsonOption;
import org.fitact.cli.output.FileProgress;
import org.fitact.cli.output.Messages;
import org.fitact.cli.value.Names;
import org.fitact.nn.image.source.DataDownload;
import org.fitact.nn.image.source.DataFormat;
import org.fitact.nn.image.source.DataFormats;
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
            "  bin/fitact data list",
            "  bin/fitact data get cifar10 --data-dir ~/data",
            "  bin/fitact data get fashion-mnist --from /usr/share/datasets/fashion-mnist"
        })
final class DataCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Mixin
    private HelpOption help;

    @Override
    public void run() {
        throw new Misuse.MissingCommand(spec.commandLine());
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
                "  bin/fitact data get cifar10",
                "  bin/fitact data get cifar10 --from ~/Downloads --data-dir ~/data"
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
            json.print(spec, brought, out -> {
                brought.warnings().forEach(warning -> Messages.say(spec, warning));
                out.println(name + ": " + brought.trainingImages() + " training and " + brought.testImages()
                        + " test images in " + brought.folder());
            });
            return ExitCode.OK;
        }
    }

    /** {@code fitact data list}. */
    @Command(
            name = "list",
            description = "Lists the data sets and where they lie.",
            footer = {"", "Examples:", "  bin/fitact data list"})
    static final class ListSets implements Callable<Integer> {

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
            List<Diagnosis.Data> sets = Diagnosis.dataSets(data.dataDir());
            json.print(spec, sets, out -> {
                sets.forEach(set -> print(out, set));
                DataFormats.all().forEach(form -> print(out, form));
            });
            return ExitCode.OK;
        }

        private static void print(PrintWriter out, DataFormat form) {
            out.printf(Locale.ROOT, "%-20s your own: %s%n", form.name() + ":" + form.place(), form.summary());
        }

        private static void print(PrintWriter out, Diagnosis.Data set) {
            String where = set.embedded() ? "embedded" : set.folder() == null ? "not here" : set.folder();
            out.printf(Locale.ROOT, "%-20s %s; %s%n", set.name(), set.summary(), where);
        }
    }
}
