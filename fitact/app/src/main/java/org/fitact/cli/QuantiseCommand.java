package org.fitact.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.fitact.cli.help.OutDefault;
import org.fitact.cli.option.CommonOptions;
import org.fitact.cli.option.DataDirOption;
import org.fitact.cli.option.QuantisationOptions;
import org.fitact.cli.option.memory.ArithmeticOption;
import org.fitact.cli.value.Names;
import org.fitact.cli.value.Within;
import org.fitact.nn.checkpoint.Checkpoint;
import org.fitact.protect.Protections;
import org.fitact.study.StudyFolder;
import org.fitact.study.integer.QuantisationRun;
import org.fitact.study.integer.QuantisedNetwork;
import org.fitact.tensor.backend.Backend;
import org.fitact.text.AlignedTable;
import org.fitact.text.Numbers;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fitact quantise}: a network in integer arithmetic, layer by layer beside float. */
@OutDefault("DIR")
@Command(
        name = "quantise",
        description = "Makes the integer arithmetic of a network, runs it bit for bit, and tells what it costs.",
        footer = {
            "",
            "Examples:",
            "  bin/fitact quantise runs/small",
            "  bin/fitact quantise runs/small --scheme fitact --weights 8 --activations 8 --accumulator 24",
            "  bin/fitact quantise runs/small --weights auto16 --biases auto16 --activations auto16  # the words of"
                    + " campaign --format auto16",
            "  bin/fitact quantise runs/small --accumulator 20 --moment each_addition --rounding floor --overflow wrap",
            "  bin/fitact quantise runs/small --arithmetic arithmetic.json --out runs/other"
        })
final class QuantiseCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions common;

    @Mixin
    private DataDirOption data;

    @Mixin
    private ArithmeticOption arithmetic;

    @Mixin
    private QuantisationOptions options;

    @Parameters(paramLabel = "DIR", description = "Folder that fitact train or harden wrote to.")
    private Path folder;

    @Option(
            names = "--scheme",
            completionCandidates = Names.Schemes.class,
            description = "The network under this scheme (default: as trained): ${COMPLETION-CANDIDATES}.")
    private String scheme;

    @Within("[1, 10000000]")
    @Option(
            names = "--images",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Images of the test set for accuracies and counts (default: ${DEFAULT-VALUE}).")
    private int images;

    @Within("[1, 10000000]")
    @Option(
            names = "--compared-images",
            paramLabel = "N",
            defaultValue = "100",
            description =
                    "Images of the test set on which each layer is compared with float (default: ${DEFAULT-VALUE}).")
    private int comparedImages;

    @Override
    public Integer call() throws IOException {
        StudyFolder study = new StudyFolder(folder);
        String name = scheme == null ? "none" : Protections.named(scheme).name();
        Path file = scheme == null ? study.model() : study.hardened(name);
        Path target = StudyFolder.writable(common.out().orElse(folder)).arithmetic(name);
        Checkpoint checkpoint = Checkpoint.read(file);
        try (Backend backend = common.openBackend()) {
            QuantisationRun run = new QuantisationRun(
                    backend,
                    data.of(file),
                    new QuantisationRun.Sizes(options.images(), images, comparedImages, common.seed()),
                    common.threads());
            Optional<Path> given = arithmetic.source().map(source -> source.of(name));
            QuantisedNetwork network = run.run(checkpoint, given, options.settings(common.seed()), target);
            common.print(spec, network, out -> print(out, network));
        }
        return ExitCode.OK;
    }

    private static void print(PrintWriter out, QuantisedNetwork network) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                "value", "op", "type", "accumulator", "beyond", "sums beyond", "bits", "SQNR dB", "top-1 changed %"));
        for (QuantisedNetwork.Layer layer : network.layers()) {
            boolean sums = layer.accumulatorBits() > 0;
            rows.add(List.of(
                    layer.value(),
                    layer.op(),
                    layer.type(),
                    layer.accumulator(),
                    Numbers.grouped(layer.outputOverflows()),
                    sums ? Numbers.grouped(layer.accumulatorOverflows()) : "",
                    sums ? Integer.toString(layer.accumulatorBits()) : "",
                    layer.signalToNoise() == null ? "exact" : Numbers.fixed(layer.signalToNoise(), 1),
                    Numbers.percent(layer.changedTop1())));
        }
        out.print(AlignedTable.of(4, rows));
        out.println();
        out.println("accuracy on " + Numbers.counted(network.images(), "image") + ": "
                + Numbers.percent(network.accuracy(), 2) + " % in integers, "
                + Numbers.percent(network.floatAccuracy(), 2) + " % in float");
        out.println("arithmetic: " + network.arithmetic());
    }
}
