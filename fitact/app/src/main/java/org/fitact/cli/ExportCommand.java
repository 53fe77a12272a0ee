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
import org.fitact.cli.option.memory.FoldOption;
import org.fitact.cli.value.MisuseError;
import org.fitact.cli.value.Names;
import org.fitact.nn.checkpoint.Checkpoint;
import org.fitact.nn.graph.Network;
import org.fitact.nn.onnx.ExportOptions;
import org.fitact.nn.onnx.OnnxExport;
import org.fitact.nn.onnx.ValueNames;
import org.fitact.protect.Protections;
import org.fitact.study.ExportNotes;
import org.fitact.study.StudyFolder;
import org.fitact.tensor.Shape;
import org.fitact.tensor.backend.Backend;
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
            "  fitact export runs/small --out small.onnx",
            "  fitact export runs/small --scheme fitact --out hardened.onnx",
            "  fitact export runs/small/hardened-clip-act.safetensors --no-fold-batch-norm"
        })
final class ExportCommand implements Callable<Integer> {

    private enum Format {
        ONNX
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
            description = "The file to write (default: beside the checkpoint, with its name and .onnx).")
    private Path out;

    @Parameters(paramLabel = "RUN", description = "Folder that fitact train or harden wrote to, or a checkpoint.")
    private Path source;

    @Option(
            names = "--format",
            defaultValue = "ONNX",
            description = "onnx, of opset 17, or later where an operator is (default: onnx).")
    private Format format;

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
            description = "Let bounded activations give 0 for NaN, at some more operators (default: on).")
    private boolean guard;

    @Override
    public Integer call() throws IOException {
        Path file = checkpoint();
        Checkpoint checkpoint = Checkpoint.read(file);
        Path target = out != null ? out : file.resolveSibling(withoutExtension(file) + ".onnx");
        try (Backend backend = device.openBackend();
                Network network = checkpoint.load(backend)) {
            Map<String, String> notes = ExportNotes.of(checkpoint.info(), BuildInfo.version());
            ValueNames names = ValueNames.fromNotes(checkpoint.info().notes());
            ExportOptions options = new ExportOptions(batchNorm.fold(), guard, names);
            switch (format) {
                case ONNX -> OnnxExport.write(target, network, options, notes);
            }
            Exported exported = exported(target, checkpoint, network, names);
            json.print(spec, exported, console -> print(console, exported));
        }
        return ExitCode.OK;
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
}
