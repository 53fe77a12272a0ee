package org.fitact.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.fitact.cli.option.DeviceOptions;
import org.fitact.cli.option.HelpOption;
import org.fitact.cli.option.JsonOption;
import org.fitact.cli.option.memory.ArithmeticOption;
import org.fitact.cli.option.memory.FoldOption;
import org.fitact.cli.value.MisuseError;
import org.fitact.cli.value.Names;
import org.fitact.cli.value.UserError;
import org.fitact.nn.checkpoint.Checkpoint;
import org.fitact.nn.graph.Network;
import org.fitact.nn.integer.ArithmeticDocument;
import org.fitact.nn.integer.IntegerPlan;
import org.fitact.nn.integer.Quantisation;
import org.fitact.nn.integer.c.CHeader;
import org.fitact.nn.onnx.ExportOptions;
import org.fitact.nn.onnx.OnnxExport;
import org.fitact.nn.onnx.ValueNames;
import org.fitact.protect.Protections;
import org.fitact.study.ArithmeticSource;
import org.fitact.study.ExportNotes;
import org.fitact.study.StudyFolder;
import org.fitact.study.integer.IntegerExport;
import org.fitact.tensor.Shape;
import org.fitact.tensor.backend.Backend;
import org.fitact.text.Numbers;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fitact export}: a network for other runtimes. */
@Command(
        name = "export",
        description = "Writes a network, hardened or not, as a file that other runtimes can run.",
        footer = {
            "",
            "Examples:",
            "  bin/fitact export runs/small --out small.onnx",
            "  bin/fitact export runs/small --scheme fitact --out hardened.onnx",
            "  bin/fitact export runs/small/hardened-clip-act.safetensors --no-fold-batch-norm",
            "  bin/fitact export runs/small --scheme fitact --format c-header --out net.h",
            "  bin/fitact export runs/small --format onnx-qdq --out int8.onnx"
        })
final class ExportCommand implements Callable<Integer> {

    private enum Format {
        ONNX("onnx", ".onnx"),
        ONNX_QDQ("onnx-qdq", ".onnx"),
        C_HEADER("c-header", ".h");

        private final String label;
        private final String extension;

        Format(String label, String extension) {
            this.label = label;
            this.extension = extension;
        }

        @Override
        public String toString() {
            return label;
        }
    }

    /** What was written, and what its users must know. */
    record Exported(
            String file,
            String model,
            String dataset,
            String input,
            String normalisation,
            ValueNames names,
            List<String> sites) {}

    /**
     * What was written in C.
     *
     * @param name what all identifiers begin with
     * @param constantBytes bytes of its constants
     * @param memoryBytes bytes that an inference needs besides
     */
    record ExportedHeader(
            String file,
            String model,
            String dataset,
            String arithmetic,
            String name,
            String normalisation,
            long constantBytes,
            long memoryBytes) {}

    @Spec
    private CommandSpec spec;

    @Mixin
    private HelpOption help;

    @Mixin
    private JsonOption json;

