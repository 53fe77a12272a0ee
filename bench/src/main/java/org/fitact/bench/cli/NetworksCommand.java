package org.fitact.bench.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.fitact.bench.networks.NetworkProof;
import org.fitact.bench.networks.NetworkRow;
import org.fitact.bench.networks.NetworksReport;
import org.fitact.bench.networks.PeerLogits;
import org.fitact.cli.option.DataDirOption;
import org.fitact.cli.value.Names;
import org.fitact.cli.value.UserError;
import org.fitact.cli.value.Within;
import org.fitact.nn.image.Images;
import org.fitact.protect.Protection;
import org.fitact.protect.Protections;
import org.fitact.tensor.backend.Backend;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fitact bench networks}: whether networks that people have go through everything. */
@Command(
        name = "networks",
        description = {
            "Takes networks of ONNX files through everything: import, logits beside ONNX Runtime's (which"
                    + " is downloaded for it), hardening, a campaign, export and import again.",
            "Labels are what each network says without faults. --quick leaves the hardening out."
        },
        footer = {
            "",
            "Examples:",
            "  bench/src/networks/export.py ~/data/cifar10 runs/onnx",
            "  bin/fitact bench networks runs/onnx --data cifar10 --data-dir ~/data --out runs/networks",
            "  bin/fitact bench networks runs/onnx/resnet18.onnx --schemes ranger --images 2",
            "",
            "Exit codes: 0 all networks went through with logits that agree, 3 some did not."
        })
final class NetworksCommand implements Callable<Integer> {

    /** Compiled and packed with the Maven profile {@code peers} only. */
    private static final String PEER = "org.fitact.bench.peers.OnnxRuntimeLogits";

    private static final int NOT_ALL = 3;

    @Mixin
    private BenchOptions options;

    @Mixin
    private DataDirOption data;

    @Parameters(paramLabel = "PATH", arity = "1..*", description = "ONNX files, and folders of them.")
    private List<Path> paths;

    @Option(
            names = "--data",
            defaultValue = "fashion-mnist-small",
            completionCandidates = Names.Data.class,
            description = "Whose images the networks are given, resized (default: ${DEFAULT-VALUE}).")
    private String dataset;

    @Option(
            names = "--schemes",
            split = ",",
            defaultValue = "ranger,clip-act,fitact-hard",
            completionCandidates = Names.Schemes.class,
            description = "By which each is hardened (default: ${DEFAULT-VALUE}).")
    private List<String> schemes;

    @Within("[1, 1000]")
    @Option(
            names = "--images",
            defaultValue = "4",
            description =
                    "Images that are compared and counted on; each is hardened on others (default: ${DEFAULT-VALUE}).")
    private int count;

    @Within("(0, 1)")
    @Option(names = "--rate", defaultValue = "1e-7", description = "Bit error rate (default: ${DEFAULT-VALUE}).")
    private double rate;

    @Within("[2, 1000]")
    @Option(names = "--trials", defaultValue = "3", description = "Sets of faults (default: ${DEFAULT-VALUE}).")
    private int trials;

    @Override
    public Integer call() throws IOException {
        PeerLogits peer = peer();
        List<String> used = options.quick() ? List.of() : schemes;
        List<Protection> protections = used.stream().map(Protections::named).toList();
        List<Path> files = files();
        Images images = data.open(dataset).train();
        List<NetworkRow> rows = new ArrayList<>();
        NetworksReport report = new NetworksReport(rows, used, options.provenance());
        Path scratch = Files.createDirectories(options.folder());
        NetworkProof.Settings settings = new NetworkProof.Settings(images, count, protections, rate, trials);
        List<Path> written = List.of();
        for (Path file : files) {
            // Each has a backend of its own: what one keeps for the next request would be of sizes that no other
            // network has.
            try (Backend backend = options.openBackend()) {
                NetworkProof proof = new NetworkProof(backend, peer, settings, scratch);
                rows.add(proof.of(file, stage -> options.progress(file.getFileName() + ": " + stage)));
            }
            written = report.write(options.folder());
        }
        options.printFiles(written);
        return report.held() == rows.size() ? ExitCode.OK : NOT_ALL;
    }

    private List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path path : paths) {
            if (Files.isDirectory(path)) {
                try (Stream<Path> all = Files.list(path)) {
                    all.filter(file -> file.toString().endsWith(".onnx"))
                            .sorted()
                            .forEach(files::add);
                }
            } else {
                files.add(path);
            }
        }
        if (files.isEmpty()) {
            throw new UserError("no ONNX file in " + paths);
        }
        return files;
    }

    private static PeerLogits peer() {
        try {
            return (PeerLogits) Class.forName(PEER).getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new UserError(
                    "ONNX Runtime is not in this build; bin/fitact bench networks makes one that has it", e);
        }
    }
}
