package org.fitact.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.fitact.cli.help.OutDefault;
import org.fitact.cli.option.CommonOptions;
import org.fitact.cli.option.DataDirOption;
import org.fitact.cli.option.HeldOutOption;
import org.fitact.cli.option.ImageOptions;
import org.fitact.cli.output.ExplanationText;
import org.fitact.cli.value.MisuseError;
import org.fitact.cli.value.Names;
import org.fitact.cli.value.Within;
import org.fitact.nn.FileName;
import org.fitact.nn.image.Images;
import org.fitact.nn.image.Normalisation;
import org.fitact.nn.image.source.DataSet;
import org.fitact.nn.onnx.OnnxExplanation;
import org.fitact.nn.onnx.OnnxImport;
import org.fitact.nn.onnx.file.ImageSize;
import org.fitact.study.ClaimedFolder;
import org.fitact.study.ExportNotes;
import org.fitact.study.NetworkImport;
import org.fitact.tensor.backend.Backend;
import org.fitact.text.Numbers;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fitact import}: a network that was trained elsewhere. */
@OutDefault("runs/NAME, of the file")
@Command(
        name = "import",
        description = "Reads a trained network from an ONNX file and leaves a checkpoint for harden and campaign.",
        footer = {
            "",
            "Examples:",
            "  bin/fitact import net.onnx --data cifar10 --data-dir ~/data --out runs/mine",
            "  bin/fitact import net.onnx --data fashion-mnist --mean 0.2860 --sd 0.3530 --out runs/mine",
            "  bin/fitact import net.onnx --data images:~/flowers --resize 256 --crop 224 --out runs/flowers",
            "  bin/fitact import net.onnx --explain --input-size 224x224",
            "",
            "Exit codes: 3 if --explain finds what stands in the way."
        })
final class ImportCommand implements Callable<Integer> {

    private static final int REFUSED = 3;

    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions common;

    @Mixin
    private DataDirOption data;

    @Parameters(paramLabel = "FILE", description = "ONNX file, opset 7 or later.")
    private Path file;

    @Option(
            names = "--data",
            completionCandidates = Names.Data.class,
            description = "Data set that the network was trained on, or your own images: ${COMPLETION-CANDIDATES} "
                    + "(default: what the file says, if fitact export wrote it).")
    private String dataset;

    @Mixin
    private ImageOptions own;

    @Option(
            names = "--input-size",
            paramLabel = "HxW",
            description = "Height and width of the images, where the file leaves them free.")
    private ImageSize inputSize;

    @Option(
            names = "--explain",
            description =
                    "Only say what the file holds: operators, graph, parameters, neurons, what can be bounded, and all "
                            + "that stands in the way of an import. Needs no data.")
    private boolean explain;

    @Within("[-1000, 1000]")
    @Option(
            names = "--mean",
            split = ",",
            description = "Mean of each channel, of pixels from 0 to 1, that the images are normalised with "
                    + "(default: what the file says, else that of the training set).")
    private float[] mean;

    @Within("(0, 1000]")
    @Option(names = "--sd", split = ",", description = "Standard deviation of each channel, likewise.")
    private float[] sd;

    @Option(names = "--name", description = "What the network is called in reports (default: the file's name).")
    private String name;

    @Mixin
    private HeldOutOption heldOut;

    @Override
    public Integer call() throws IOException {
        // The root of a file system has no name; it is refused as any folder is.
        Path last = Objects.requireNonNullElse(file.getFileName(), file);
        String called = name != null ? name : last.toString().replaceFirst("\\.onnx$", "");
        Optional<ImageSize> size = Optional.ofNullable(inputSize);
        if (explain) {
            return explained(OnnxExplanation.of(file, size));
        }
        OnnxImport imported = OnnxImport.read(file, called, size);
        DataSet images = data.open(datasetName(imported), own, common.seed());
        NetworkImport job = new NetworkImport(file, imported, images, heldOut.heldOut(common.seed()));
        Normalisation normalisation = normalisation(job, images.train());
        Path out = common.out().orElseGet(() -> Path.of("runs", folderName(called)));
        try (Backend backend = common.openBackend();
                ClaimedFolder claimed = ClaimedFolder.claim(out)) {
            if (Files.exists(claimed.study().model())) {
                throw new MisuseError(claimed.study().model() + " exists already: choose another --out");
            }
            NetworkImport.Result result = job.save(claimed.study(), backend, normalisation);
            common.print(spec, result, console -> print(console, result));
        }
        return ExitCode.OK;
    }

    private int explained(OnnxExplanation explanation) {
        common.print(spec, explanation, console -> console.print(ExplanationText.of(explanation)));
        return explanation.obstacles().isEmpty() ? ExitCode.OK : REFUSED;
    }

    private static String folderName(String called) {
        try {
            return FileName.require("the network's name", called);
        } catch (IllegalArgumentException e) {
            throw new MisuseError(e.getMessage() + ": add --out, or another --name", e);
        }
    }

    private String datasetName(OnnxImport imported) {
        return Optional.ofNullable(dataset)
                .or(() -> ExportNotes.dataset(imported.notes()))
                .orElseThrow(() -> new MisuseError(file + " does not say what it was trained on: add --data, one of "
                        + String.join(", ", new Names.Data())));
    }

    private Normalisation normalisation(NetworkImport job, Images images) throws IOException {
        if ((mean == null) != (sd == null)) {
            throw new MisuseError((mean == null ? "--mean" : "--sd") + " is missing: both or none are given");
        }
        if (mean == null) {
            return job.normalisation();
        }
        requireOneAChannel("--mean", mean, images);
        requireOneAChannel("--sd", sd, images);
        return new Normalisation(mean, sd);
    }

    private static void requireOneAChannel(String option, float[] given, Images images) {
        if (given.length != images.channels()) {
            throw new MisuseError(
                    option,
                    IntStream.range(0, given.length)
                            .mapToObj(c -> Float.toString(given[c]))
                            .collect(Collectors.joining(",")),
                    Numbers.counted(images.channels(), "number") + ", one for each channel of " + images.name());
        }
    }

    private static void print(PrintWriter console, NetworkImport.Result result) {
        console.println(result.model() + " on " + result.dataset() + ": " + Numbers.percent(result.testAccuracy(), 2)
                + " % of " + result.testImages() + " test images, normalised by " + result.normalisation() + "; "
                + result.parameters() + " parameters, " + result.neurons() + " neurons");
        console.println("checkpoint: " + result.checkpoint());
    }
}