    @Mixin
    private DeviceOptions device;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "The file to write (default: beside the checkpoint, with its name and .onnx or .h).")
    private Path out;

    @Parameters(paramLabel = "RUN", description = "Folder that fitact train or harden wrote to, or a checkpoint.")
    private Path source;

    @Option(
            names = "--format",
            defaultValue = "ONNX",
            description = "onnx, of opset 17, or later where an operator is; of the integer arithmetic that fitact "
                    + "quantise made, onnx-qdq or c-header, in C99 (default: onnx).")
    private Format format;

    @Mixin
    private ArithmeticOption arithmetic;

    @Option(
            names = "--scheme",
            completionCandidates = Names.Schemes.class,
            description = "The network under this scheme (default: as trained): ${COMPLETION-CANDIDATES}.")
    private String scheme;

    @Mixin
    private FoldOption batchNorm;

    @Option(
            names = "--guard",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "In onnx: let bounded activations give 0 for NaN, at some more operators (default: on).")
    private boolean guard;

    @Override
    public Integer call() throws IOException {
        Path file = checkpoint();
        Checkpoint checkpoint = Checkpoint.read(file);
        Path target = out != null ? out : file.resolveSibling(withoutExtension(file) + format.extension);
        try (Backend backend = device.openBackend();
                Network network = checkpoint.load(backend)) {
            switch (format) {
                case ONNX -> onnx(target, checkpoint, network);
                case ONNX_QDQ -> qdq(target, checkpoint, network);
                case C_HEADER -> header(target, checkpoint, network);
            }
        }
        return ExitCode.OK;
    }

    private void onnx(Path target, Checkpoint checkpoint, Network network) throws IOException {
        if (arithmetic.isGiven()) {
            throw new MisuseError("--arithmetic is of networks in integers, expected --format onnx-qdq or c-header");
        }
        Map<String, String> notes = ExportNotes.of(checkpoint.info(), BuildInfo.version());
        ValueNames names = ValueNames.fromNotes(checkpoint.info().notes());
        OnnxExport.write(target, network, new ExportOptions(batchNorm.fold(), guard, names), notes);
        Exported exported = exported(target, checkpoint, network, names);
        json.print(spec, exported, console -> print(console, exported));
    }

    private void qdq(Path target, Checkpoint checkpoint, Network network) throws IOException {
        Quantisation quantisation = quantisation(arithmetic(checkpoint), network);
        ValueNames names = ValueNames.fromNotes(checkpoint.info().notes());
        OnnxExport.write(
                target, IntegerExport.qdq(checkpoint.info(), network, quantisation, names, BuildInfo.version()));
        Exported exported = exported(target, checkpoint, network, names);
        json.print(spec, exported, console -> print(console, exported));
    }

    private Quantisation quantisation(Path file, Network network) throws IOException {
        if (!batchNorm.fold()) {
            throw new MisuseError("--no-fold-batch-norm is for onnx, expected batch norm folded for " + format);
        }
        return ArithmeticDocument.read(file, IntegerPlan.program(network).graph());
    }

    private void header(Path target, Checkpoint checkpoint, Network network) throws IOException {
        Path quantised = arithmetic(checkpoint);
        Quantisation quantisation = quantisation(quantised, network);
        CHeader header = IntegerExport.header(
                target.getFileName().toString().replaceFirst("\\.[^.]*$", ""),
                checkpoint.info(),
                network,
                quantisation,
                BuildInfo.version());
        header.write(target);
        ExportedHeader exported = new ExportedHeader(
                target.toString(),
                network.architecture().toString(),
                checkpoint.info().dataset(),
                quantised.toString(),
                header.name(),
                checkpoint.info().normalisation().toString(),
                header.constantBytes(),
                header.memoryBytes());
        json.print(spec, exported, console -> print(console, exported));
    }

    /** The file that says how the network computes in integers. */
    private Path arithmetic(Checkpoint checkpoint) {
        if (!arithmetic.isGiven() && !Files.isDirectory(source)) {
            throw new MisuseError(
                    "--format " + format + " of a checkpoint needs --arithmetic, expected the folder or the "
                            + "file that fitact quantise wrote");
        }
        Path file = arithmetic
                .source()
                .orElseGet(() -> new ArithmeticSource(source))
                .of(checkpoint.info());
        if (!Files.exists(file)) {
            throw new UserError(file + " is not there; fitact quantise " + source
                    + (scheme == null ? "" : " --scheme " + scheme) + " makes it");
        }
        return file;
    }

    private Path checkpoint() {
        if (!Files.isDirectory(source)) {
            if (scheme != null) {
                throw new MisuseError("--scheme", scheme, "none for a checkpoint: " + source + " holds one network");
            }
            return source;
        }
        StudyFolder folder = new StudyFolder(source);
        return scheme == null
                ? folder.model()
                : folder.hardened(Protections.named(scheme).name());
    }

    private static String withoutExtension(Path file) {
        return file.getFileName().toString().replaceFirst("\\.safetensors$", "");
    }

    private static Exported exported(Path written, Checkpoint checkpoint, Network network, ValueNames names) {
        Shape image = network.architecture().input();
        return new Exported(
                written.toString(),
                network.architecture().toString(),
                checkpoint.info().dataset(),
                "[batch, " + image.extent(2) + ", " + image.extent(0) + ", " + image.extent(1) + "]",
                checkpoint.info().normalisation().toString(),
                names,
                network.sites().stream().map(site -> site.name()).toList());
    }

    private static void print(PrintWriter console, Exported exported) {
        console.println(exported.file() + ": " + exported.model());
        console.println("input " + exported.names().input() + " " + exported.input()
                + " of x = (byte / 255 - mean) / sd, " + exported.normalisation() + "; output "
                + exported.names().output());
    }

    private static void print(PrintWriter console, ExportedHeader exported) {
        console.println(exported.file() + ": " + exported.model() + ", as " + exported.arithmetic() + " says");
        console.println(exported.name() + "_infer: " + Numbers.grouped(exported.constantBytes())
                + " bytes of constants, "
                + Numbers.grouped(exported.memoryBytes()) + " of memory; images of x = (byte / 255 - mean) / sd, "
                + exported.normalisation());
    }
}
